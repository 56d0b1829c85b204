"""What batches brought, what is on its way in one, and what the next one has to hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from claimx.errors import AnswerAwaited, BudgetExhausted
from claimx.llm.batch.files import Outbox
from claimx.llm.budget import Budget, Purse
from claimx.llm.endpoint import Model
from claimx.llm.journal import MOST_TRIES, Batches, Line

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

    from claimx.llm.request import Request


class OrderBook:
    """Answers requests out of the journal's batches, and lists those that the next batch has to hold.

    With an `outbox` their lines go there as well, as long as the `purse` can pay for them; without one they are counted
    only. Opening a book begins the list anew. `limit` is what kept a request from being ordered, in words.
    """

    def __init__(
        self, model: Model, batches: Batches, outbox: Outbox | None = None, purse: Purse | None = None
    ) -> None:
        self.batches = batches
        self.limit: str | None = None
        self._model = model
        self._outbox = outbox
        self._purse = purse or Purse(Budget(), model)
        self._ordered: set[str] = set()
        batches.forget_wanted()

    def answer(self, line: Line, request: Request, leaving: Callable[[], None]) -> ChatCompletion:
        """What came back for the request; openai's error where it was refused.

        Raises `AnswerAwaited` where nothing has come back yet, and `BudgetExhausted` where it may not be ordered.
        """
        from claimx.llm.batch.lines import completion_in, error_in

        known = self.batches.look_up(line.key)
        if known.outcome is not None:
            leaving()
            if known.outcome == "refused":
                raise error_in(known.content)
            return completion_in(known.content)
        if known.under_way or line.key in self._ordered:
            raise AnswerAwaited("its batch is on its way")
        if known.failures >= MOST_TRIES:
            raise AnswerAwaited(f"it failed in {known.failures} batches", hint="`claimx run` asks it at once")
        self._order(line, request)
        raise AnswerAwaited("it goes with the next batch")

    def _order(self, line: Line, request: Request) -> None:
        from claimx.llm.batch.lines import request_line

        written = request_line(line.key, request.body(self._model))
        try:
            self._purse.require(request.expected)
        except BudgetExhausted as error:
            self.limit = error.message
            raise
        self._ordered.add(line.key)
        row = self.batches.want(line)
        if self._outbox is not None:
            self._outbox.add(written, row)
