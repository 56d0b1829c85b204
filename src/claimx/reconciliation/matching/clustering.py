"""From pairs to groups: by rule, or the blocks that are laid before a model together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush

from claimx.reconciliation.matching.candidates import ASK, JOIN, Pair
from claimx.reconciliation.matching.likeness import Likeness

Group = tuple[int, ...]


def cluster(size: int, pairs: Sequence[Pair], likeness: Likeness) -> list[Group]:
    """A partition of `range(size)`: groups join, the most alike first, while they are at least `JOIN` alike on average.

    Average linkage (Sokal and Michener 1958) under cannot-links: two groups join only where every pair across them is
    among `pairs`, and so worth a look, and none conflicts. So no chain of half-likeness drags a story into one claim.
    """
    readings = likeness.readings
    # Most pairs differ in their terms, which is told at once.
    alike = (pair for pair in pairs if readings[pair.a].terms == readings[pair.b].terms)
    twins = {pair.b: pair.a for pair in alike if readings[pair.a] == readings[pair.b]}
    apart = [pair for pair in pairs if pair.a not in twins and pair.b not in twins]
    links = (
        (pair.a, pair.b, pair.score)
        for pair in _within_reach(apart)
        if pair.joins or not likeness.conflict(pair.a, pair.b)
    )
    joined = linked_groups((number for number in range(size) if number not in twins), links)
    group_of = {number: group for group in joined for number in group}
    for twin, first in twins.items():
        group_of[first].append(twin)
    return as_partition(joined)


def _within_reach(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs of claims that pairs which join connect. No average across is high enough where no single score is."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_edges_from((pair.a, pair.b) for pair in pairs if pair.joins)
    component = {number: place for place, found in enumerate(nx.connected_components(graph)) for number in found}
    return [pair for pair in pairs if pair.a in component and component[pair.a] == component.get(pair.b)]


def linked_groups(members: Iterable[int], links: Iterable[tuple[int, int, float]]) -> list[list[int]]:
    """`members` in groups, given the scores of all pairs that may stand in one."""
    groups = _Groups(members)
    for a, b, score in links:
        groups.link(a, b, score)
    return groups.joined()


class _Groups:
    """Groups, each named by its least member, and the sums of the scores between them."""

    def __init__(self, members: Iterable[int]) -> None:
        self._members = {number: [number] for number in members}
        self._links: dict[int, dict[int, tuple[float, int]]] = defaultdict(dict)

    def link(self, a: int, b: int, score: float) -> None:
        """Let the two join, one day."""
        self._links[a][b] = self._links[b][a] = (score, 1)

    def joined(self) -> list[list[int]]:
        """The members of each group once no two are alike enough."""
        heap = [
            (-score, a, b, 1)
            for a, linked in self._links.items()
            for b, (score, _) in linked.items()
            if a < b and score >= JOIN
        ]
        heapify(heap)
        while heap:
            _, a, b, pairs = heappop(heap)
            # A stale entry names a group that is gone, or that has grown since.
            if a in self._members and b in self._members and pairs == self._complete(a, b):
                for other, total, count in self._join(a, b):
                    if (score := round(total / count, 9)) >= JOIN:
                        heappush(heap, (-score, min(a, other), max(a, other), count))
        return list(self._members.values())

    def _complete(self, a: int, b: int) -> int:
        return len(self._members[a]) * len(self._members[b])

    def _join(self, a: int, b: int) -> Iterable[tuple[int, float, int]]:
        """Put `b` into `a`, and give what may join the two next: other group, sum of scores, number of pairs."""
        self._members[a] += self._members.pop(b)
        left, right = self._links.pop(a), self._links.pop(b)
        for other in (left.keys() | right.keys()) - {a, b}:
            links = self._links[other]
            links.pop(a, None)
            links.pop(b, None)
            # Where one of the two was not linked to it, some pair across is no candidate: they never join.
            if other in left and other in right:
                total, count = left[other][0] + right[other][0], left[other][1] + right[other][1]
                links[a] = self._links[a][other] = (total, count)
                yield other, total, count


def blocks(size: int, pairs: Sequence[Pair], limit: int) -> list[Group]:
    """A partition of `range(size)` into blocks of at most `limit` claims, between which no likely pair is cut.

    The bar for "likely" rises, from any pair to `ASK` and on, only as far as a block would be too large otherwise.
    """
    import networkx as nx

    whole = nx.Graph()
    whole.add_nodes_from(range(size))
    whole.add_weighted_edges_from((pair.a, pair.b, pair.score) for pair in pairs)
    finished: list[Group] = []
    waiting = [(whole, 0.0)]
    while waiting:
        graph, bar = waiting.pop()
        weak = [(a, b) for a, b, score in graph.edges.data("weight") if score < bar]
        graph.remove_edges_from(weak)
        for component in nx.connected_components(graph):
            block = tuple(sorted(component))
            if len(block) <= limit:
                finished.append(block)
            elif bar > 1:
                finished += [block[at : at + limit] for at in range(0, len(block), limit)]
            else:
                waiting.append((graph.subgraph(component).copy(), max(ASK, bar + 0.05)))
    return sorted(finished)


def packed(groups: Iterable[Group], limit: int) -> list[Group]:
    """The groups put together, each where it first fits, the largest first: as few as may be of at most `limit`."""
    packs: list[list[int]] = []
    for group in sorted(groups, key=lambda group: (-len(group), group)):
        room = next((pack for pack in packs if len(pack) + len(group) <= limit), None)
        if room is None:
            packs.append([*group])
        else:
            room += group
    return sorted(tuple(sorted(pack)) for pack in packs)


def as_partition(groups: Iterable[Iterable[int]]) -> list[Group]:
    """The groups, each once, sorted."""
    return sorted({tuple(sorted(group)) for group in groups})
