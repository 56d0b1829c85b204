"""What the one prompt is answered with, and the report that it makes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Literal

import networkx as nx
from pydantic import BaseModel, ConfigDict

import claimx
from claimx.models import Status

# Of this benchmark and not of the library: its requests, once recorded, must not change with ours.
Label = Literal["support", "deny", "query", "comment"]
SourceKind = Literal["person", "organization", "government", "document", "media", "group"]


class _Wire(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WireSource(_Wire):
    key: str
    name: str
    aliases: list[str]
    kind: SourceKind
    role: str | None
    affiliation: str | None
    named: bool


class WireMention(_Wire):
    article: str
    quote: str
    label: Label
    speaker: str | None


class WireValue(_Wire):
    value: str
    articles: list[str]


class WireVariant(_Wire):
    kind: Literal["number", "time", "name"]
    values: list[WireValue]


class WireClaim(_Wire):
    number: int
    text: str
    parent: int | None
    mentions: list[WireMention]
    variants: list[WireVariant]


class WireRelation(_Wire):
    a: int
    b: int
    kind: Literal["contradicts", "updates", "different_scope"]
    why: str


class StoryAnswer(_Wire):
    sources: list[WireSource]
    claims: list[WireClaim]
    relations: list[WireRelation]
    copies: list[list[str]]


class Reading:
    """An answer on a story as a report: quotes in their places, numbers and keys as ids.

    What has no place in the articles, or points nowhere, is rejected. What no score looks at is left empty.
    """

    def __init__(self, letters: Mapping[str, claimx.Article], answer: StoryAnswer) -> None:
        self._letters = letters
        self._answer = answer
        self._rejected: dict[str, list[claimx.Rejection]] = defaultdict(list)
        self._sources = {wire.key: _source(wire) for wire in answer.sources}
        self._origins = self._copies()
        self._claims: dict[int, WireClaim] = {}
        for wire in answer.claims:
            if self._claims.setdefault(wire.number, wire) is not wire:
                self._reject(f"claim {wire.number}", "a number given twice", wire.text)

    def report(self) -> claimx.Report:
        found = {number: tuple(self._appearances(wire)) for number, wire in self._claims.items()}
        parents = _without_circles({number: self._claims[number].parent for number in found if found[number]})
        claims = [self._merged(self._claims[number], found[number], parent) for number, parent in parents.items()]
        return claimx.Report(
            articles=tuple(self._letters.values()),
            claims=tuple(sorted(claims, key=lambda claim: -claim.salience)),
            relations=tuple(
                claimx.Relation(a=str(one.a), b=str(one.b), kind=one.kind, why=one.why)
                for one in self._answer.relations
                if one.a in parents and one.b in parents and one.a != one.b
            ),
            origins=tuple(claimx.Origin(id=members[0], articles=members) for members in self._origins),
            sources=tuple(
                claimx.ResolvedSource(id=key, as_given=(source,), **dict(source))
                for key, source in self._sources.items()
            ),
            rejected={article: tuple(rejected) for article, rejected in self._rejected.items()},
            provenance=claimx.Provenance(claimx=claimx.__version__),
        )

    def _merged(self, wire: WireClaim, appearances: Sequence[claimx.Claim], parent: int | None) -> claimx.MergedClaim:
        carried_by = {claim.article_id for claim in appearances}
        origins = tuple(members[0] for members in self._origins if carried_by & set(members))
        labels = {stance.label for claim in appearances for stance in claim.stances}
        variants = tuple(self._variants(wire, {claim.article_id: claim.id for claim in appearances}))
        return claimx.MergedClaim(
            id=str(wire.number),
            text=wire.text,
            appearances=tuple(appearances),
            parent=None if parent is None else str(parent),
            salience=float(len(carried_by)),
            status=_status(labels, variants, origins),
            positions=(),
            variants=variants,
            origins=origins,
            first_appearance=appearances[0].id,
        )

    def _appearances(self, wire: WireClaim) -> Iterator[claimx.Claim]:
        mentions: dict[str, list[WireMention]] = defaultdict(list)
        for mention in wire.mentions:
            if mention.article not in self._letters:
                self._reject(mention.article, "no such article", mention.quote)
            elif mention.speaker is not None and mention.speaker not in self._sources:
                self._reject(self._letters[mention.article].id, "no such source", mention.quote)
            else:
                mentions[mention.article].append(mention)
        for letter, given in mentions.items():
            stances = tuple(self._stances(self._letters[letter], given))
            if stances:
                yield claimx.Claim(
                    id=f"{letter}#{wire.number}",
                    article_id=self._letters[letter].id,
                    text=wire.text,
                    kind="event",
                    evidence=tuple(span for stance in stances for span in stance.evidence),
                    stances=stances,
                )

    def _stances(self, article: claimx.Article, mentions: Sequence[WireMention]) -> Iterator[claimx.Stance]:
        spans = claimx.locate_all(article.text, [mention.quote for mention in mentions])
        for mention, span in zip(mentions, spans, strict=True):
            if span is None:
                self._reject(article.id, "the quote does not stand in the article", mention.quote)
            else:
                holder = None if mention.speaker is None else self._sources[mention.speaker]
                yield claimx.Stance(holder=holder, label=mention.label, evidence=(span,))

    def _variants(self, wire: WireClaim, appearances: Mapping[str, str]) -> Iterator[claimx.Variant]:
        for variant in wire.variants:
            values = tuple(
                claimx.VariantValue(
                    value=one.value,
                    appearances=tuple(
                        appearances[self._letters[letter].id]
                        for letter in one.articles
                        if letter in self._letters and self._letters[letter].id in appearances
                    ),
                )
                for one in variant.values
            )
            yield claimx.Variant(kind=variant.kind, values=values, compatible=False, why="given as values that differ")

    def _copies(self) -> list[tuple[str, ...]]:
        """The ids of the articles, those that carry one text together."""
        texts: nx.Graph = nx.Graph()
        texts.add_nodes_from(article.id for article in self._letters.values())
        for group in self._answer.copies:
            nx.add_path(texts, [self._letters[letter].id for letter in group if letter in self._letters])
        return sorted(tuple(sorted(component)) for component in nx.connected_components(texts))

    def _reject(self, where: str, reason: str, text: str) -> None:
        self._rejected[where].append(claimx.Rejection(reason=reason, text=text))


def _source(wire: WireSource) -> claimx.Source:
    """All its names in one, so that gold which knows it under any of them finds it."""
    names = " / ".join(dict.fromkeys([wire.name, *wire.aliases]))
    return claimx.Source(name=names, kind=wire.kind, role=wire.role, affiliation=wire.affiliation, named=wire.named)


def _without_circles(parents: Mapping[int, int | None]) -> dict[int, int | None]:
    lawful: dict[int, int | None] = dict.fromkeys(parents)
    for claim, parent in parents.items():
        above = parent if parent in parents else None
        line = {claim}
        while above is not None and above not in line:
            line.add(above)
            above = lawful[above]
        if above is None and parent in parents:
            lawful[claim] = parent
    return lawful


def _status(labels: Set[str], variants: Sequence[claimx.Variant], origins: Sequence[str]) -> Status:
    if "support" not in labels:
        return "unsupported"
    if "deny" in labels:
        return "disputed"
    if variants:
        return "varying"
    return "corroborated" if len(origins) > 1 else "single_origin"
