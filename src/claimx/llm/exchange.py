"""One question until its answer fits; what does not fit is asked for once more, by instructor. Loads it and openai."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, cast

import instructor
from instructor.core.exceptions import InstructorError
from pydantic import BaseModel

from claimx.llm.asker import Answer, Message, T
from claimx.llm.completion import require_answer, usage_of
from claimx.llm.endpoint import Model
from claimx.llm.retry import persist
from claimx.llm.schema import schema_name, strict_schema
from claimx.llm.translation import UNREADABLE, translate
from claimx.models import Usage

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

    from claimx.llm.completion import Send

_REASKS = 1
_PYDANTIC_LINK = "errors.pydantic.dev"

# instructor logs every failure as an error; without a handler Python prints those, articles and all, to stderr.
logging.getLogger("instructor").addHandler(logging.NullHandler())


class Exchange(Generic[T]):
    """Everything one `ask` sends and receives. `usage` is current at any moment, also after an error."""

    def __init__(self, model: Model, send: Send, schema: type[T]) -> None:
        self.usage = Usage(calls=1)
        self._model = model
        self._send = send
        self._schema = schema
        self._response_format: dict[str, object] = {
            "type": "json_schema",
            "json_schema": {"name": schema_name(schema), "strict": True, "schema": strict_schema(schema)},
        }
        self._ends = time.monotonic() + model.deadline
        self._asked = 0
        self._last: ChatCompletion | None = None

    async def run(self, messages: Sequence[Message]) -> Answer[T]:
        self._asked = len(messages)
        create = instructor.patch(create=cast(Any, self._create), mode=instructor.Mode.JSON_SCHEMA)
        try:
            # No `context`: with one, instructor renders every message through Jinja, the article's text too.
            await cast(Any, create)(
                response_model=_instructor_class(self._schema),
                messages=[dict(message) for message in messages],
                max_retries=_REASKS,
            )
        except InstructorError as error:  # it wraps all that `_create` raises
            # `from None`: the libraries' errors carry the request, and some the key.
            raise translate(error, self._model, self._schema.__name__) from None
        completion = cast("ChatCompletion", self._last)
        # Read once more from the text (30 µs): instructor's value is of a class derived at run time, which no worker
        # can unpickle, and drags the raw response along.
        value = self._schema.model_validate_json(cast(str, completion.choices[0].message.content), strict=True)
        return Answer(value, self.usage, completion.model or self._model.name)

    async def _create(self, *, messages: list[Message], **_: object) -> ChatCompletion:
        """What instructor calls in place of openai's `create`. Its `response_format` is not strict, so ours is sent."""
        sent = messages[: self._asked] + [_without_links(message) for message in messages[self._asked :]]

        async def attempt() -> ChatCompletion:
            self.usage += Usage(attempts=1)
            async with asyncio.timeout(self._model.timeout):
                return await self._send(sent, self._response_format)

        try:
            completion = await persist(attempt, self._model.attempts, self._ends - time.monotonic())
        except UNREADABLE as error:  # here already: instructor would take it for a misfit and pay for another
            raise translate(error, self._model, self._schema.__name__) from None
        self.usage += usage_of(completion)
        self._last = require_answer(completion, self._model)
        return self._last


def _without_links(message: Message) -> Message:
    """A re-ask without pydantic's links: they name its version, and an upgrade would miss every cassette."""
    lines = message["content"].split("\n")
    return {**message, "content": "\n".join(line for line in lines if _PYDANTIC_LINK not in line)}


@cache
def _instructor_class(schema: type[BaseModel]) -> type[BaseModel]:
    """`schema` as instructor derives it, but once: for a bare model it derives a class and a schema at every call.

    Wrapping spares the class; only an overridden `model_json_schema` spares the schema, which we replace anyway.
    """
    wrapped = cast(type[BaseModel], instructor.openai_schema(schema))
    override = {
        "model_json_schema": classmethod(lambda cls: {}),
        "__module__": schema.__module__,
        "__doc__": schema.__doc__,
    }
    return type(schema.__name__, (wrapped,), override)
