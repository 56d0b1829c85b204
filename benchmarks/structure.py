"""What a report says beyond single mentions, held against gold: variants, relations, nesting, counts of origins.

A merged claim *holds* a statement where a mention of it is found there; a statement's *home* is the merged claim that
holds most of its mentions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import combinations, permutations
from typing import Any

import networkx as nx
from alignment import Aligned

from claimx import MergedClaim, Report

NOT_JUDGED = frozenset({"name", "wording"})
"""Kinds of variants whose values the gold does not give: its `value` is a figure or a time."""


class Held:
    """The report seen from the gold's statements."""

    def __init__(self, report: Report, aligned: Sequence[Aligned]) -> None:
        self.report = report
        self.aligned = aligned
        self.claims = {claim.id: claim for claim in report.claims}

    @cached_property
    def by_claim(self) -> dict[str, list[Aligned]]:
        found: dict[str, list[Aligned]] = defaultdict(list)
        for one in self.aligned:
            found[one.fit.claim].append(one)
        return dict(found)

    @cached_property
    def homes(self) -> dict[str, str]:
        """Statement → the merged claim that holds most of its mentions."""
        places: dict[str, Counter[str]] = defaultdict(Counter)
        for one in self.aligned:
            places[one.statement][one.fit.claim] += 1
        return {
            statement: max(counts, key=lambda claim: (counts[claim], claim)) for statement, counts in places.items()
        }

    @cached_property
    def kinds(self) -> dict[frozenset[str], set[str]]:
        """Two merged claims → the kinds of relation the report gives between them, either way round."""
        found: dict[frozenset[str], set[str]] = defaultdict(set)
        for relation in self.report.relations:
            found[frozenset((relation.a, relation.b))].add(relation.kind)
        return dict(found)

    def homes_of(self, relation: Mapping[str, Any]) -> tuple[str, str] | None:
        """The homes of the two statements; None where one was not found, or where both are in one claim."""
        a, b = self.homes.get(relation["a"]), self.homes.get(relation["b"])
        return (a, b) if a is not None and b is not None and a != b else None

    def is_under(self, child: str, parent: str) -> bool:
        above, seen = self.claims[child].parent, {child}
        while above is not None and above not in seen:
            if above == parent:
                return True
            seen.add(above)
            above = self.claims[above].parent
        return False


def variants(held: Held, gold: Mapping[str, Any]) -> tuple[int, int, int]:
    """Statements with several values, and statements related as variants: which of them the report shows apart.

    A variant shows two mentions apart where it lists their appearances under different values. Two statements may also
    stand in two merged claims with a relation between them.
    """
    shown = {claim: _told_apart(held.claims[claim], mentions) for claim, mentions in held.by_claim.items()}
    wanted = [
        statement for statement, mentions in _by_statement(gold["mentions"]).items() if len(_values(mentions)) > 1
    ]
    found = sum(
        any(a.statement == b.statement == statement and _differ(a, b) for a, b in shown[held.homes[statement]])
        for statement in wanted
        if statement in held.homes
    )
    related = [relation for relation in _gold_relations(gold) if relation["kind"].startswith("variant-")]
    for relation in related:
        pair = {relation["a"], relation["b"]}
        homes = held.homes_of(relation)
        apart = any({a.statement, b.statement} == pair for pairs in shown.values() for a, b in pairs)
        found += apart or (homes is not None and bool(held.kinds.get(frozenset(homes))))
    elsewhere = sum(
        variant.kind not in NOT_JUDGED
        for claim, mentions in held.by_claim.items()
        if len(_values(one.mention for one in mentions)) < 2
        for variant in held.claims[claim].variants
    )
    return found, len(wanted) + len(related), elsewhere


def _told_apart(claim: MergedClaim, mentions: Sequence[Aligned]) -> list[tuple[Aligned, Aligned]]:
    carried = [[set(value.appearances) for value in variant.values] for variant in claim.variants]
    return [
        (a, b)
        for a, b in combinations(mentions, 2)
        if any(
            a.fit.appearance in one and b.fit.appearance in other
            for values in carried
            for one, other in permutations(values, 2)
        )
    ]


def _differ(a: Aligned, b: Aligned) -> bool:
    return len(_values((a.mention, b.mention))) == 2


def _values(mentions: Iterable[Mapping[str, Any]]) -> set[str]:
    return {value.casefold() for mention in mentions if (value := mention.get("value"))}


def _by_statement(mentions: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for mention in mentions:
        found[mention["statement"]].append(mention)
    return dict(found)


def _gold_relations(gold: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    relations: Sequence[Mapping[str, Any]] = gold.get("relations", ())
    return relations


def relations(held: Held, gold: Mapping[str, Any], kind: str) -> tuple[int, int, int]:
    wanted = [relation for relation in _gold_relations(gold) if relation["kind"] == kind]
    homes = [pair for relation in wanted if (pair := held.homes_of(relation))]
    linked = sum(
        bool(held.kinds.get(frozenset((a, b)))) or held.is_under(a, b) or held.is_under(b, a) for a, b in homes
    )
    by_kind = sum(
        kind in held.kinds.get(frozenset((a, b)), ()) or (kind == "narrower" and held.is_under(a, b)) for a, b in homes
    )
    return linked, by_kind, len(wanted)


def parents(held: Held, gold: Mapping[str, Any]) -> tuple[int, int]:
    """Of the statements under another, where both are found: those whose home stands under the other's home."""
    pairs = [
        (held.homes[one["id"]], held.homes[one["parent"]])
        for one in gold.get("statements", ())
        if one["id"] in held.homes and one["parent"] in held.homes
    ]
    return sum(child != parent and held.is_under(child, parent) for child, parent in pairs), len(pairs)


def reported_relations(held: Held, gold: Mapping[str, Any]) -> tuple[int, int]:
    known = {frozenset((relation["a"], relation["b"])) for relation in _gold_relations(gold)}
    at_home: dict[str, set[str]] = defaultdict(set)
    for statement, claim in held.homes.items():
        at_home[claim].add(statement)
    judged = [
        any(frozenset((one, other)) in known for one in at_home[a] for other in at_home[b])
        for a, b in map(sorted, held.kinds)
        if a in at_home and b in at_home
    ]
    return sum(judged), len(judged)


def origin_error(held: Held, gold: Mapping[str, Any]) -> tuple[int, int, int]:
    """Each merged claim's number of origins against that of the statement which most of its mentions belong to.

    A statement has as many as articles mention it, copies of one another counted once.
    """
    texts: nx.Graph = nx.Graph()
    texts.add_edges_from(gold["copies"])
    origin_of = {article: min(component) for component in nx.connected_components(texts) for article in component}
    articles: dict[str, set[str]] = defaultdict(set)
    for mention in gold["mentions"]:
        articles[mention["statement"]].add(origin_of.get(mention["article"], mention["article"]))
    errors = []
    for claim, mentions in held.by_claim.items():
        [(statement, _)] = Counter(one.statement for one in mentions).most_common(1)
        errors.append(abs(len(held.claims[claim].origins) - len(articles[statement])))
    return sum(errors), errors.count(0), len(errors)


def holding_both(held: Held, gold: Mapping[str, Any], kind: str) -> set[str]:
    pairs = [{relation["a"], relation["b"]} for relation in _gold_relations(gold) if relation["kind"] == kind]
    return {
        claim
        for claim, mentions in held.by_claim.items()
        if any(pair <= {one.statement for one in mentions} for pair in pairs)
    }


def holding_opposites(held: Held, gold: Mapping[str, Any]) -> set[str]:
    """Merged claims in which contradicting statements point the same way.

    Whoever asserts the one may well stand there as denying the other; where both keep the position the gold gives
    them, opposites were taken for one.
    """
    straight = [one for one in held.aligned if one.right_stance]
    return holding_both(Held(held.report, straight), gold, "contradicts")
