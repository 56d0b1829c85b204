"""Which pairs of claims are worth a look, and what the rules think of each. Never all pairs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from claimx.reconciliation.matching.blocking import twins
from claimx.reconciliation.matching.likeness import Likeness

JOIN = 0.45
"""A pair without conflict and at least this alike is one claim by rule."""

ASK = 0.25
"""A pair at least this alike is uncertain; below it, two claims by rule."""


class Pair(NamedTuple):
    """Two claims, by their place in the list (`a < b`), and what the rules think of them."""

    a: int
    b: int
    score: float
    joins: bool


def candidate_pairs(likeness: Likeness, also: Iterable[tuple[int, int]] = ()) -> list[Pair]:
    """Every pair that shares a rare term and is at least `ASK` alike, and every pair of `also`, in order.

    Of claims that read the same, the first stands for all: the others are paired with it alone. `also` are pairs
    (`a < b`) likely for another reason (see `embedding`): worth a look, and judged like all others.
    """
    doubles = set(twins(likeness.readings))
    known = {number for _, number in doubles}
    found = {(a, b) for a, near in likeness.neighbours.of_each(known) for b in likeness.within_reach(a, near, ASK)}
    wanted = doubles | {pair for pair in also if known.isdisjoint(pair)}
    judged = (_judged(likeness, a, b) for a, b in sorted(found | wanted))
    return [pair for pair in judged if pair.score >= ASK or (pair.a, pair.b) in wanted]


def _judged(likeness: Likeness, a: int, b: int) -> Pair:
    score = likeness.score(a, b)
    return Pair(a, b, score, joins=score >= JOIN and not likeness.conflict(a, b))
