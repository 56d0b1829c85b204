"""Overlapping stretches of a text, cut where any of them begins or ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

M = TypeVar("M", bound=Hashable)


class Stretch(NamedTuple, Generic[M]):
    """Code points from `start` to before `end`, and what they are marked as."""

    start: int
    end: int
    mark: M


class Segment(NamedTuple, Generic[M]):
    """Code points under the same marks throughout; `ending` are those of the marks that end with it."""

    start: int
    end: int
    marks: tuple[M, ...]
    ending: tuple[M, ...]


def cut(start: int, end: int, stretches: Iterable[Stretch[M]]) -> Iterator[Segment[M]]:
    """The text from `start` to before `end`, once and in order; marks in the order in which they begin."""
    opens: dict[int, list[M]] = defaultdict(list)
    closes: dict[int, list[M]] = defaultdict(list)
    for stretch in stretches:
        first, last = max(start, stretch.start), min(end, stretch.end)
        if first < last:
            opens[first].append(stretch.mark)
            closes[last].append(stretch.mark)
    active: dict[M, int] = {}  # how many stretches of a mark are open: its own may overlap, too
    position = start
    for border in sorted({*opens, *closes, end}):
        ending = tuple(dict.fromkeys(closes[border]))
        if position < border:
            yield Segment(position, border, tuple(active), ending)
        for mark in closes[border]:
            active[mark] -= 1
            if not active[mark]:
                del active[mark]
        for mark in opens[border]:
            active[mark] = active.get(mark, 0) + 1
        position = border
