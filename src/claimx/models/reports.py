"""What the articles on one story come to: merged claims, origins, relations, failures (schema.org, PROV-O)."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from operator import not_
from typing import Literal, Self

from pydantic import Field, model_validator

from claimx.models.articles import Article, ArticleSpan, Span
from claimx.models.base import Value
from claimx.models.claims import Claim, Label, Source
from claimx.models.extractions import Provenance, Rejection, Usage
from claimx.models.overrides import Overrides

State = Literal["done", "failed", "skipped"]
Status = Literal["disputed", "varying", "corroborated", "single_origin", "unsupported"]
VariantKind = Literal["number", "time", "name", "wording"]
MergeMethod = Literal["rule", "model", "override"]
RelationKind = Literal["contradicts", "updates", "narrower", "different_scope"]


class ResolvedSource(Source):
    """One source across articles: its fullest name, every other name it goes by, each form in which articles give it.

    `id` is None for the articles' own voice. An unnamed source is a description ("a senior defense official"), not a
    person: nothing says that two articles mean the same one.
    """

    id: str | None
    aliases: tuple[str, ...] = ()
    as_given: tuple[Source, ...] = ()


OWN_VOICE = ResolvedSource(id=None, name="the article itself", kind="media")
"""Stands for whichever article speaks, where a stance has no holder."""


class Position(Value):
    """All that one resolved source holds toward one merged claim, under one label."""

    source: ResolvedSource
    label: Label
    evidence: tuple[ArticleSpan, ...] = Field(min_length=1)
    appearances: tuple[str, ...]


class VariantValue(Value):
    value: str
    appearances: tuple[str, ...]


class Variant(Value):
    """A detail that the appearances give differently; `why` says in which way ("rounded", "a later count").

    `compatible`: all the values may be true, at once or, of a count that changes, each at its time. A variant of
    `wording` is of one speaker's words as several articles quote them; what was altered stands in `why`, and it is
    always compatible: translators differ too.
    """

    kind: VariantKind
    values: tuple[VariantValue, ...]
    compatible: bool
    why: str


class Merge(Value):
    """Why two appearances stand in one merged claim. `score` is None where no rule scored the pair."""

    a: str
    b: str
    method: MergeMethod
    score: float | None
    why: str


class OriginLink(Value):
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


class Origin(Value):
    """Articles that carry one underlying text; an article that copies nobody is an origin by itself."""

    id: str
    articles: tuple[str, ...] = Field(min_length=1)
    why: tuple[OriginLink, ...] = ()


class MergedClaim(Value):
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


class Relation(Value):
    """Between two merged claims, with the reason.

    In `updates` claim `b` is the later state of `a`; in `narrower` claim `a` says what `b` says, and more.
    """

    a: str
    b: str
    kind: RelationKind
    why: str


STORY = "(the story)"
"""Stands in `Failure.article` for what concerns no single article."""


class Failure(Value):
    """An input that ended in no extraction. `retryable`: the same call may succeed later.

    `skipped`: nothing went wrong with it. A budget or an interruption ended the run before it was read, or it is a
    double of another input.
    """

    article: str
    reason: str
    retryable: bool
    skipped: bool = Field(default=False, exclude_if=not_)


class Report(Value):
    """All of it for a set of articles. Claims stand in order of salience, and none is a detail of itself.

    A parent may be missing, as in a part of a report: its details then count as claims of their own.
    """

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

    @model_validator(mode="after")
    def _is_no_circle(self) -> Self:
        """From the top nothing leads to claims that are each other's details: nobody would ever see them."""
        try:
            TopologicalSorter({one.id: (one.parent,) for one in self.claims if one.parent is not None}).prepare()
        except CycleError as error:
            circle = ", ".join(sorted(set(error.args[1])))
            raise ValueError(f"the parents of {circle} go round in a circle: take one of them out") from None
        return self
