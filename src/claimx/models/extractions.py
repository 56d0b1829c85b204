"""What one article gave, what it cost, and what made it."""

from __future__ import annotations

from pydantic import Field

from claimx.models.articles import Article, Span
from claimx.models.base import Value
from claimx.models.claims import Claim

RULES = "rules"
"""In `Provenance.model`: no model was asked, rules read the articles."""


class Rejection(Value):
    """Something the model gave that could not be kept, and why."""

    reason: str
    text: str


class Usage(Value):
    """What was spent: every attempt counts, also those that failed or were asked again."""

    calls: int = 0
    attempts: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(**{name: getattr(self, name) + getattr(other, name) for name in Usage.model_fields})


class Provenance(Value):
    """What made it. `answered_by`: the model the endpoint named in its answers; `prompts`: task/version to hash."""

    claimx: str
    model: str | None = None
    answered_by: tuple[str, ...] = ()
    prompts: dict[str, str] = Field(default_factory=dict)
    replayed: bool = False


class Extraction(Value):
    """What one article gave. `unread`: sentences that say something and ended in no claim."""

    article: Article
    claims: tuple[Claim, ...]
    rejected: tuple[Rejection, ...] = ()
    unread: tuple[Span, ...] = ()
    furniture: tuple[Span, ...] = ()
    usage: Usage = Usage()
    provenance: Provenance
