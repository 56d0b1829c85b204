"""A connection to one endpoint: one http client, one pace, one purse, one journal, one account of what it cost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from claimx.errors import NoModel
from claimx.llm.asker import Answer, Message, T
from claimx.llm.budget import Budget, Purse
from claimx.llm.call_log import NO_LOG, CallLog
from claimx.llm.cassette import active_recording, active_replay
from claimx.llm.endpoint import Model
from claimx.llm.flight import Airspace
from claimx.llm.journal import AnswerBook, key_of
from claimx.llm.pace import Pacer
from claimx.llm.prices import load_prices
from claimx.llm.prompts import Rendered
from claimx.llm.reuse import Shelf
from claimx.llm.spending import NOTHING, Ledger, Spending, article_charged
from claimx.llm.stand_in import StandIn
from claimx.llm.tracing import chat_span
from claimx.models import Usage

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion


class Session:
    """An `Asker`. Made by `connect`.

    `usage` counts every attempt of this session, whatever became of it; and every answer that a journal gave instead,
    as what that had cost, once. So a run that was resumed has cost what it would have cost at one go. `batched` is what
    of that was paid at the price of a batch.
    """

    def __init__(self, model: Model, airspace: Airspace, ledger: Ledger, shelf: Shelf | None = None) -> None:
        self.model = model
        self.answered_by: set[str] = set()
        self.usage = Usage()
        self.batched = Usage()
        self.replayed = active_replay() is not None
        self._airspace = airspace
        self._ledger = ledger
        self._shelf = shelf

    @property
    def reused(self) -> int:
        """How many asks the journal answered."""
        return self._shelf.reused if self._shelf is not None else 0

    @property
    def spending(self) -> Spending:
        """`usage`, by article and stage."""
        return self._ledger.spending()

    def stop(self, reason: str) -> None:
        """Let no further call leave: every ask raises `RunInterrupted` but those whose call is on its way.

        May be called from any thread.
        """
        self._airspace.close(reason)

    async def ask(self, messages: Sequence[Message], schema: type[T]) -> Answer[T]:
        """Ask for a filled-in `schema`; an answer that does not fit is asked for once more, with what was wrong.

        With a journal, what it holds is not asked again. Raises a `ModelError`, `RunStopped`, `JournalError` or
        `CassetteMiss`.
        """
        prompt = messages.prompt if isinstance(messages, Rendered) else None
        stage = prompt.stage if prompt is not None else ""
        if self._shelf is None:
            answer = await self._pay(messages, schema, stage, NO_LOG)
        else:
            key = key_of(self.model, messages, schema, prompt)
            log = self._shelf.journal.log(key, stage, article_charged())
            answer = await self._shelf.answer(
                key,
                schema,
                pay=lambda: self._pay(messages, schema, stage, log),
                charge=lambda usage, batched: self._charge(stage, usage, batched),
            )
        self.answered_by.add(answer.answered_by)
        return answer

    async def _pay(self, messages: Sequence[Message], schema: type[T], stage: str, log: CallLog) -> Answer[T]:
        from claimx.llm.exchange import Exchange

        async with self._airspace.flight() as flight:
            exchange = Exchange(self.model, flight.send, schema, log)
            try:
                with chat_span(self.model) as tell:
                    answer = await exchange.run(messages)
                    tell(answer.answered_by, answer.usage)
            finally:
                self._charge(stage, exchange.usage)
        return answer

    def _charge(self, stage: str, usage: Usage, batched: Usage = NOTHING) -> None:
        self.usage += usage
        self.batched += batched
        self._ledger.charge(stage, usage, batched)


@asynccontextmanager
async def connect(
    model: Model, *, journal: AnswerBook | None = None, budget: Budget | None = None, pace: Pacer | None = None
) -> AsyncIterator[Session]:
    """Open a session with `model`'s endpoint, or with the cassette of the `replay` or `record` around it.

    The `journal` stays the caller's to close; a `pace` may be shared with other sessions. Nothing is opened for
    `Model.rules()`: its session counts, and asks nobody. Raises `PriceUnknown` for a limit on cost where the model has
    no price, and ValueError for a journal inside `replay` or `record`: the one has nothing to pay, the other must hear
    every answer.
    """
    if model.by_rule:
        yield Session(model, Airspace(asks_nobody, Purse(Budget(), model)), Ledger())
        return
    if journal is not None and (active_replay() or active_recording()):
        raise ValueError("a journal has no place inside replay or record")
    prices = load_prices()
    purse = Purse(budget or Budget(), model, prices)
    shelf = Shelf(journal) if journal is not None else None
    if isinstance(model, StandIn):
        from claimx.llm.rehearsal import Rehearsal

        yield Rehearsal(model, Airspace(asks_nobody, purse), Ledger(prices.of(model)), shelf)
        return
    from claimx.llm.client import open_client

    async with open_client(model, pace) as send:
        yield Session(model, Airspace(send, purse), Ledger(prices.of(model)), shelf)


async def asks_nobody(*_: object, **__: object) -> ChatCompletion:
    """The `Send` of a session that has no line to a model."""
    raise NoModel("rules answer no questions", hint="give a model to ask")
