"""One question until its answer fits; what does not fit is asked for once more, by instructor. Loads it and openai."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Generic, cast

import instructor
from instructor.core.exceptions import InstructorError
from pydantic import BaseModel

from claimx.errors import AnswerTruncated, ClaimxError, ContextTooLong, EndpointUnreachable, RequestRefused
from claimx.llm.asker import Answer, Message, T
from claimx.llm.call_log import ANSWERED, NO_LOG, CallLog
from claimx.llm.completion import require_answer, usage_of
from claimx.llm.endpoint import Model
from claimx.llm.parameters import raised_cap
from claimx.llm.reading import Reading, read_answer
from claimx.llm.retry import persist
from claimx.llm.schema import schema_name, strict_schema
from claimx.llm.translation import translate
from claimx.llm.wording import who
from claimx.models import Usage

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

    from claimx.llm.completion import Send

_REASKS = 1
_PYDANTIC_LINK = "errors.pydantic.dev"

_log = logging.getLogger("claimx.llm")
# instructor logs every failure as an error; without a handler Python prints those, articles and all, to stderr.
for library in ("claimx", "instructor"):
    logging.getLogger(library).addHandler(logging.NullHandler())


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
        self._response_format: dict[str, object] = {
            "type": "json_schema",
            "json_schema": {"name": schema_name(schema), "strict": True, "schema": strict_schema(schema)},
        }
        self._parameters = model.parameters
        self._limit = asyncio.timeout(None)
        self._call: object = None  # the log's token for the request that is on its way
        self._asked = 0
        self._answered_by = model.name

    async def run(self, messages: Sequence[Message]) -> Answer[T]:
        """Raises a `ModelError`, a `RunStopped` out of `send`, or `CassetteMiss`, each with the `usage` until then."""
        self._asked = len(messages)
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
        create = instructor.patch(create=cast(Any, self._create), mode=instructor.Mode.JSON_SCHEMA)
        try:
            # No `context`: with one, instructor renders every message through Jinja, the article's text too.
            read = await cast(Any, create)(
                response_model=_instructor_class(self._schema),
                messages=[dict(message) for message in messages],
                max_retries=_REASKS,
            )
        except InstructorError as error:  # it wraps all that `_create` raises
            # `from None`: the libraries' errors carry the request, and some the key.
            raise translate(error, self._model, self._schema.__name__) from None
        return cast("Reading[T]", read.reading)

    async def _create(self, *, messages: list[Message], **_: object) -> ChatCompletion:
        """What instructor calls in place of openai's `create`. Its `response_format` is not strict, so ours is sent."""
        sent = messages[: self._asked] + [_without_links(message) for message in messages[self._asked :]]
        try:
            return await self._persist(sent)
        except AnswerTruncated as truncated:
            raised = raised_cap(self._model.parameters)
            if raised is None or self._parameters == raised:
                raise
            _log.info("an answer of %s hit its length limit: asked again with twice the limit", who(self._model))
            self._parameters = raised
            try:
                return await self._persist(sent)
            except (RequestRefused, ContextTooLong):  # more than the model can give: the question has to be split
                raise truncated from None

    async def _persist(self, messages: list[Message]) -> ChatCompletion:
        try:
            return await persist(partial(self._attempt, messages), self._model.attempts, self._seconds_left)
        except Exception as error:  # noqa: BLE001 - raised again, by our name for it
            # Here already: instructor logs what it gets, and takes some of it for a misfit and pays for another.
            raise translate(error, self._model, self._schema.__name__) from None

    async def _attempt(self, messages: list[Message]) -> ChatCompletion:
        usage = Usage()
        try:
            completion = await self._send(messages, self._response_format, self._parameters, self._leaving)
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


def _without_links(message: Message) -> Message:
    """A re-ask without pydantic's links: they name its version, and an upgrade would miss every cassette."""
    lines = message["content"].split("\n")
    return {**message, "content": "\n".join(line for line in lines if _PYDANTIC_LINK not in line)}


@cache
def _instructor_class(schema: type[BaseModel]) -> type[BaseModel]:
    """`schema` as instructor derives it, but once: for a bare model it derives a class and a schema at every call.

    Its schema is empty, for we send our own; an instance is a shell around the `reading`, for what instructor returns
    is of a class made at run time, which no worker can unpickle, and drags the raw response along.
    """
    wrapped = cast(type[BaseModel], instructor.openai_schema(schema))

    def read(cls: type[BaseModel], text: str, /, **_: object) -> BaseModel:
        shell = cls.model_construct()
        object.__setattr__(shell, "reading", read_answer(text, schema))
        return shell

    override = {
        "model_json_schema": classmethod(lambda cls: {}),
        "model_validate_json": classmethod(read),
        "__module__": schema.__module__,
        "__doc__": schema.__doc__,
    }
    return type(schema.__name__, (wrapped,), override)
