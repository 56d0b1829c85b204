"""The format `claimx-report/1`, field by field, in the order they are written.

Apart from `claimx.models` on purpose: what users hold may change its names, files that others parse may not.
"""

from __future__ import annotations

from datetime import datetime
from operator import not_
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from claimx.models import (
    NOTHING_EXTRA,
    Alignment,
    Certainty,
    ClaimKind,
    Extra,
    Label,
    MergeMethod,
    Mode,
    Overrides,
    RelationKind,
    SourceKind,
    State,
    Status,
    Usage,
    VariantKind,
)

_EXACT_BELOW = 2**53  # beyond it a float skips whole numbers, and digits written out would feign what is not known


def _to_plain_number(value: object) -> object:
    """6000 for 6000.0: a count is no measurement."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT_BELOW else value


Number = Annotated[int | float, BeforeValidator(_to_plain_number), WithJsonSchema({"type": "number"})]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class ArticleEntry(_Entry):
    id: str
    path: str | None
    sha256: str
    publisher: str | None
    headline: str | None
    byline: str | None = Field(default=None, exclude_if=not_)
    url: str | None
    published_at: datetime | None
    language: str | None
    state: State


class SourceEntry(_Entry):
    id: str
    name: str
    kind: SourceKind
    role: str | None
    affiliation: str | None
    named: bool
    aliases: tuple[str, ...]


class SpanEntry(_Entry):
    """`start` and `end` count code points of the article's text as stored, from zero, `end` exclusive."""

    start: int
    end: int
    exact: str
    alignment: Alignment


class AttributionEntry(_Entry):
    cue: SpanEntry | None
    content: SpanEntry
    mode: Mode
    via: tuple[str, ...]
    said_at: str | None


class StanceEntry(_Entry):
    """`holder` null is the article's own voice; `holder_text` is the holder's name as the article gives it."""

    holder: str | None
    holder_text: str
    label: Label
    certainty: Certainty
    evidence: tuple[SpanEntry, ...]
    attribution: AttributionEntry | None


class QuantityEntry(_Entry):
    value: Number | None
    low: Number | None
    high: Number | None
    unit: str | None
    of: str | None
    span: SpanEntry


class TimeEntry(_Entry):
    start: datetime | None
    end: datetime | None
    text: str
    span: SpanEntry


class AppearanceEntry(_Entry):
    """`extra` is left out where there is none: it holds fields that are somebody's own."""

    id: str
    article: str
    text: str
    kind: ClaimKind
    evidence: tuple[SpanEntry, ...]
    stances: tuple[StanceEntry, ...]
    quantities: tuple[QuantityEntry, ...]
    time: TimeEntry | None
    extra: Extra = Field(default=NOTHING_EXTRA, exclude_if=not_)


class PositionEntry(_Entry):
    """`source` null is the articles' own voice."""

    source: str | None
    label: Label
    appearances: tuple[str, ...]


class VariantValueEntry(_Entry):
    value: str
    appearances: tuple[str, ...]


class VariantEntry(_Entry):
    kind: VariantKind
    values: tuple[VariantValueEntry, ...]
    why: str


class MergeEntry(_Entry):
    a: str
    b: str
    method: MergeMethod
    score: Number | None
    why: str


class ClaimEntry(_Entry):
    id: str
    text: str
    parent: str | None
    salience: Number
    status: Status
    origins: tuple[str, ...]
    first_appearance: str
    appearances: tuple[AppearanceEntry, ...]
    positions: tuple[PositionEntry, ...]
    variants: tuple[VariantEntry, ...]
    merges: tuple[MergeEntry, ...]


class RelationEntry(_Entry):
    a: str
    b: str
    kind: RelationKind
    why: str


class OriginLinkEntry(_Entry):
    kind: Literal["shared_text", "rewrite", "credit"]
    a: str
    b: str
    evidence: str


class OriginEntry(_Entry):
    id: str
    articles: tuple[str, ...]
    why: tuple[OriginLinkEntry, ...]


class RejectionEntry(_Entry):
    article: str
    reason: str
    text: str


class UnreadEntry(_Entry):
    article: str
    start: int
    end: int
    exact: str


class FailureEntry(_Entry):
    article: str
    reason: str
    retryable: bool
    skipped: bool = Field(default=False, exclude_if=not_)


class SourceFormEntry(_Entry):
    """A source as these articles give it."""

    source: str
    name: str
    kind: SourceKind
    role: str | None
    affiliation: str | None
    named: bool
    articles: tuple[str, ...]


class HedgeEntry(_Entry):
    """Words by which the stance at this place of an appearance, from zero, is hedged."""

    appearance: str
    stance: int
    span: SpanEntry


class FurnitureEntry(_Entry):
    article: str
    start: int
    end: int
    exact: str


class ConflictEntry(_Entry):
    """The variant at this place of a claim, from zero, has values that cannot all be true."""

    claim: str
    variant: int


class ResumptionEntry(_Entry):
    """What a report needs besides to be gone on with (`claimx run --into`) as if it had never been written."""

    sources: tuple[SourceFormEntry, ...]
    hedges: tuple[HedgeEntry, ...]
    furniture: tuple[FurnitureEntry, ...]
    conflicts: tuple[ConflictEntry, ...]


class ProvenanceEntry(_Entry):
    """`overrides` and `resume` are null in files of versions that wrote none."""

    claimx: str
    model: str | None
    answered_by: tuple[str, ...]
    prompts: dict[str, str]
    replayed: bool
    overrides: Overrides | None = None
    resume: ResumptionEntry | None = None


class ReportDocument(_Entry):
    format: Literal["claimx-report/1"]
    articles: tuple[ArticleEntry, ...]
    sources: tuple[SourceEntry, ...]
    claims: tuple[ClaimEntry, ...]
    relations: tuple[RelationEntry, ...]
    origins: tuple[OriginEntry, ...]
    rejected: tuple[RejectionEntry, ...]
    unread: tuple[UnreadEntry, ...]
    failures: tuple[FailureEntry, ...]
    usage: Usage
    provenance: ProvenanceEntry
