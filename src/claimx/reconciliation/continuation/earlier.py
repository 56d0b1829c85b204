"""What an earlier report knew of a story, as far as it goes on: its extractions, its groups, what stood under what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from claimx.models import STORY, Claim, Extraction, MergedClaim, MergeMethod, Relation, Report, Source
from claimx.reconciliation.adjudication.tasks import GROUPING
from claimx.reconciliation.joining import WHY, Joined
from claimx.reconciliation.matching.clustering import Group, as_partition

_BY_MODEL = "grouping/"


def extractions_of(report: Report) -> list[Extraction]:
    """What each article gave, rebuilt from the report on them all; articles that failed gave nothing.

    Their usage is part of the report's, and is not shared out among them.
    """
    claims: dict[str, list[Claim]] = defaultdict(list)
    for merged in report.claims:
        for appearance in merged.appearances:
            claims[appearance.article_id].append(appearance)
    failed = {failure.article for failure in report.failures}
    return [
        Extraction(
            article=article,
            claims=tuple(claims[article.id]),
            rejected=report.rejected.get(article.id, ()),
            unread=report.unread.get(article.id, ()),
            furniture=report.furniture.get(article.id, ()),
            provenance=report.provenance,
        )
        for article in report.articles
        if article.id not in failed
    ]


def decided_by_model(report: Report | None) -> bool:
    """Whether a model grouped its claims: then its groups stand; what rules decided may be decided again."""
    if report is None or left_to_rules(report, GROUPING):
        return False
    return any(prompt.startswith(_BY_MODEL) for prompt in report.provenance.prompts)


def left_to_rules(report: Report, task: str) -> bool:
    """Whether the model was asked for this and gave nothing usable: then it is worth asking again."""
    return any(failure.article == STORY and failure.reason.startswith(task) for failure in report.failures)


def earlier_groups(report: Report, claims: Sequence[Claim]) -> list[Joined]:
    """The groups of the report among `claims`, by their numbers, without what only overrides had joined."""
    number_of = {claim: number for number, claim in enumerate(claims)}
    return [
        Joined.by("rule", group) if len(group) == 1 else _with_methods(group, merged, claims)
        for merged in report.claims
        for group in _before_overrides(merged, number_of)
    ]


def earlier_sources(report: Report, forms: Sequence[Source]) -> list[Group]:
    """The resolved sources of the report among `forms`, by their places."""
    places: dict[Source, list[int]] = defaultdict(list)
    for place, form in enumerate(forms):
        places[form].append(place)
    groups = (
        tuple(sorted(place for form in source.as_given for place in places.get(form, ()))) for source in report.sources
    )
    return [group for group in groups if group]


def carried_parents(report: Report, claims: Sequence[MergedClaim]) -> dict[str, str]:
    """Child → parent as in the report, among `claims`; where a parent is gone, what it stood under itself."""
    above = {claim.id: claim.parent for claim in report.claims}
    known = {claim.id for claim in claims}
    parents: dict[str, str] = {}
    for claim in sorted(known & above.keys()):
        parent = above[claim]
        while parent is not None and parent not in known:
            parent = above.get(parent)
        if parent is not None:
            parents[claim] = parent
    return parents


def carried_relations(report: Report, claims: Sequence[MergedClaim]) -> tuple[Relation, ...]:
    """The relations of the report whose both ends are still there."""
    known = {claim.id for claim in claims}
    return tuple(relation for relation in report.relations if {relation.a, relation.b} <= known)


def _before_overrides(merged: MergedClaim, number_of: Mapping[Claim, int]) -> list[Group]:
    """An override may be gone by now: what it had joined counts as groups of their own, one for each override."""
    joined_by = {merge.b: merge.why for merge in merged.merges if merge.method == "override"}
    parts: dict[str | None, list[int]] = defaultdict(list)
    for appearance in merged.appearances:
        if appearance in number_of:
            parts[joined_by.get(appearance.id)].append(number_of[appearance])
    return [tuple(sorted(part)) for part in parts.values()]


def _with_methods(group: Group, merged: MergedClaim, claims: Sequence[Claim]) -> Joined:
    """The group by the model, and within it those whom rules had joined."""
    methods: dict[str, MergeMethod] = {merge.b: merge.method for merge in merged.merges}
    by_rule = [number for number in group if methods.get(claims[number].id, "rule") == "rule"]
    if len(by_rule) == len(group):
        return Joined.by("rule", group)
    parts = (Joined.by("rule", by_rule),) if len(by_rule) > 1 else ()
    return Joined(group, "model", WHY["model"], parts)


def extended(carried: Mapping[str, str], asked: Mapping[str, str], new: Collection[str]) -> dict[str, str]:
    """The parents carried over, with those of new claims, and those new claims that old top-level ones stand under."""
    parents = dict(carried)
    for child, parent in sorted(asked.items()):
        wanted = child in new or (parent in new and child not in carried)
        if wanted and child not in ancestry(parent, parents):
            parents[child] = parent
    return parents


def ancestry(claim: str, parents: Mapping[str, str]) -> set[str]:
    """The claim and all that it stands under."""
    line = {claim}
    while (above := parents.get(claim)) is not None:
        line.add(above)
        claim = above
    return line


def attached(groups: Iterable[Sequence[int]], standing: Sequence[Group]) -> list[Group]:
    """The groups with those that stand kept whole and apart; what is new goes to the one most of its group is of."""
    whole = {group: set(group) for group in standing}
    decided = {place: group for group in standing for place in group}
    free: list[list[int]] = []
    for group in groups:
        new = [place for place in group if place not in decided]
        votes = Counter(decided[place] for place in sorted(group) if place in decided)
        if votes:
            whole[votes.most_common(1)[0][0]].update(new)
        elif new:
            free.append(new)
    return as_partition([*whole.values(), *free])
