"""Which claims stand together and by whose word: groups that remember how they came about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from claimx.models import MergeMethod
from claimx.reconciliation.matching.clustering import Group

WHY: dict[MergeMethod, str] = {
    "rule": "alike in their words, with no difference of figure, negation or direction",
    "model": "the model put them into one group",
}
SEEN_AGAIN = "the model found them one when it saw all merged claims together"


@dataclass(frozen=True)
class Joined:
    """Claims put together by `method`; `parts` are the groups among them that had been put together before."""

    group: Group
    method: MergeMethod
    why: str
    parts: tuple[Joined, ...] = ()

    @classmethod
    def by(cls, method: MergeMethod, group: Iterable[int]) -> Joined:
        """A group put together at once, by the rules or by the model."""
        return cls(tuple(sorted(group)), method, WHY[method])

    @classmethod
    def of(cls, parts: Iterable[Joined], method: MergeMethod, why: str) -> Joined:
        """Groups put together into one; a part alone stays as it is."""
        given = sorted(parts, key=lambda part: part.group)
        if len(given) == 1:
            return given[0]
        group = tuple(sorted(number for part in given for number in part.group))
        return cls(group, method, why, tuple(part for part in given if len(part.group) > 1))

    def reason(self, a: int, b: int) -> tuple[MergeMethod, str]:
        """By what two of its claims came to stand together, and why."""
        for part in self.parts:
            if a in part.group and b in part.group:
                return part.reason(a, b)
        return self.method, self.why

    def only(self, kept: Collection[int]) -> Joined:
        """What is left of it when only the claims in `kept` remain; some do."""
        group = tuple(number for number in self.group if number in kept)
        parts = (part.only(kept) for part in self.parts)
        return Joined(group, self.method, self.why, tuple(part for part in parts if len(part.group) > 1))
