"""A session that asks nobody: answers come out of the journal, and out of what batches brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from claimx.errors import ModelError
from claimx.llm.asker import Answer, Message, T
from claimx.llm.batch.orders import OrderBook
from claimx.llm.budget import Budget, Purse
from claimx.llm.call_log import CallLog
from claimx.llm.endpoint import Model
from claimx.llm.flight import Airspace
from claimx.llm.journal import AskLog, Journal, Line, key_of
from claimx.llm.prices import load_prices
from claimx.llm.prompts import Rendered
from claimx.llm.reuse import Shelf
from claimx.llm.session import Session, asks_nobody
from claimx.llm.spending import Ledger
from claimx.models import Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai.types.chat import ChatCompletion

    from claimx.llm.request import Request


class BatchSession(Session):
    """A `Session` for the same rooms above, which ask as they would ask a model.

    What came back is read as a live answer is: one that does not fit is asked for once more, one that was cut off with
    twice the limit, in a later batch. Where that is still to come, `ask` raises `AnswerAwaited`.
    """

    def __init__(self, model: Model, journal: Journal, orders: OrderBook) -> None:
        prices = load_prices()
        airspace = Airspace(asks_nobody, Purse(Budget(), model, prices))
        super().__init__(model, airspace, Ledger(prices.of(model)), Shelf(journal))
        self._orders = orders

    async def _pay(self, messages: Sequence[Message], schema: type[T], stage: str, log: CallLog) -> Answer[T]:
        from claimx.llm.exchange import Exchange

        self._airspace.require_open()
        assert isinstance(log, AskLog)  # for there is a shelf
        ask, prompt = log, messages.prompt if isinstance(messages, Rendered) else None

        async def send(request: Request, leaving: Callable[[], None]) -> ChatCompletion:
            # The first request of an ask has the ask's own key; one that asks again has other messages or parameters.
            asked = replace(self.model, parameters=request.parameters)
            line = Line(key_of(asked, request.messages, schema, prompt), ask.key, stage, ask.article)
            return self._orders.answer(line, request, leaving)

        calls = _HeldLog()
        exchange = Exchange(self.model, send, schema, calls)
        try:
            answer = await exchange.run(messages)
        except ModelError:
            self._settle(ask, calls, exchange.usage)
            raise
        self._settle(ask, calls, exchange.usage)
        return answer

    def _settle(self, ask: AskLog, calls: _HeldLog, usage: Usage) -> None:
        """Before the journal keeps the answer, or why there is none."""
        calls.tell(ask)
        self._orders.batches.count(ask.key)
        self._charge(ask.stage, usage, ask.journal.batched(ask.key))


class _HeldLog:
    """A `CallLog` that waits until the ask is settled: until then, what came back is read anew in every round."""

    def __init__(self) -> None:
        self._ended: list[tuple[int, str, Usage]] = []

    def sent(self, attempt: int) -> int:
        return attempt

    def ended(self, call: object, outcome: str, usage: Usage) -> None:
        assert isinstance(call, int)
        self._ended.append((call, outcome, usage))

    def tell(self, log: CallLog) -> None:
        for attempt, outcome, usage in self._ended:
            log.ended(log.sent(attempt), outcome, usage)
