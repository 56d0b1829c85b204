"""A story put together: pure and deterministic without a model; with one, the model decides what rules leave open."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from claimx._version import __version__
from claimx.llm import Asker, Model, Prompts, as_prompts, connect, run_sync
from claimx.models import (
    STORY,
    Claim,
    Extraction,
    Failure,
    MergedClaim,
    Origin,
    Overrides,
    Provenance,
    Report,
    ResolvedSource,
    Source,
    Usage,
)
from claimx.reconciliation.adjudication.adjudicator import AT_ONCE, Adjudicator
from claimx.reconciliation.adjudication.tasks import NESTING, SOURCES
from claimx.reconciliation.arrangement import Arrangement
from claimx.reconciliation.continuation import earlier as before
from claimx.reconciliation.continuation.identity import name_claims
from claimx.reconciliation.continuation.standing import OpenClaims
from claimx.reconciliation.hierarchy import nest_by_rule
from claimx.reconciliation.intake import claims_of, in_order
from claimx.reconciliation.joining import SEEN_AGAIN, Joined
from claimx.reconciliation.matching.candidates import candidate_pairs
from claimx.reconciliation.matching.clustering import Group, cluster
from claimx.reconciliation.matching.embedding import Embed
from claimx.reconciliation.matching.likeness import Likeness
from claimx.reconciliation.merging import Story, merge
from claimx.reconciliation.origins import find_origins
from claimx.reconciliation.overrides.binding import bind
from claimx.reconciliation.overrides.reading import as_overrides, rulings_on, same_sources
from claimx.reconciliation.sources import group_by_rule, resolve, sources_of


def reconcile(
    extractions: Iterable[Extraction],
    *,
    model: Model | None = None,
    overrides: Overrides | str | Path | None = None,
    earlier: Report | None = None,
    embed: Embed | None = None,
    at_once: int = AT_ONCE,
    prompts: Prompts | str | Path | None = None,
) -> Report:
    """The report on one story. The order of `extractions` does not matter.

    Without `model` rules alone decide: nothing is asked, and the result is the same on every machine. With one, a
    question that it cannot answer, or answers with no partition, is left to the rules and stands in `failures`.
    `overrides`, or the path of a `merges.toml`, go above both; what in them means nothing here stands in `failures`.
    `earlier` is a report on some of these articles: claims keep its ids, what a model had decided stands, and the model
    is asked about the rest. `embed` (texts → vectors) adds pairs of claims that are looked at, and decides none. Of a
    story of more than `at_once` claims, the model is shown only those that have a likely other, so many in a request.
    `prompts`, or their folder, are asked with in place of ours (`Instructions.prompts`).

    Raises InvalidExtraction for claims that are not their article's or an article extracted twice with another outcome,
    InvalidOverrides for a file that cannot be understood, OverridesConflict where it contradicts itself.
    """
    story = _Prepared(extractions, as_overrides(overrides), earlier, embed)
    if model is None or model.by_rule:
        return story.by_rule()
    return run_sync(_areconcile(story, model, at_once, as_prompts(prompts)))


async def areconcile(
    extractions: Iterable[Extraction],
    *,
    model: Model | Asker | None = None,
    overrides: Overrides | str | Path | None = None,
    earlier: Report | None = None,
    embed: Embed | None = None,
    at_once: int = AT_ONCE,
    prompts: Prompts | str | Path | None = None,
) -> Report:
    """As `reconcile`, for callers with an event loop, or with a connection to share."""
    story = _Prepared(extractions, as_overrides(overrides), earlier, embed)
    if model is None or (isinstance(model, Model) and model.by_rule):
        return story.by_rule()
    return await _areconcile(story, model, at_once, as_prompts(prompts))


async def _areconcile(story: _Prepared, model: Model | Asker, at_once: int, prompts: Prompts) -> Report:
    if isinstance(model, Model):
        async with connect(model) as session:
            return await story.by_model(Adjudicator(session, at_once, prompts))
    return await story.by_model(Adjudicator(model, at_once, prompts))


@dataclass(frozen=True)
class _Decisions:
    """What has been decided of a story: by rule, or by the model."""

    groups: Sequence[Joined]
    sources: Sequence[Group]

    def joined(
        self, merged: Sequence[MergedClaim], same: Iterable[frozenset[str]], claims: Sequence[Claim]
    ) -> _Decisions:
        """With the merged claims of each set in `same` as one."""
        number_of = {claim.id: number for number, claim in enumerate(claims)}
        members = {one.id: [number_of[claim.id] for claim in one.appearances] for one in merged}
        holder = {number: group for group in self.groups for number in group.group}
        for ids in same:
            parts = {holder[number].group: holder[number] for one in sorted(ids) for number in members[one]}
            whole = Joined.of(parts.values(), "model", SEEN_AGAIN)
            holder |= dict.fromkeys(whole.group, whole)
        distinct = {group.group: group for group in holder.values()}
        return _Decisions([distinct[group] for group in sorted(distinct)], self.sources)


class _Prepared:
    """A story with all that is computed from it once."""

    def __init__(
        self,
        extractions: Iterable[Extraction],
        overrides: Overrides,
        earlier: Report | None,
        embed: Embed | None,
    ) -> None:
        self.extractions = in_order(extractions)
        self.articles = {extraction.article.id: extraction.article for extraction in self.extractions}
        self.claims = claims_of(self.extractions)
        self.likeness = Likeness(self.claims)
        self.sources = sources_of(self.extractions)
        self.overrides = overrides
        self.rulings = rulings_on(self.claims, overrides, self.articles)
        self.earlier = earlier
        self.embed = embed
        self.decided = earlier if before.decided_by_model(earlier) else None

    @cached_property
    def open_claims(self) -> OpenClaims:
        standing = before.earlier_groups(self.decided, self.claims) if self.decided else []
        return OpenClaims(self.claims, self.likeness, standing, self.articles, self.embed)

    @cached_property
    def origins(self) -> tuple[Origin, ...]:
        """Found once: the texts are the same however the claims are grouped."""
        return find_origins(self.extractions)

    def by_rule(self) -> Report:
        shown = self.open_claims
        groups = cluster(len(shown.shown), shown.pairs, shown.likeness)
        report = self.report(_Decisions(shown.closed((group, "rule") for group in groups), self._sources_by_rule()))
        return self._with_carried(report.claims, Arrangement(parents=self._parents_by_rule(report.claims))).of(report)

    async def by_model(self, adjudicator: Adjudicator) -> Report:
        shown = self.open_claims
        groups, sources = await asyncio.gather(
            adjudicator.group_claims(shown.shown, shown.pairs, shown.likeness, shown.standing),
            self._group_sources(adjudicator),
        )
        decisions = _Decisions(shown.closed(groups), sources)
        report = self.report(decisions)
        arrangement = await self._arrange(adjudicator, report.claims)
        if arrangement.same:
            separate = report.claims
            report = self.report(decisions.joined(separate, arrangement.same, self.claims))
            arrangement = arrangement.renamed(_ids_now(separate, report.claims))
        return arrangement.of(report).model_copy(
            update={
                "failures": (*report.failures, *adjudicator.failures),
                "usage": report.usage + adjudicator.usage,
                "provenance": report.provenance.model_copy(
                    update={
                        "prompts": report.provenance.prompts | adjudicator.prompts,
                        "answered_by": tuple(sorted({*report.provenance.answered_by, *adjudicator.answered_by})),
                    }
                ),
            }
        )

    def report(self, decisions: _Decisions) -> Report:
        same, unknown = same_sources(self._forms(), self.overrides)
        resolved = resolve(self._forms(), decisions.sources, same)
        story = Story(self.articles, self.claims, self.likeness, resolved, self.origins)
        groups = bind(decisions.groups, self.rulings, self.likeness)
        names = name_claims(
            [[self.claims[number] for number in joined.group] for joined in groups],
            self.earlier.claims if self.earlier else (),
        )
        merged = [merge(story, joined, name) for joined, name in zip(groups, names, strict=True)]
        return Report(
            articles=tuple(self.articles.values()),
            claims=tuple(sorted(merged, key=lambda claim: (-claim.salience, claim.id))),
            origins=self.origins,
            sources=_distinct(resolved),
            rejected={one.article.id: one.rejected for one in self.extractions if one.rejected},
            unread={one.article.id: one.unread for one in self.extractions if one.unread},
            furniture={one.article.id: one.furniture for one in self.extractions if one.furniture},
            overrides=self.overrides,
            failures=tuple(_unmet(why) for why in (*self.rulings.unmet, *unknown)),
            usage=self._usage(),
            provenance=self._provenance(),
        )

    async def _group_sources(self, adjudicator: Adjudicator) -> list[Group]:
        forms = self._forms()
        stands = self.decided is not None and not before.left_to_rules(self.decided, SOURCES)
        standing = before.earlier_sources(self.decided, forms) if self.decided and stands else []
        known = {place for group in standing for place in group}
        faces = [max(group, key=lambda place: len(forms[place].name)) for group in standing]
        new = [place for place in range(len(forms)) if place not in known]
        if not new:
            return standing
        shown = sorted([*faces, *new])
        groups = await adjudicator.group_sources([self.sources[place] for place in shown])
        return before.attached([[shown[place] for place in group] for group in groups], standing)

    def _sources_by_rule(self) -> list[Group]:
        groups = group_by_rule(self._forms())
        return before.attached(groups, before.earlier_sources(self.decided, self._forms())) if self.decided else groups

    async def _arrange(self, adjudicator: Adjudicator, claims: Sequence[MergedClaim]) -> Arrangement:
        """How the claims stand to each other; those of an earlier report, as it had them."""
        if self.decided is not None and not before.left_to_rules(self.decided, NESTING) and not self._new(claims):
            return self._with_carried(claims, Arrangement())
        asked = await adjudicator.arrange(claims)
        return self._with_carried(claims, asked or Arrangement(parents=self._parents_by_rule(claims)))

    def _with_carried(self, claims: Sequence[MergedClaim], found: Arrangement) -> Arrangement:
        """The arrangement as found just now where claims are new, and elsewhere as a model had decided it before."""
        if self.decided is None or before.left_to_rules(self.decided, NESTING):
            return found
        new = self._new(claims)
        added = (relation for relation in found.relations if not new.isdisjoint((relation.a, relation.b)))
        return Arrangement(
            same=tuple(one for one in found.same if len(one - new) < 2),
            parents=before.extended(before.carried_parents(self.decided, claims), found.parents, new),
            relations=(*before.carried_relations(self.decided, claims), *added),
        )

    def _new(self, claims: Sequence[MergedClaim]) -> set[str]:
        """The ids of the claims that the earlier report did not have."""
        return {claim.id for claim in claims} - {claim.id for claim in (self.decided.claims if self.decided else ())}

    def _parents_by_rule(self, claims: Sequence[MergedClaim]) -> dict[str, str]:
        shown = self.open_claims
        pairs = candidate_pairs(self.likeness) if shown.standing else shown.pairs
        return nest_by_rule(claims, self.claims, self.likeness, pairs)

    def _forms(self) -> list[Source]:
        return [source for _, source in self.sources]

    def _usage(self) -> Usage:
        """What the extractions cost, those of the earlier report as part of what that cost as a whole."""
        paid = {article.id: article.sha256 for article in self.earlier.articles} if self.earlier else {}
        new = (one.usage for one in self.extractions if paid.get(one.article.id) != one.article.sha256)
        return sum(new, self.earlier.usage if self.earlier else Usage())

    def _provenance(self) -> Provenance:
        so_far = self.earlier.provenance if self.earlier else Provenance(claimx=__version__)
        every = [*(extraction.provenance for extraction in self.extractions), so_far]
        return Provenance(
            claimx=__version__,
            model=so_far.model,
            answered_by=tuple(sorted({name for one in every for name in one.answered_by})),
            prompts={name: sha256 for one in every for name, sha256 in sorted(one.prompts.items())},
            replayed=so_far.replayed,
        )


def _unmet(why: str) -> Failure:
    return Failure(article=STORY, reason=why, retryable=False)


def _ids_now(separate: Iterable[MergedClaim], joined: Iterable[MergedClaim]) -> dict[str, str]:
    """For each merged claim as it was, the id of the one that holds its appearances now."""
    holder = {claim.id: merged.id for merged in joined for claim in merged.appearances}
    return {merged.id: holder[merged.appearances[0].id] for merged in separate}


def _distinct(resolved: Mapping[Source, ResolvedSource]) -> tuple[ResolvedSource, ...]:
    by_id = {source.id or "": source for source in resolved.values()}
    return tuple(source for _, source in sorted(by_id.items()))
