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
    """What came back. `answered_by` is the model the endpoint named, which may be more exact than the one asked for.

    `content` is the JSON text that `value` was read from; `repaired` says that it is not the text that was sent.
    """

    value: T
    usage: Usage
    answered_by: str
    content: str = ""
    repaired: bool = False


class Asker(Protocol):
    """The one method through which claimx asks anything. `Session` is one; a stub in a test is another."""

    async def ask(self, messages: Sequence[Message], schema: type[T]) -> Answer[T]:
        """Ask once; raises a `ModelError`, `RunStopped` or `CassetteMiss`, and never returns a half-filled schema."""
        ...
