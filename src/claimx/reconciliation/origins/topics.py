"""Whether what two articles share is part of what they report, judged by the telling words around it.

A paragraph that stands word for word in two articles which otherwise have nothing in common, and whose words come up
nowhere else in them, is a notice of the house, a biography or an advertisement: no sign that one was made from the
other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache

from claimx.reconciliation.origins.bodies import Body

TELLING = 20
"""Articles up to which a word tells what an article is about; in larger sets a fiftieth of them."""

COMMON_PART = 0.06
"""Part of the telling words that two articles on one thing share at least; by chance it is about a hundredth."""

KEPT = 256
"""Articles whose words are kept counted at once."""

ENOUGH = 12
"""Telling words below which the rest of an article says nothing about its topic."""


class Topics:
    """How many of `bodies` each word stands in."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        self._holders: Counter[int] = Counter()
        for body in bodies:
            self._holders.update(set(body.words))
        self._most = max(TELLING, len(bodies) // 50)
        self._read = lru_cache(maxsize=KEPT)(self._count)

    def differ(self, shorter: Body, longer: Body, shared: Iterable[int]) -> bool:
        """Whether neither what is left of the two articles nor the shared text is about one thing with the longer.

        `shared`: places in `shorter.words`.
        """
        taken = Counter(shorter.words[place] for place in shared)
        left, rest = self._without(shorter, taken), self._without(longer, taken)
        if min(len(left), len(rest)) < ENOUGH:
            return False
        return not _akin(left, rest) and not _akin(self._telling(taken), rest)

    def _without(self, body: Body, taken: Counter[int]) -> Set[int]:
        """The telling words that are left of a body once some are taken out, each as often as given."""
        counted, telling = self._read(body)
        return telling - {word for word in telling & taken.keys() if taken[word] >= counted[word]}

    def _count(self, body: Body) -> tuple[Counter[int], frozenset[int]]:
        counted = Counter(body.words)
        return counted, self._telling(counted)

    def _telling(self, words: Iterable[int]) -> frozenset[int]:
        return frozenset(word for word in words if self._holders[word] <= self._most)


def _akin(one: Set[int], other: Set[int]) -> bool:
    return len(one & other) >= max(3.0, COMMON_PART * min(len(one), len(other)))
