"""Runs of words as numbers, read once for all the articles that one is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from claimx.reconciliation.origins.bodies import Body

KEPT = 256
"""Articles whose runs are kept at once, some 100 kB each: more than stand together as copies or make one story."""


@dataclass(frozen=True, eq=False)
class Shingles:
    """The hash of each run of so many words, by the place of its first, and all of them as a set."""

    in_order: Sequence[int]
    distinct: frozenset[int]

    def within(self, other: Shingles) -> list[int]:
        """The places whose run also stands in `other`."""
        common = self.distinct & other.distinct
        return [place for place, key in enumerate(self.in_order) if key in common] if common else []


class Shingler:
    """The shingles of the articles looked at last, each computed once."""

    def __init__(self) -> None:
        self.of = lru_cache(maxsize=2 * KEPT)(_shingles)


def _shingles(body: Body, size: int) -> Shingles:
    found = hashes(body, size)
    return Shingles(found, frozenset(found))


def hashes(body: Body, size: int) -> list[int]:
    """The hash of each run of `size` words, by the place of its first."""
    return list(map(hash, zip(*(body.words[at:] for at in range(size)), strict=False)))
