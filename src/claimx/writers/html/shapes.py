"""What the page's script is given: three blocks of JSON. Claims, articles, sources, origins go by their place in lists.

`Index` is read at once; `Details` when a claim is first opened; `Texts` when an article is.
Moments are milliseconds since 1970 in UTC, or null; their wording is ready beside them.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

from claimx.models import State

Letters = str
"""Labels of stances as initials, in this order: S(upport), D(eny), Q(uery), C(omment)."""


class Cell(TypedDict):
    """One article's stances toward one claim. `own`: those of the letters that the article holds in its own voice."""

    article: int
    letters: Letters
    own: Letters


class ClaimRow(TypedDict):
    """`number` is its place in the outline, "3.2"; `reach`: publishers, origins, named and unnamed in support."""

    id: str
    number: str
    text: str
    language: str
    status: str
    parent: int | None
    narrower: list[int]
    reach: list[int]
    cells: list[Cell]
    holders: dict[Letters, list[int]]
    first: int
    moment: int | None


class ArticleRow(TypedDict):
    id: str
    publisher: str
    headline: str
    byline: str
    url: str | None
    href: str | None
    path: str | None
    language: str
    published: str
    moment: int | None
    state: State
    origin: int | None
    claims: int
    unread: int
    furniture: int
    rejected: list[list[str]]
    suspicious: list[str]


class SourceRow(TypedDict):
    name: str
    about: str
    named: bool
    aliases: list[str]


class LinkRow(TypedDict):
    """Article `a` is derived from article `b`."""

    kind: str
    a: int
    b: int
    evidence: str


class OriginRow(TypedDict):
    articles: list[int]
    links: list[LinkRow]


class Index(TypedDict):
    """`attributions`: source, article, and how many stances the article attributes to it."""

    claims: list[ClaimRow]
    articles: list[ArticleRow]
    order: list[int]
    sources: list[SourceRow]
    origins: list[OriginRow]
    attributions: list[list[int]]


class Piece(TypedDict):
    """A piece of an article's text, the same throughout. Of an excerpt: `as_` is evidence, cue, hedge, gap or nothing.

    Of a full text: `claims` that rest on it, those whose evidence `ends` with it, their stances' `letters`; `why` it is
    suspicious; `as_` is unread, furniture, both or nothing.
    """

    text: str
    as_: NotRequired[str]
    claims: NotRequired[list[int]]
    ends: NotRequired[list[int]]
    letters: NotRequired[Letters]
    why: NotRequired[str]


class StanceRow(TypedDict):
    """Stances of one article that differ in their words only. `excerpt`: these words, in their sentences.

    `chain`: who says that who says …, the publisher first and whoever is meant last.
    """

    letter: Letters
    certainty: str
    chain: list[str]
    own: bool
    named: bool
    mode: str | None
    said_at: str | None
    alignment: str
    excerpt: list[Piece]


class AppearanceRow(TypedDict):
    """`extra`: name and value, in words, of each field of somebody's own that holds something."""

    article: int
    text: str
    when: str | None
    stances: list[StanceRow]
    extra: NotRequired[list[list[str]]]


class ValueRow(TypedDict):
    """`change`: words kept ("="), gone ("-"), new ("+") against the first value; empty where a diff tells nothing."""

    value: str
    articles: list[int]
    change: list[list[str]]


class VariantRow(TypedDict):
    kind: str
    compatible: bool
    why: str
    values: list[ValueRow]


class StepRow(TypedDict):
    moment: int | None
    published: str
    article: int | None
    who: str
    letter: Letters
    change: str
    detail: str | None


class RelationRow(TypedDict):
    kind: str
    forward: bool
    claim: int
    why: str


class MergeRow(TypedDict):
    a: int | None
    b: int | None
    method: str
    score: float | None
    why: str


class ClaimDetail(TypedDict):
    appearances: list[AppearanceRow]
    variants: list[VariantRow]
    course: list[StepRow]
    relations: list[RelationRow]
    merges: list[MergeRow]


Details = list[ClaimDetail]
Texts = list[list[Piece]]
