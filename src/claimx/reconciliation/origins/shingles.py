"""Runs of words as numbers, read once for all the articles that one is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from claimx.reconciliation.origins.bodies import Body

KEPT = 128
"""Articles whose runs are kept at once, some 200 kB each: more than stand together as copies or make one story."""


@dataclass(frozen=True, eq=False)
class Shingles:
    """The hash of each run of so many words, by the place of its first word, and all of them as a set.

    `first`: where each stands first; `again`: where else, of those that stand more than once.
    """

    in_order: Sequence[int]
    distinct: frozenset[int]
    first: Mapping[int, int]
    again: Mapping[int, Sequence[int]]

    def within(self, other: Shingles) -> list[int]:
        """The places whose run also stands in `other`, in order."""
        common = self.distinct & other.distinct
        places = [self.first[key] for key in common]
        for key in common & self.again.keys():
            places += self.again[key]
        return sorted(places)


class Shingler:
    """The shingles of the articles looked at last, each computed once."""

    def __init__(self) -> None:
        self.of = lru_cache(maxsize=2 * KEPT)(_shingles)


def _shingles(body: Body, size: int) -> Shingles:
    found = hashes(body, size)
    first = dict(zip(reversed(found), reversed(range(len(found))), strict=True))
    again: dict[int, list[int]] = {}
    if len(first) < len(found):
        for place, key in enumerate(found):
            if first[key] != place:
                again.setdefault(key, []).append(place)
    return Shingles(found, frozenset(first), first, again)


def hashes(body: Body, size: int) -> list[int]:
    """The hash of each run of `size` words, by the place of its first."""
    return list(map(hash, zip(*(body.words[at:] for at in range(size)), strict=False)))
