"""Which pairs of claims are worth a look: those that share rare words. Never all pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from claimx.reconciliation.likeness import Likeness

JOIN = 0.5
"""A pair without conflict and at least this alike is one claim by rule."""

ASK = 0.25
"""A pair at least this alike is uncertain; below it, two claims by rule."""

BLOCK_CAP = 200
"""A word in more claims than this opens no block: pairs stay linear in the number of claims."""


@dataclass(frozen=True, order=True)
class Pair:
    """Two claims, by their place in the list (`a < b`), and what the rules think of them."""

    a: int
    b: int
    score: float
    joins: bool


def candidate_pairs(likeness: Likeness) -> list[Pair]:
    """Every pair that shares a word not too common and is at least `ASK` alike, in order."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for number, features in enumerate(likeness.features):
        for word in features.weights:
            if 1 < likeness.frequencies[word] <= BLOCK_CAP:
                blocks[word].append(number)
    seen = {pair for block in blocks.values() for pair in combinations(block, 2)}
    return sorted(_scored(likeness, seen))


def _scored(likeness: Likeness, pairs: set[tuple[int, int]]) -> Iterator[Pair]:
    for a, b in pairs:
        score = likeness.score(a, b)
        if score >= ASK:
            yield Pair(a, b, score, joins=score >= JOIN and not likeness.conflict(a, b))
