"""What is asked over one connection, paid from one purse, kept in one journal, and put to one account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from claimx.errors import NoModel
from claimx.llm.asker import Answer, Message, T
from claimx.llm.call_log import NO_LOG, CallLog
from claimx.llm.cassette import active_replay
from claimx.llm.endpoint import Model
from claimx.llm.flight import Airspace
from claimx.llm.journal import key_of
from claimx.llm.prompts import Rendered
from claimx.llm.reuse import Shelf
from claimx.llm.spending import NOTHING, Ledger, Spending, article_charged
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


async def asks_nobody(*_: object, **__: object) -> ChatCompletion:
    """The `Send` of a session that has no line to a model."""
    raise NoModel("rules answer no questions", hint="give a model to ask")
