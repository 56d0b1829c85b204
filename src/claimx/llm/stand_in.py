"""A model that answers in this process instead of over the network: what a fake in a test is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from claimx.llm.asker import Message, T
from claimx.llm.endpoint import Model

NOWHERE = "http://stand-in.invalid/v1"
"""The address of every stand-in, for accounts and journals: a name that leads nowhere, by RFC 2606."""


class StandIn(Model, ABC):
    """Taken wherever a `Model` is. Nothing is sent, and neither key nor address is needed.

    All else is as with an endpoint: journals keep its answers, budgets count them, and what they say is checked.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name, NOWHERE)

    @abstractmethod
    async def reply(self, messages: Sequence[Message], schema: type[T]) -> T:
        """The filled-in `schema`. Raises a `ModelError` in its place, or a `CassetteError` where it has no answer."""
        ...
