"""What an editor decides above rules and model."""

from __future__ import annotations

from pydantic import Field

from claimx.models.base import Value


class ClaimReference(Value):
    """A claim as an editor points at it: by words of its article, which outlive the ids of a run.

    `quote` stands in the article, from character `start` where it stands there more than once. Where several claims
    rest on these words, `text` tells which: the claim whose own text is nearest to it.
    """

    article: str
    quote: str = Field(min_length=1)
    start: int | None = Field(default=None, ge=0)
    text: str | None = None


class ClaimOverride(Value):
    """Claims that are one, or that are all different from each other. `line` is where the file says so."""

    claims: tuple[ClaimReference, ...] = Field(min_length=2)
    note: str | None = None
    line: int | None = None


class SourceOverride(Value):
    """Names, as articles give them, that mean one source."""

    names: tuple[str, ...] = Field(min_length=2)
    note: str | None = None
    line: int | None = None


class Overrides(Value):
    """What an editor decided, above rules and model: claims to join, claims to keep apart, names of one source."""

    join: tuple[ClaimOverride, ...] = ()
    apart: tuple[ClaimOverride, ...] = ()
    source: tuple[SourceOverride, ...] = ()
