"""The ids of merged claims: from one appearance each, and those of an earlier report where it had the claim."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from claimx.models import Claim, MergedClaim

Place = tuple[str, int, str]


def name_claims(groups: Sequence[Sequence[Claim]], earlier: Sequence[MergedClaim] = ()) -> list[str]:
    """An id for each group of appearances, all different.

    A group takes the id of the earlier claim with which it shares most appearances; where several groups share one
    earlier claim, the one with most of it, and of equals the one whose first place in the articles comes first. Every
    other group is named after its first place: the lowest article id, and there the earliest words.
    """
    anchors = [min(map(_place, group)) for group in groups]
    kept = _kept_ids(groups, anchors, earlier)
    taken = {claim.id for claim in earlier}
    names: dict[int, str] = {}
    for number in sorted(range(len(groups)), key=lambda number: (anchors[number], _lowest_id(groups[number]))):
        names[number] = kept.get(number) or _unused(anchors[number], taken)
        taken.add(names[number])
    return [names[number] for number in range(len(groups))]


def _kept_ids(
    groups: Sequence[Sequence[Claim]], anchors: Sequence[Place], earlier: Sequence[MergedClaim]
) -> dict[int, str]:
    """The number of a group → the earlier id it keeps."""
    was = {appearance: merged.id for merged in earlier for appearance in map(_same, merged.appearances)}
    shared: Counter[tuple[int, str]] = Counter()
    for number, group in enumerate(groups):
        shared.update((number, was[key]) for key in map(_same, group) if key in was)
    kept: dict[int, str] = {}
    given: set[str] = set()
    for number, identifier in sorted(shared, key=lambda pair: (-shared[pair], anchors[pair[0]], pair[1])):
        if number not in kept and identifier not in given:
            kept[number] = identifier
            given.add(identifier)
    return kept


def _unused(anchor: Place, taken: set[str]) -> str:
    article_id, start, text = anchor
    place = f"{article_id}\n{start}\n{text}"
    identifier = _digest(place)
    number = 2
    while identifier in taken:
        identifier, number = _digest(f"{place}\n{number}"), number + 1
    return identifier


def _digest(place: str) -> str:
    return "c-" + hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _place(claim: Claim) -> Place:
    return claim.article_id, claim.evidence[0].start, claim.text


def _same(claim: Claim) -> tuple[str, Place]:
    """By this an appearance is known again: an article read anew may number other claims alike."""
    return claim.id, _place(claim)


def _lowest_id(group: Sequence[Claim]) -> str:
    return min(claim.id for claim in group)
