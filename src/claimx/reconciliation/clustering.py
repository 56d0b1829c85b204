"""From pairs to groups: by the sure pairs alone, or the blocks that are laid before a model together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimx.reconciliation.candidates import ASK, Pair
from claimx.reconciliation.likeness import Likeness

Group = tuple[int, ...]


def cluster(size: int, pairs: Sequence[Pair], likeness: Likeness) -> list[Group]:
    """A partition of `range(size)`: sure pairs join, best first.

    Two groups join only when no pair across them conflicts and even the farthest pair is worth a look, so that no chain
    of half-likeness drags a story into one claim.
    """
    group_of: dict[int, list[int]] = {number: [number] for number in range(size)}
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.a, pair.b)):
        left, right = group_of[pair.a], group_of[pair.b]
        if pair.joins and left is not right and _may_join(left, right, likeness):
            left += right
            group_of |= dict.fromkeys(right, left)
    return as_partition(group_of.values())


def blocks(size: int, pairs: Sequence[Pair], limit: int) -> list[Group]:
    """A partition of `range(size)` into blocks of at most `limit` claims, between which no likely pair is cut.

    The bar for "likely" rises, from `ASK`, only as far as a block would be too large otherwise.
    """
    import networkx as nx

    finished: list[Group] = []
    waiting: list[tuple[Group, float]] = [(tuple(range(size)), ASK)]
    while waiting:
        members, bar = waiting.pop()
        graph = nx.Graph()
        graph.add_nodes_from(members)
        inside = set(members)
        graph.add_edges_from((pair.a, pair.b) for pair in pairs if pair.score >= bar and {pair.a, pair.b} <= inside)
        for component in nx.connected_components(graph):
            block = tuple(sorted(component))
            if len(block) <= limit:
                finished.append(block)
            elif bar > 1:
                finished += [block[at : at + limit] for at in range(0, len(block), limit)]
            else:
                waiting.append((block, bar + 0.05))
    return sorted(finished)


def as_partition(groups: Iterable[Iterable[int]]) -> list[Group]:
    """The groups, each once, sorted."""
    return sorted({tuple(sorted(group)) for group in groups})


def _may_join(left: Sequence[int], right: Sequence[int], likeness: Likeness) -> bool:
    return all(likeness.score(a, b) >= ASK and not likeness.conflict(a, b) for a in left for b in right)
