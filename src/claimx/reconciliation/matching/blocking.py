"""Which claims are compared at all: those that share a rare term. Blocks are capped: pairs stay linear in claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence

from claimx.reconciliation.matching.terms import Reading

BLOCK_CAP = 200
"""A term in more claims than this opens no block."""

SMALL_BLOCK = 30
"""A term in at most this many claims opens a block however few claims there are."""

SHARE = 8
"""Between the two, a term opens a block where at most one claim in this many holds it."""


class Neighbours:
    """Who shares a rare term with whom, and how much two that do can have in common at most.

    `holders`: the terms of each place. A term in more than `limit` of them is common: it opens no block.
    """

    def __init__(
        self,
        holders: Sequence[frozenset[str]],
        frequencies: Mapping[str, int],
        weights: Mapping[str, float],
        limit: int,
    ) -> None:
        self._holders = holders
        self._rare = {term: weights[term] for term, count in frequencies.items() if 1 < count <= limit}
        common = {term: weights[term] for term, count in frequencies.items() if count > limit}
        self._common = [sum(common[term] for term in terms if term in common) for terms in holders]

    def of_each(self, without: Container[int] = ()) -> Iterator[tuple[int, Mapping[int, float]]]:
        """Each place, and the places after it that share a rare term: with the most that the shared terms can weigh.

        That is the weight of the rare ones, and of the common ones all that one of the two holds. Exact but for
        rounding where no common term is held.
        """
        blocks: dict[str, list[int]] = defaultdict(list)
        for number in reversed(range(len(self._holders))):
            if number in without:
                continue
            near: dict[int, float] = defaultdict(float)
            for term in self._holders[number] & self._rare.keys():
                block, weight = blocks[term], self._rare[term]
                for other in block:
                    near[other] += weight
                block.append(number)
            yield number, self._with_common(number, near)

    def _with_common(self, number: int, near: Mapping[int, float]) -> Mapping[int, float]:
        mine, common = self._common[number], self._common
        if not mine:
            return near
        return {
            other: weight + (theirs if (theirs := common[other]) < mine else mine) for other, weight in near.items()
        }


def rare_up_to(claims: int) -> int:
    """In how many of so many claims a term may stand to open a block."""
    return min(BLOCK_CAP, max(SMALL_BLOCK, claims // SHARE))


def twins(readings: Sequence[Reading]) -> Iterator[tuple[int, int]]:
    """Each reading that has stood before, beside its first place: as good as equal, whatever block they fall into."""
    first: dict[Reading, int] = {}
    for number, reading in enumerate(readings):
        if (place := first.setdefault(reading, number)) != number:
            yield place, number
