"""Which merged claim details which, by rule: the narrower says what the broader says, and more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

from claimx.models import Claim, MergedClaim
from claimx.reconciliation.matching.candidates import Pair
from claimx.reconciliation.matching.clustering import Group
from claimx.reconciliation.matching.likeness import Likeness

DETAIL = 0.5
"""What a claim holds of a broader one, by weight, must reach this for it to hang there."""

SAME_WORDS = 0.5
"""Added for the share of a claim's appearances that stand in the very words in which the broader one stands."""


def nest_by_rule(
    merged: Sequence[MergedClaim], claims: Sequence[Claim], likeness: Likeness, pairs: Sequence[Pair]
) -> dict[str, str]:
    """The id of each narrower claim → that of the broader one it details; claims with no broader one are left out.

    `likeness` and `pairs` are those of `claims`, which are the appearances of all `merged`. A broader claim stands in
    more articles, or says less: so nothing runs in circles.
    """
    numbers = {claim.id: number for number, claim in enumerate(claims)}
    groups = [tuple(sorted(numbers[appearance.id] for appearance in one.appearances)) for one in merged]
    group_of = {number: place for place, group in enumerate(groups) for number in group}
    rank = _ranks(groups, claims, likeness)
    holds: dict[tuple[int, int], float] = defaultdict(float)
    for a, b, _, _ in pairs:
        if (ranks := rank[group_of[a]] - rank[group_of[b]]) != 0:
            part, whole = (a, b) if ranks > 0 else (b, a)
            link = (group_of[part], group_of[whole])
            holds[link] = max(holds[link], likeness.contained(whole, part))
    for link, share in _in_the_same_words(groups, claims, group_of).items():
        holds[link] += SAME_WORDS * share
    parents: dict[int, tuple[float, int]] = {}
    for (narrow, broad), held in holds.items():
        if held >= DETAIL and rank[broad] < rank[narrow]:
            parents[narrow] = max(parents.get(narrow, (0.0, 0)), (round(held, 9), -rank[broad]))
    at = {place: number for number, place in rank.items()}
    return {merged[narrow].id: merged[at[-place]].id for narrow, (_, place) in sorted(parents.items())}


def _ranks(groups: Sequence[Group], claims: Sequence[Claim], likeness: Likeness) -> dict[int, int]:
    """The place of each group among all, the broadest first."""

    def breadth(place: int) -> tuple[int, float, Group]:
        group = groups[place]
        articles = {claims[number].article_id for number in group}
        return (-len(articles), fmean(len(likeness.readings[number].terms) for number in group), group)

    return {place: rank for rank, place in enumerate(sorted(range(len(groups)), key=breadth))}


def _in_the_same_words(
    groups: Sequence[Group], claims: Sequence[Claim], group_of: Mapping[int, int]
) -> dict[tuple[int, int], float]:
    """(One group, another) → the share of the first's members whose evidence meets evidence of the second."""
    meeting: dict[tuple[int, int], set[int]] = defaultdict(set)
    for a, b in _overlapping(claims):
        for one, other in ((a, b), (b, a)):
            if group_of[one] != group_of[other]:
                meeting[group_of[one], group_of[other]].add(one)
    return {link: len(members) / len(groups[link[0]]) for link, members in meeting.items()}


def _overlapping(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Claims whose evidence shares characters, by one pass over each article's spans."""
    spans: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, claim in enumerate(claims):
        spans[claim.article_id] += ((span.start, span.end, number) for span in claim.evidence)
    for of_article in spans.values():
        open_spans: list[tuple[int, int]] = []
        for start, end, number in sorted(of_article):
            open_spans = [(until, other) for until, other in open_spans if until > start]
            yield from ((other, number) for _, other in open_spans if other != number)
            open_spans.append((end, number))
