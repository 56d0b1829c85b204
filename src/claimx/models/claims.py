"""What one article claims and who holds it (PARC, PolNeAR, RumourEval, FactBank)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from operator import not_
from typing import Literal

from pydantic import Field

from claimx.models.articles import Span
from claimx.models.base import Value
from claimx.models.extra import NOTHING_EXTRA, Extra

SourceKind = Literal["person", "organization", "government", "document", "media", "group"]
Mode = Literal["direct", "indirect", "mixed"]
Label = Literal["support", "deny", "query", "comment"]
Certainty = Literal["certain", "probable", "possible", "unspecified"]
ClaimKind = Literal["event", "state", "quantity", "forecast", "judgement"]


class Source(Value):
    """The one spoken for, as one article gives it. `named` is false for "a senior defense official"."""

    name: str
    kind: SourceKind = "person"
    role: str | None = None
    affiliation: str | None = None
    named: bool = True


class Attribution(Value):
    """One act of saying (PolNeAR source, cue, content). `via` names who relayed it, outermost last."""

    source: Source
    cue: Span | None
    content: Span
    mode: Mode
    via: tuple[Source, ...] = ()
    said_at: str | None = None


class Stance(Value):
    """A holder toward a claim. `holder` is None where the article speaks in its own voice."""

    holder: Source | None
    label: Label
    certainty: Certainty = "unspecified"
    hedge: Span | None = None
    attribution: Attribution | None = None
    evidence: tuple[Span, ...]


class Quantity(Value):
    """A figure as the article gives it, read by rule: `value`, or `low` and `high` where it is a range or a bound.

    All three are None for a figure that no rule can read ("thousands"); its words stand in `span`.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    of: str | None = None
    span: Span


class TimeReference(Value):
    """When: the phrase as it stands, and the moment it means, where a rule can tell. `end` is exclusive."""

    start: datetime | None
    end: datetime | None
    text: str
    span: Span


class Claim(Value):
    """One proposition in one article, self-contained and without "X said" (schema.org Claim).

    `extra` holds the fields that `Instructions` added, by name; none otherwise.
    """

    id: str
    article_id: str
    text: str
    kind: ClaimKind
    evidence: tuple[Span, ...]
    stances: tuple[Stance, ...] = Field(min_length=1)
    quantities: tuple[Quantity, ...] = ()
    time: TimeReference | None = None
    extra: Extra = Field(default=NOTHING_EXTRA, exclude_if=not_)

    def sources(self) -> Iterator[Source]:
        """Every source that holds the claim or relays it, as the article gives them, repeats included."""
        for stance in self.stances:
            if stance.holder is not None:
                yield stance.holder
            if stance.attribution is not None:
                yield from stance.attribution.via
