"""Asking once more for an answer that does not fit. Loads instructor: import it where there is one."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import instructor
from instructor.core.exceptions import InstructorError
from pydantic import BaseModel

from claimx.llm.asker import Message, T
from claimx.llm.reading import Reading, read_answer

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

_REASKS = 1
_PYDANTIC_LINK = "errors.pydantic.dev"

# It logs every failure as an error; without a handler Python prints those, articles and all, to stderr.
logging.getLogger("instructor").addHandler(logging.NullHandler())


async def reask(
    messages: Sequence[Message],
    misfit: ChatCompletion,
    schema: type[T],
    send: Callable[[list[Message]], Awaitable[ChatCompletion]],
) -> Reading[T]:
    """The `schema` in what `send` gives for `messages`, the `misfit` that they led to, and what was wrong with it.

    instructor words what was wrong. It takes itself to be asking from the start: what it calls first gives the
    `misfit`. Raises pydantic's ValidationError where the second answer does not fit either, and whatever `send` raises.
    """
    at_hand = [misfit]

    async def create(*, messages: list[Message], **_: object) -> ChatCompletion:
        if at_hand:
            return at_hand.pop()
        return await send([*messages[:asked], *map(_without_links, messages[asked:])])

    asked = len(messages)
    patched = cast(Any, instructor.patch(create=cast(Any, create), mode=instructor.Mode.JSON_SCHEMA))
    try:
        # No `context`: with one, instructor renders every message through Jinja, the article's text too.
        read = await patched(
            response_model=_instructor_class(schema),
            messages=[dict(message) for message in messages],
            max_retries=_REASKS,
        )
    except InstructorError as error:  # it wraps all that `create` raises
        if isinstance(error.__cause__, Exception):
            raise error.__cause__ from None
        raise
    return cast("Reading[T]", read.reading)


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
