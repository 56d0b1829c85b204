"""What a room above needs to know of a model: messages go in, a filled-in schema comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypedDict, TypeVar

from pydantic import BaseModel

from claimx.models import Usage

T = TypeVar("T", bound=BaseModel)


class Message(TypedDict):
    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Answer(Generic[T]):
    """What came back. `answered_by` is the model the endpoint named, which may be more exact than the one asked for."""

    value: T
    usage: Usage
    answered_by: str


class Asker(Protocol):
    """The one method through which claimx asks anything. `Session` is one; a stub in a test is another."""

    async def ask(self, messages: Sequence[Message], schema: type[T]) -> Answer[T]:
        """Ask once; raises a `ModelError` or `CassetteMiss`, and never returns a half-filled schema."""
        ...
