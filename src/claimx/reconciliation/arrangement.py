"""How the merged claims of a story stand to each other: what is one still, what belongs under what, how they relate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from claimx.models import MergedClaim, Relation, Report
from claimx.reconciliation.adjudication.wire import NestingAnswer
from claimx.reconciliation.continuation.earlier import ancestry
from claimx.reconciliation.relations import find_relations, unite


@dataclass(frozen=True)
class Arrangement:
    """By the ids of merged claims: sets that are one claim still, child → parent, and the relations between claims."""

    same: tuple[frozenset[str], ...] = ()
    parents: Mapping[str, str] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()

    @classmethod
    def read(cls, answer: NestingAnswer, ids: Sequence[str]) -> Arrangement:
        """What is lawful of a model's answer about the claims numbered from 1: known claims, no circles."""
        known = dict(enumerate(ids, start=1))
        same = (frozenset(known[number] for number in numbers if number in known) for numbers in answer.same)
        pairs = ((known.get(given.claim), known.get(given.parent or 0)) for given in answer.parents)
        relations = {
            (known[given.a], known[given.b], given.kind): Relation(
                a=known[given.a], b=known[given.b], kind=given.kind, why=given.why
            )
            for given in answer.relations
            if given.a in known and given.b in known and given.a != given.b
        }
        return cls(
            tuple(one for one in same if len(one) > 1),
            _without_circles((child, parent) for child, parent in pairs if child and parent),
            tuple(relation for _, relation in sorted(relations.items())),
        )

    def renamed(self, now: Mapping[str, str]) -> Arrangement:
        """The same about claims that were joined and bear the ids of `now`: nothing is left still to be joined."""
        moved = (
            relation.model_copy(update={"a": now[relation.a], "b": now[relation.b]}) for relation in self.relations
        )
        return Arrangement(
            parents=_without_circles((now[child], now[parent]) for child, parent in self.parents.items()),
            relations=tuple(dict.fromkeys(relation for relation in moved if relation.a != relation.b)),
        )

    def of(self, report: Report) -> Report:
        """The report arranged so; relations found by rule stand beside those given here."""
        claims = _nested(report.claims, self.parents)
        united = unite(self.relations, find_relations(claims, report.articles))
        return report.model_copy(update={"claims": claims, "relations": united})


def _without_circles(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Child → parent, the first that is given for each child, none of whom stands under itself."""
    parents: dict[str, str] = {}
    for child, parent in pairs:
        if child not in parents and child not in ancestry(parent, parents):
            parents[child] = parent
    return parents


def _nested(claims: Sequence[MergedClaim], parents: Mapping[str, str]) -> tuple[MergedClaim, ...]:
    """The claims with their parents, each at least as salient as what stands under it: that would be buried else."""
    salience = {claim.id: claim.salience for claim in claims}
    for claim in claims:
        above = parents.get(claim.id)
        while above is not None:
            salience[above] = max(salience[above], claim.salience)
            above = parents.get(above)
    nested = (
        claim.model_copy(update={"parent": parents.get(claim.id), "salience": salience[claim.id]}) for claim in claims
    )
    return tuple(sorted(nested, key=lambda claim: (-claim.salience, claim.parent is not None, claim.id)))
