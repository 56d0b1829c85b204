"""Groups under an editor's word: whatever rules or model decided, what is to be one is, and what is apart stays so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claimx.reconciliation.joining import Joined
from claimx.reconciliation.matching.clustering import Group
from claimx.reconciliation.matching.likeness import Likeness


@dataclass(frozen=True)
class Ruling:
    """Claims, by their numbers, that are one, or that are all different; `told` says where this was decided."""

    group: Group
    told: str


@dataclass(frozen=True)
class Rulings:
    """Overrides turned to the claims at hand. `unmet` tells in words which could not be, and why."""

    joins: tuple[Ruling, ...] = ()
    aparts: tuple[Ruling, ...] = ()
    unmet: tuple[str, ...] = ()


def components(joins: Iterable[Ruling]) -> list[tuple[Group, list[Ruling]]]:
    """Claims that are one through a chain of joins, with the joins of the chain."""
    import networkx as nx

    given = list(joins)
    graph = nx.Graph()
    for ruling in given:
        nx.add_path(graph, ruling.group)
    found = sorted(tuple(sorted(component)) for component in nx.connected_components(graph))
    return [(component, [ruling for ruling in given if ruling.group[0] in component]) for component in found]


def bind(groups: Sequence[Joined], rulings: Rulings, likeness: Likeness) -> list[Joined]:
    """The groups with the joins made and what is to be apart parted; a partition of the same claims.

    A join brings the whole groups of its claims together. Where a group holds claims to be kept apart, each of its
    other claims stays with the one it is most like.
    """
    if not rulings.joins and not rulings.aparts:
        return list(groups)
    together = components(rulings.joins)
    named_in: dict[int, list[int]] = defaultdict(list)
    for place, ruling in enumerate(rulings.aparts):
        for number in ruling.group:
            named_in[number].append(place)
    parted: list[Joined] = []
    for joined in _joined(groups, together):
        parted += _parted(joined, [component for component, _ in together], named_in, likeness)
    return sorted(parted, key=lambda joined: joined.group)


def _joined(groups: Sequence[Joined], together: Sequence[tuple[Group, list[Ruling]]]) -> list[Joined]:
    holder = {number: joined for joined in groups for number in joined.group}
    for component, joins in together:
        parts = {holder[number].group: holder[number] for number in component}
        whole = Joined.of(parts.values(), "override", "; ".join(ruling.told for ruling in joins))
        holder |= dict.fromkeys(whole.group, whole)
    distinct = {joined.group: joined for joined in holder.values()}
    return [distinct[group] for group in sorted(distinct)]


def _parted(
    joined: Joined, together: Sequence[Group], named_in: Mapping[int, Sequence[int]], likeness: Likeness
) -> Iterable[Joined]:
    rivals = _rivals(joined.group, named_in)
    if not rivals:
        return [joined]
    bound = {number: component for component in together for number in component}
    atoms = sorted({bound.get(number, (number,)) for number in joined.group})
    parts: list[list[int]] = []
    # Rivals first: they open the parts among which the others choose.
    for atom in sorted(atoms, key=lambda atom: (not any(number in rivals for number in atom), atom)):
        against = {rival for number in atom for rival in rivals.get(number, ())}
        open_to_it = [part for part in parts if against.isdisjoint(part)]
        if open_to_it:
            max(open_to_it, key=lambda part: _likeness(atom, part, likeness)).extend(atom)
        else:
            parts.append(list(atom))
    return [joined.only(set(part)) for part in parts]


def _rivals(group: Group, named_in: Mapping[int, Sequence[int]]) -> dict[int, set[int]]:
    """Each claim of the group that is to be apart from others of it → these others."""
    inside: dict[int, list[int]] = defaultdict(list)
    for number in group:
        for place in named_in.get(number, ()):
            inside[place].append(number)
    rivals: dict[int, set[int]] = defaultdict(set)
    for members in inside.values():
        for number in members if len(members) > 1 else ():
            rivals[number].update(members)
            rivals[number].discard(number)
    return rivals


def _likeness(atom: Sequence[int], part: Sequence[int], likeness: Likeness) -> float:
    """How like a part is at its likest: of equals, `max` takes the part that was opened first."""
    return max(likeness.score(a, b) for a in atom for b in part)
