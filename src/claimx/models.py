"""The values claimx works on: frozen, comparable, picklable, and free of I/O.

Their names are the field's: schema.org (NewsArticle, Claim), W3C Web Annotation (text position and text quote
selectors), PARC and PolNeAR (source, cue, content), RumourEval (stance labels), FactBank (certainty), PROV-O
(derivation).
Offsets are code points, zero-based and end-exclusive, into `Article.text` exactly as stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from operator import not_
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Alignment = Literal["exact", "normalized", "fuzzy"]
SourceKind = Literal["person", "organization", "government", "document", "media", "group"]
Mode = Literal["direct", "indirect", "mixed"]
Label = Literal["support", "deny", "query", "comment"]
Certainty = Literal["certain", "probable", "possible", "unspecified"]
ClaimKind = Literal["event", "state", "quantity", "forecast", "judgement"]
Status = Literal["disputed", "varying", "corroborated", "single_origin", "unsupported"]
VariantKind = Literal["number", "time", "name", "wording"]
Change = Literal[
    "first", "repeated", "hardened", "softened", "denied", "queried", "commented", "updated", "corrected", "withdrawn"
]
MergeMethod = Literal["rule", "model", "override"]
RULES = "rules"
"""In `Provenance.model`: no model was asked, rules read the articles."""

RelationKind = Literal["contradicts", "updates", "narrower", "different_scope"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Article(_Value):
    """One text by one publisher (schema.org NewsArticle).

    `text` is what was stored, character for character; every offset in claimx counts its code points.
    `sha256` is of the stored file's bytes, or of the text in UTF-8 where there is no file.
    """

    id: str
    text: str
    publisher: str | None = None
    headline: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    language: str | None = None
    path: str | None = None
    sha256: str = ""

    @field_validator("*", mode="after")
    @classmethod
    def _can_be_written(cls, value: object) -> object:
        """JSON can smuggle half of a surrogate pair into a text; nobody can send it on or write it down."""
        if isinstance(value, str):
            try:
                value.encode("utf-8")
            except UnicodeEncodeError as error:
                raise ValueError(f"half of a surrogate pair at character {error.start}") from None
        return value

    @model_validator(mode="before")
    @classmethod
    def _hash_the_text(cls, values: dict[str, object]) -> dict[str, object]:
        if values.get("sha256") or not isinstance(text := values.get("text"), str):
            return values
        return {**values, "sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()}


class Span(_Value):
    """A stretch of an article: TextPositionSelector (`start`, `end`) and TextQuoteSelector (`exact`) in one.

    `article.text[start:end] == exact` always holds. `alignment` says how the quote was found. `ambiguous`: its words
    stand more than once in the text, and nothing told which place was meant.
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    exact: str
    alignment: Alignment = "exact"
    ambiguous: bool = Field(default=False, exclude_if=not_)

    def prefix(self, text: str, width: int = 32) -> str:
        """The up to `width` characters of `text` before the span."""
        return text[max(0, self.start - width) : self.start]

    def suffix(self, text: str, width: int = 32) -> str:
        """The up to `width` characters of `text` after the span."""
        return text[self.end : self.end + width]


class ArticleSpan(Span):
    """A span with the article it stands in, where one value gathers spans of several articles."""

    article_id: str


class Source(_Value):
    """The one spoken for, as one article gives it. `named` is false for "a senior defense official"."""

    name: str
    kind: SourceKind = "person"
    role: str | None = None
    affiliation: str | None = None
    named: bool = True


class ResolvedSource(Source):
    """One source across articles: its fullest name, every other name it goes by, each form in which articles give it.

    `id` is None for the articles' own voice. An unnamed source is a description ("a senior defense official"), not a
    person: nothing says that two articles mean the same one.
    """

    id: str | None
    aliases: tuple[str, ...] = ()
    as_given: tuple[Source, ...] = ()


class Attribution(_Value):
    """One act of saying (PolNeAR source, cue, content). `via` names who relayed it, outermost last."""

    source: Source
    cue: Span | None
    content: Span
    mode: Mode
    via: tuple[Source, ...] = ()
    said_at: str | None = None


class Stance(_Value):
    """A holder toward a claim. `holder` is None where the article speaks in its own voice."""

    holder: Source | None
    label: Label
    certainty: Certainty = "unspecified"
    hedge: Span | None = None
    attribution: Attribution | None = None
    evidence: tuple[Span, ...]


class Quantity(_Value):
    """A figure as the article gives it, read by rule: `value`, or `low` and `high` where it is a range or a bound.

    All three are None for a figure that no rule can read ("thousands"); its words stand in `span`.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    of: str | None = None
    span: Span


class TimeReference(_Value):
    """When: the phrase as it stands, and the moment it means, where a rule can tell. `end` is exclusive."""

    start: datetime | None
    end: datetime | None
    text: str
    span: Span


class Claim(_Value):
    """One proposition in one article, self-contained and without "X said" (schema.org Claim)."""

    id: str
    article_id: str
    text: str
    kind: ClaimKind
    evidence: tuple[Span, ...]
    stances: tuple[Stance, ...] = Field(min_length=1)
    quantities: tuple[Quantity, ...] = ()
    time: TimeReference | None = None

    def sources(self) -> Iterator[Source]:
        """Every source that holds the claim or relays it, as the article gives them, repeats included."""
        for stance in self.stances:
            if stance.holder is not None:
                yield stance.holder
            if stance.attribution is not None:
                yield from stance.attribution.via


class Rejection(_Value):
    """Something the model gave that could not be kept, and why."""

    reason: str
    text: str


class Usage(_Value):
    """What was spent: every attempt counts, also those that failed or were asked again."""

    calls: int = 0
    attempts: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(**{name: getattr(self, name) + getattr(other, name) for name in Usage.model_fields})


class Provenance(_Value):
    """What made it. `answered_by`: the model the endpoint named in its answers; `prompts`: task/version to hash."""

    claimx: str
    model: str | None = None
    answered_by: tuple[str, ...] = ()
    prompts: dict[str, str] = Field(default_factory=dict)
    replayed: bool = False


class Extraction(_Value):
    """What one article gave. `unread`: sentences that say something and ended in no claim."""

    article: Article
    claims: tuple[Claim, ...]
    rejected: tuple[Rejection, ...] = ()
    unread: tuple[Span, ...] = ()
    furniture: tuple[Span, ...] = ()
    usage: Usage = Usage()
    provenance: Provenance


class Position(_Value):
    """All that one resolved source holds toward one merged claim, under one label."""

    source: ResolvedSource
    label: Label
    evidence: tuple[ArticleSpan, ...] = Field(min_length=1)
    appearances: tuple[str, ...]


class VariantValue(_Value):
    value: str
    appearances: tuple[str, ...]


class Variant(_Value):
    """A detail that the appearances give differently; `why` says in which way ("rounded", "a later count").

    `compatible`: all the values may be true, at once or, of a count that changes, each at its time. A variant of
    `wording` is of one speaker's words as several articles quote them; what was altered stands in `why`.
    """

    kind: VariantKind
    values: tuple[VariantValue, ...]
    compatible: bool
    why: str


class Merge(_Value):
    """Why two appearances stand in one merged claim. `score` is None where no rule scored the pair."""

    a: str
    b: str
    method: MergeMethod
    score: float | None
    why: str


class OriginLink(_Value):
    """The evidence that two articles carry one underlying text: `a` is derived from `b` (PROV-O wasDerivedFrom).

    `shared_text`: word runs outside quotations. `rewrite`: sentences that follow each other, in words partly changed.
    `credit`: one names the other's publisher, or both an agency; it stands only beside one of these two. `evidence`
    ends in brackets with what tells the direction, a credit or the dates; where neither does it says so, and `a` and
    `b` are in the order of their ids.
    """

    kind: Literal["shared_text", "rewrite", "credit"]
    a: str
    b: str
    evidence: str


class Origin(_Value):
    """Articles that carry one underlying text; an article that copies nobody is an origin by itself."""

    id: str
    articles: tuple[str, ...] = Field(min_length=1)
    why: tuple[OriginLink, ...] = ()


class MergedClaim(_Value):
    """One proposition across articles."""

    id: str
    text: str
    appearances: tuple[Claim, ...] = Field(min_length=1)
    parent: str | None = None
    salience: float
    status: Status
    positions: tuple[Position, ...]
    variants: tuple[Variant, ...] = ()
    origins: tuple[str, ...]
    first_appearance: str
    merges: tuple[Merge, ...] = ()


class Reach(_Value):
    """How far the support of one claim reaches, in four counts of which none stands for another.

    `publishers` print it, `origins` are the independent texts behind them, `named_sources` and `unnamed_sources` hold
    it. An unnamed source is a description: one row here, however many publishers give it and whoever they mean.
    """

    publishers: int
    origins: int
    named_sources: int
    unnamed_sources: int


class TimelineEntry(_Value):
    """What one holder did to a claim in one article. `moment` is when it was published, None where that is not known.

    `holder` is None where the article speaks in its own voice. `detail` tells what changed ("11 → 17").
    """

    moment: datetime | None
    article_id: str
    publisher: str | None
    holder: ResolvedSource | None
    label: Label
    certainty: Certainty
    change: Change
    detail: str | None = None
    evidence: ArticleSpan


class Relation(_Value):
    """Between two merged claims, with the reason.

    In `updates` claim `b` is the later state of `a`; in `narrower` claim `a` says what `b` says, and more.
    """

    a: str
    b: str
    kind: RelationKind
    why: str


class Failure(_Value):
    """An input that ended in no extraction. `retryable`: the same call may succeed later."""

    article: str
    reason: str
    retryable: bool


class ClaimReference(_Value):
    """A claim as an editor points at it: by words of its article, which outlive the ids of a run.

    `quote` stands in the article, from character `start` where it stands there more than once. Where several claims
    rest on these words, `text` tells which: the claim whose own text is nearest to it.
    """

    article: str
    quote: str = Field(min_length=1)
    start: int | None = Field(default=None, ge=0)
    text: str | None = None


class ClaimOverride(_Value):
    """Claims that are one, or that are all different from each other. `line` is where the file says so."""

    claims: tuple[ClaimReference, ...] = Field(min_length=2)
    note: str | None = None
    line: int | None = None


class SourceOverride(_Value):
    """Names, as articles give them, that mean one source."""

    names: tuple[str, ...] = Field(min_length=2)
    note: str | None = None
    line: int | None = None


class Overrides(_Value):
    """What an editor decided, above rules and model: claims to join, claims to keep apart, names of one source."""

    join: tuple[ClaimOverride, ...] = ()
    apart: tuple[ClaimOverride, ...] = ()
    source: tuple[SourceOverride, ...] = ()


class Report(_Value):
    """All of it for a set of articles. Claims stand in order of salience."""

    articles: tuple[Article, ...]
    claims: tuple[MergedClaim, ...]
    relations: tuple[Relation, ...] = ()
    origins: tuple[Origin, ...] = ()
    sources: tuple[ResolvedSource, ...] = ()
    rejected: dict[str, tuple[Rejection, ...]] = Field(default_factory=dict)
    unread: dict[str, tuple[Span, ...]] = Field(default_factory=dict)
    furniture: dict[str, tuple[Span, ...]] = Field(default_factory=dict)
    overrides: Overrides = Overrides()
    failures: tuple[Failure, ...] = ()
    usage: Usage = Usage()
    provenance: Provenance
