"""Two reports side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claimx.models import (
    ClaimChange,
    Comparison,
    Difference,
    FoundClaim,
    FoundRelation,
    MergedClaim,
    Regrouping,
    RegroupingKind,
    Report,
)
from claimx.review.appearance_pairs import Pairs, pair_appearances
from claimx.review.inputs import states
from claimx.review.stance_changes import StanceComparer

_SYMMETRIC = frozenset({"contradicts", "different_scope"})
_FINDINGS = ("articles", "only_a", "only_b", "changed", "regrouped", "relations_only_a", "relations_only_b")
"""What makes two reports differ: what they found, and not what it cost or what made them."""


def compare(a: Report, b: Report) -> Comparison:
    """What two reports on the same articles found differently.

    Ids are another run's other ids: appearances are paired within an article by the evidence they rest on and by what
    they say, and claims are the same that share a pair. Pure, and the same whichever machine compares.
    """
    return _Sides(a, b, pair_appearances(a, b)).compare()


@dataclass(frozen=True)
class _Meeting:
    """Claims of either report that share appearances, directly or through others."""

    a: tuple[MergedClaim, ...]
    b: tuple[MergedClaim, ...]


class _Sides:
    def __init__(self, a: Report, b: Report, pairs: Pairs) -> None:
        self._a, self._b, self._pairs = a, b, pairs
        self._stances = StanceComparer(a, b, pairs)
        self._meetings = list(_meetings(a, b, pairs))
        single = [one for one in self._meetings if len(one.a) == len(one.b) == 1]
        self._partner = {one.a[0].id: one.b[0].id for one in single}
        self._matched_b = frozenset(pairs.values())

    def compare(self) -> Comparison:
        changes = [self._change(one.a[0], one.b[0]) for one in self._meetings if len(one.a) == len(one.b) == 1]
        changed = tuple(change for change in changes if _differs(change))
        relations_a = dict(self._relations(self._a, self._partner))
        relations_b = dict(self._relations(self._b, {claim.id: claim.id for claim in self._b.claims}))
        found = Comparison(
            same=True,
            articles=tuple(_articles(self._a, self._b)),
            only_a=tuple(_found(one.a[0]) for one in self._meetings if not one.b),
            only_b=tuple(_found(one.b[0]) for one in self._meetings if not one.a),
            changed=changed,
            regrouped=tuple(self._regrouping(one) for one in self._meetings if len(one.a) * len(one.b) > 1),
            relations_only_a=tuple(relation for key, relation in relations_a.items() if key not in relations_b),
            relations_only_b=tuple(relation for key, relation in relations_b.items() if key not in relations_a),
            alike=len(changes) - len(changed),
            counts=tuple(_differing(_counts(self._a), _counts(self._b))),
            provenance=tuple(_differing(_provenance(self._a), _provenance(self._b))),
        )
        differing = (getattr(found, name) for name in _FINDINGS)
        return found.model_copy(update={"same": not any(differing)})

    def _change(self, a: MergedClaim, b: MergedClaim) -> ClaimChange:
        return ClaimChange(
            a=_found(a),
            b=_found(b),
            stances=tuple(self._stances.changes([a])),
            only_a=tuple(one.id for one in a.appearances if one.id not in self._pairs),
            only_b=tuple(one.id for one in b.appearances if one.id not in self._matched_b),
            # A parent that was split or found by one side only has no counterpart to hang beneath.
            moved=(a.parent is None) != (b.parent is None) or self._partner.get(a.parent or "", b.parent) != b.parent,
        )

    def _regrouping(self, meeting: _Meeting) -> Regrouping:
        kind: RegroupingKind = "regrouped"
        if len(meeting.a) == 1:
            kind = "split"
        elif len(meeting.b) == 1:
            kind = "joined"
        stances = tuple(self._stances.changes(meeting.a))
        return Regrouping(kind=kind, a=tuple(map(_found, meeting.a)), b=tuple(map(_found, meeting.b)), stances=stances)

    def _relations(self, report: Report, name: dict[str, str]) -> Iterator[tuple[tuple[str, ...], FoundRelation]]:
        """Each relation by its claims as the second report names them, so that both sides can be compared."""
        texts = {claim.id: claim.text for claim in report.claims}
        for relation in report.relations:
            ends = [name.get(end, f"\0{end}") for end in (relation.a, relation.b)]
            key = (relation.kind, *(sorted(ends) if relation.kind in _SYMMETRIC else ends))
            yield (
                key,
                FoundRelation(
                    a=texts.get(relation.a, relation.a), b=texts.get(relation.b, relation.b), kind=relation.kind
                ),
            )


def _meetings(a: Report, b: Report, pairs: Pairs) -> Iterator[_Meeting]:
    """Every claim of either report once, in the order of the first report and then of the second."""
    claim_of_b = {appearance.id: place for place, claim in enumerate(b.claims) for appearance in claim.appearances}
    import networkx  # here, not above: whoever writes a report loads this package, and few compare two

    graph = networkx.Graph()
    graph.add_nodes_from((0, place) for place in range(len(a.claims)))
    graph.add_nodes_from((1, place) for place in range(len(b.claims)))
    graph.add_edges_from(
        ((0, place), (1, claim_of_b[pairs[appearance.id]]))
        for place, claim in enumerate(a.claims)
        for appearance in claim.appearances
        if appearance.id in pairs
    )
    for component in sorted(map(sorted, networkx.connected_components(graph))):
        yield _Meeting(
            tuple(a.claims[place] for side, place in component if side == 0),
            tuple(b.claims[place] for side, place in component if side == 1),
        )


def _differs(change: ClaimChange) -> bool:
    return bool(change.stances or change.only_a or change.only_b or change.moved) or change.a.status != change.b.status


def _found(claim: MergedClaim) -> FoundClaim:
    appearances = tuple(appearance.id for appearance in claim.appearances)
    return FoundClaim(id=claim.id, text=claim.text, status=claim.status, parent=claim.parent, appearances=appearances)


def _articles(a: Report, b: Report) -> Iterator[Difference]:
    """Articles that only one side was given, whose text changed, or that one side could not read."""
    facts_a, facts_b = _article_facts(a), _article_facts(b)
    for article_id in sorted(facts_a.keys() | facts_b.keys()):
        (text_a, end_a), (text_b, end_b) = (facts.get(article_id, (None, None)) for facts in (facts_a, facts_b))
        if end_a == end_b and text_a != text_b:
            yield Difference(what=article_id, a=f"sha256 {text_a}", b=f"sha256 {text_b}")
        elif end_a != end_b:
            yield Difference(what=article_id, a=end_a, b=end_b)


def _article_facts(report: Report) -> dict[str, tuple[str, str]]:
    ends = states(report)
    return {article.id: (article.sha256, ends[article.id]) for article in report.articles}


def _counts(report: Report) -> dict[str, int | str | None]:
    usage = report.usage
    statuses = Counter(claim.status for claim in report.claims)
    return {
        "articles": len(report.articles),
        "claims": len(report.claims),
        "claims without a parent": sum(claim.parent is None for claim in report.claims),
        "appearances": sum(len(claim.appearances) for claim in report.claims),
        **{f"status {status}": number for status, number in sorted(statuses.items())},
        "relations": len(report.relations),
        "origins": len(report.origins),
        "sources": len(report.sources),
        "unread": sum(map(len, report.unread.values())),
        "rejected": sum(map(len, report.rejected.values())),
        "failures": len(report.failures),
        "calls": usage.calls,
        "tokens": usage.prompt_tokens + usage.completion_tokens,
    }


def _provenance(report: Report) -> dict[str, int | str | None]:
    made = report.provenance
    return {
        "claimx": made.claimx,
        "model": made.model,
        "answered by": ", ".join(made.answered_by) or None,
        "replayed": "yes" if made.replayed else "no",
        **{f"prompt {task}": digest for task, digest in sorted(made.prompts.items())},
    }


def _differing(a: dict[str, int | str | None], b: dict[str, int | str | None]) -> Iterable[Difference]:
    for what in dict.fromkeys([*a, *b]):
        # A status that no claim of one side has is a count of zero there.
        missing = 0 if what.startswith("status ") else None
        if a.get(what, missing) != b.get(what, missing):
            yield Difference(what=what, a=a.get(what, missing), b=b.get(what, missing))
