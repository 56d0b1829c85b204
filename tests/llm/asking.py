"""Short ways to ask, shared by the tests of claimx.llm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel

from claimx.llm import Answer, Message, Model, connect, run_sync
from claimx.models import Usage

T = TypeVar("T", bound=BaseModel)


class Tally(BaseModel):
    """How many of what."""

    count: int
    of: str


TALLY = '{"count": 3, "of": "boats"}'


def messages(text: str = "Three boats left.", system: str = "Count.") -> list[Message]:
    return [Message(role="system", content=system), Message(role="user", content=text)]


def ask(model: Model, text: str = "Three boats left.") -> Answer[Tally]:
    """One question in a session of its own."""
    return run_sync(_ask(model, messages(text), Tally))


def ask_for(model: Model, schema: type[T]) -> Answer[T]:
    return run_sync(_ask(model, messages(), schema))


def spent(model: Model, error: type[Exception]) -> Usage:
    """What a question costs that fails with `error`."""

    async def go() -> Usage:
        async with connect(model) as session:
            try:
                await session.ask(messages(), Tally)
            except error:
                return session.usage
        raise AssertionError(f"it did not fail with {error.__name__}")

    return run_sync(go())


async def _ask(model: Model, asked: Sequence[Message], schema: type[T]) -> Answer[T]:
    async with connect(model) as session:
        return await session.ask(asked, schema)


__all__ = ["TALLY", "Tally", "ask", "ask_for", "messages", "spent"]
