"""One question until its answer fits; what does not fit is asked for once more. Loads openai."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Generic

from pydantic import ValidationError

from claimx.errors import AnswerTruncated, ClaimxError, ContextTooLong, EndpointUnreachable, RequestRefused
from claimx.llm.asker import Answer, Message, T
from claimx.llm.call_log import ANSWERED, NO_LOG, CallLog
from claimx.llm.completion import require_answer, usage_of
from claimx.llm.endpoint import Model
from claimx.llm.parameters import raised_cap
from claimx.llm.reading import Reading, read_answer
from claimx.llm.request import Request
from claimx.llm.retry import persist
from claimx.llm.schema import response_format
from claimx.llm.translation import translate
from claimx.llm.wording import who
from claimx.models import Usage

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

    from claimx.llm.request import Send

_log = logging.getLogger("claimx.llm")
logging.getLogger("claimx").addHandler(logging.NullHandler())  # or Python prints warnings to stderr


class Exchange(Generic[T]):
    """Everything one `ask` sends and receives. `usage` is current at any moment; an error carries it as well.

    The deadline begins when the first request leaves: a thousand asks may wait for their turn without growing old.
    """

    def __init__(self, model: Model, send: Send, schema: type[T], log: CallLog = NO_LOG) -> None:
        self.usage = Usage(calls=1)
        self._model = model
        self._send = send
        self._schema = schema
        self._log = log
        self._response_format = response_format(schema)
        self._parameters = model.parameters
        self._limit = asyncio.timeout(None)
        self._call: object = None  # the log's token for the request that is on its way
        self._answered_by = model.name

    async def run(self, messages: Sequence[Message]) -> Answer[T]:
        """Raises a `ModelError`, a `RunStopped` out of `send`, or `CassetteMiss`, each with the `usage` until then."""
        try:
            async with self._limit:
                reading = await self._fitting(messages)
        except TimeoutError:
            self._ended(EndpointUnreachable.__name__, Usage())
            late = EndpointUnreachable(
                f"{who(self._model)} gave no answer within {self._model.deadline:g} s",
                hint="raise Model.deadline, or ask for less at once",
            )
            late.usage = self.usage
            raise late from None
        except ClaimxError as error:
            error.usage = self.usage
            raise
        if reading.repaired:
            _log.info("an answer of %s had its punctuation put right", who(self._model))
        return Answer(reading.value, self.usage, self._answered_by, reading.text, reading.repaired)

    async def _fitting(self, messages: Sequence[Message]) -> Reading[T]:
        completion = await self._answer([*messages])
        try:
            return read_answer(completion.choices[0].message.content or "", self._schema)
        except ValidationError:
            from claimx.llm.reask import reask

        try:
            return await reask(messages, completion, self._schema, self._answer)
        except Exception as error:  # noqa: BLE001 - raised again, by our name for it
            # `from None`: the libraries' errors carry the request, and some the key.
            raise translate(error, self._model, self._schema.__name__) from None

    async def _answer(self, messages: list[Message]) -> ChatCompletion:
        """A completion with an answer in it, whatever the answer says."""
        try:
            return await self._persist(messages)
        except AnswerTruncated as truncated:
            raised = raised_cap(self._model.parameters)
            if raised is None or self._parameters == raised:
                raise
            _log.info("an answer of %s hit its length limit: asked again with twice the limit", who(self._model))
            self._parameters = raised
            try:
                return await self._persist(messages)
            except (RequestRefused, ContextTooLong):  # more than the model can give: the question has to be split
                raise truncated from None

    async def _persist(self, messages: list[Message]) -> ChatCompletion:
        try:
            request = Request(messages, self._response_format, self._parameters)
            return await persist(partial(self._attempt, request), self._model.attempts, self._seconds_left)
        except Exception as error:  # noqa: BLE001 - raised again, by our name for it
            # Here already: instructor logs what it gets, and takes some of it for a misfit and pays for another.
            raise translate(error, self._model, self._schema.__name__) from None

    async def _attempt(self, request: Request) -> ChatCompletion:
        usage = Usage()
        try:
            completion = await self._send(request, self._leaving)
            usage = usage_of(completion)
            self.usage += usage
            require_answer(completion, self._model)
        except Exception as error:
            self._ended(type(translate(error, self._model, self._schema.__name__)).__name__, usage)
            raise
        self._ended(ANSWERED, usage)
        self._answered_by = getattr(completion, "model", None) or self._model.name
        return completion

    def _leaving(self) -> None:
        if self._limit.when() is None:
            self._limit.reschedule(asyncio.get_running_loop().time() + self._model.deadline)
        self.usage += Usage(attempts=1)
        self._call = self._log.sent(self.usage.attempts)

    def _ended(self, outcome: str, usage: Usage) -> None:
        call, self._call = self._call, None
        if call is not None:
            self._log.ended(call, outcome, usage)

    def _seconds_left(self) -> float:
        when = self._limit.when()
        return float("inf") if when is None else when - asyncio.get_running_loop().time()
