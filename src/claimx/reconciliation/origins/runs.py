"""The runs of words that two articles share, and what each is worth: little where many other texts have it too."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from claimx.reconciliation.origins.bodies import Body
from claimx.reconciliation.origins.shingles import Shingler

FEW = 4
"""Different texts up to which a shared run counts in full; with more it counts for `FEW` divided by their number."""

HOUSE = 3
"""Texts of one publisher that hold a run, from which on it is the house's own notice and counts for nothing between
two of its articles."""

MOSTLY = 0.6
"""Part of the shorter article in shared runs from which on the two count as one text."""


@dataclass(frozen=True)
class Overlap:
    """What two bodies share: `runs` are maximal stretches of `shorter.words` that also stand in `longer`."""

    shorter: int
    longer: int
    runs: tuple[tuple[int, int], ...]

    @cached_property
    def words(self) -> int:
        return sum(end - start for start, end in self.runs)


def overlap(bodies: Sequence[Body], a: int, b: int, shingler: Shingler) -> Overlap:
    """The shared runs of two articles, told by the places in the shorter one."""
    first, second = sorted((a, b), key=lambda number: (bodies[number].length, number))
    size = bodies[first].grain.run
    runs: list[tuple[int, int]] = []
    for at in shingler.of(bodies[first], size).within(shingler.of(bodies[second], size)):
        if runs and at < runs[-1][1]:
            runs[-1] = (runs[-1][0], at + size)
        else:
            runs.append((at, at + size))
    return Overlap(first, second, tuple(runs))


_Holding = int | tuple[int, str | None]
"""A run by its hash, in all texts or in those of one publisher."""


class Rarity:
    """In how many different texts each shared run stands.

    Counted are texts, not articles: a wire story that forty papers print is one text, the notice that ends forty
    different stories is in forty.
    """

    def __init__(self, bodies: Sequence[Body], overlaps: Sequence[Overlap], shingler: Shingler) -> None:
        self._bodies, self._shingler = bodies, shingler
        self._texts: Counter[_Holding] = Counter()
        anywhere: set[int] = set()
        at_home: set[tuple[int, str]] = set()
        for one in overlaps:
            for _, everywhere, in_house in self._holdings(one):
                anywhere.add(everywhere)
                if in_house:
                    at_home.add(in_house)
        counted_for: dict[_Holding, int] = {}
        text_of = _texts(bodies, overlaps)
        for number in sorted(range(len(bodies)), key=lambda number: (text_of.get(number, number), number)):
            text, publisher = text_of.get(number, number), bodies[number].article.publisher
            for key in anywhere & shingler.of(bodies[number], bodies[number].grain.run).distinct:
                for holding in (key, (key, publisher)) if (key, publisher) in at_home else (key,):
                    if counted_for.get(holding) != text:
                        counted_for[holding] = text
                        self._texts[holding] += 1

    def weights(self, one: Overlap) -> dict[int, float]:
        """The worth of every shared word by its place in the shorter article: that of the rarest run it stands in."""
        if is_one_text(self._bodies, one):
            return {place: 1.0 for start, end in one.runs for place in range(start, end)}
        size = self._bodies[one.shorter].grain.run
        weights: dict[int, float] = defaultdict(float)
        for at, everywhere, at_home in self._holdings(one):
            worth = min(1.0, FEW / self._texts[everywhere]) if at_home is None or self._texts[at_home] < HOUSE else 0.0
            for place in range(at, at + size):
                weights[place] = max(weights[place], worth)
        return dict(weights)

    def _holdings(self, one: Overlap) -> Iterator[tuple[int, int, tuple[int, str] | None]]:
        """The shared runs of the least length: the place of the first word, what to count in all texts, what in those
        of the house if both articles are of one.
        """
        if is_one_text(self._bodies, one):
            return
        shorter, longer = self._bodies[one.shorter], self._bodies[one.longer]
        house = shorter.article.publisher if shorter.article.publisher == longer.article.publisher else None
        size = shorter.grain.run
        keys = self._shingler.of(shorter, size).in_order if one.runs else ()
        for start, end in one.runs:
            for at in range(start, end - size + 1):
                key = keys[at]
                yield at, key, (key, house) if house else None


def is_one_text(bodies: Sequence[Body], one: Overlap) -> bool:
    """Whether the shared runs make up most of the shorter article and half of the longer: beyond any notice."""
    return one.words >= MOSTLY * bodies[one.shorter].length and 2 * one.words >= bodies[one.longer].length


def _texts(bodies: Sequence[Body], overlaps: Iterable[Overlap]) -> dict[int, int]:
    """The smallest member of each group of articles that are mostly one text, for its members."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_edges_from(
        (one.shorter, one.longer) for one in overlaps if one.words >= MOSTLY * bodies[one.shorter].length
    )
    return {number: min(group) for group in nx.connected_components(graph) for number in group}
