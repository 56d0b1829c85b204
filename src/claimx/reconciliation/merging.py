"""Groups of claims become merged claims: text, positions, variants, origins, status, and why each was joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from claimx.models import (
    OWN_VOICE,
    Article,
    ArticleSpan,
    Claim,
    Label,
    Merge,
    MergedClaim,
    Origin,
    Position,
    ResolvedSource,
    Source,
)
from claimx.reconciliation.appraisal import salience_of, status_of, supporting
from claimx.reconciliation.canonical import canonical_text
from claimx.reconciliation.joining import Joined
from claimx.reconciliation.matching.likeness import Likeness
from claimx.reconciliation.variants import find_variants

_LABELS: tuple[Label, ...] = ("support", "deny", "query", "comment")


@dataclass(frozen=True)
class Story:
    """What merging needs to know of the set of articles as a whole."""

    articles: Mapping[str, Article]
    claims: Sequence[Claim]
    likeness: Likeness
    sources: Mapping[Source, ResolvedSource]
    origins: Sequence[Origin]

    @cached_property
    def _origin_of(self) -> dict[str, str]:
        return {article_id: origin.id for origin in self.origins for article_id in origin.articles}

    @cached_property
    def copies(self) -> frozenset[str]:
        """The articles that are derived from others."""
        return frozenset(link.a for origin in self.origins for link in origin.why)

    def origins_of(self, appearances: Sequence[Claim]) -> tuple[str, ...]:
        """The ids of the origins behind the articles that carry these, in order."""
        return tuple(sorted({self._origin_of[claim.article_id] for claim in appearances}))


def merge(story: Story, joined: Joined, identifier: str) -> MergedClaim:
    """One merged claim of the claims at the places in `joined`; `parent` is not set yet."""
    order = sorted(joined.group, key=lambda number: _first_key(story, story.claims[number]))
    appearances = tuple(story.claims[number] for number in order)
    positions = _positions(story, appearances)
    variants = find_variants(appearances, story.articles, story.sources)
    origins = story.origins_of(appearances)
    return MergedClaim(
        id=identifier,
        text=canonical_text(appearances, story.articles, story.copies),
        appearances=appearances,
        salience=salience_of(appearances, story.articles, origins, positions),
        status=status_of(positions, variants, story.origins_of(supporting(appearances))),
        positions=positions,
        variants=variants,
        origins=origins,
        first_appearance=appearances[0].id,
        merges=_merges(story, order, joined),
    )


def _positions(story: Story, appearances: Sequence[Claim]) -> tuple[Position, ...]:
    spans: dict[tuple[str, Label], list[ArticleSpan]] = defaultdict(list)
    carried: dict[tuple[str, Label], set[str]] = defaultdict(set)
    holders: dict[str, ResolvedSource] = {}
    for claim in appearances:
        for stance in claim.stances:
            holder = OWN_VOICE if stance.holder is None else story.sources[stance.holder]
            key = (holder.id or "", stance.label)
            holders[key[0]] = holder
            spans[key] += (ArticleSpan(**vars(span), article_id=claim.article_id) for span in stance.evidence)
            carried[key].add(claim.id)
    ordered = sorted(
        spans,
        key=lambda key: (_LABELS.index(key[1]), _rank(holders[key[0]]), -len(carried[key]), key[0]),
    )
    return tuple(
        Position(
            source=holders[holder],
            label=label,
            evidence=tuple(spans[holder, label]),
            appearances=tuple(sorted(carried[holder, label])),
        )
        for holder, label in ordered
    )


def _rank(holder: ResolvedSource) -> int:
    """Names before descriptions, and the articles themselves last."""
    return 2 if holder.id is None else int(not holder.named)


def _merges(story: Story, order: Sequence[int], joined: Joined) -> tuple[Merge, ...]:
    first, *others = order
    merges = []
    for other in others:
        method, why = joined.reason(first, other)
        merges.append(
            Merge(
                a=story.claims[first].id,
                b=story.claims[other].id,
                method=method,
                score=story.likeness.score(first, other),
                why=why,
            )
        )
    return tuple(merges)


def _first_key(story: Story, claim: Claim) -> tuple[float, str, int]:
    """Earliest published first; articles without a date last."""
    published = story.articles[claim.article_id].published_at or datetime.max.replace(tzinfo=UTC)
    return (_timestamp(published), claim.article_id, claim.evidence[0].start)


def _timestamp(moment: datetime) -> float:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
