"""What a user's parameters say about the length of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimx.llm.endpoint import JSON

_CAPS = ("max_completion_tokens", "max_tokens")


def raised_cap(parameters: Mapping[str, JSON]) -> dict[str, JSON] | None:
    """`parameters` with every cap on the answer doubled; None where there is none to double."""
    caps = {name: 2 * cap for name in _CAPS if isinstance(cap := parameters.get(name), int)}
    return {**parameters, **caps} if caps else None
