"""A story put together: pure and deterministic without a model; with one, the model decides what rules leave open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claimx._version import __version__
from claimx.llm import Asker, Model, connect, run_sync
from claimx.models import Extraction, MergedClaim, Provenance, Report, ResolvedSource, Source, Usage
from claimx.reconciliation.adjudication import Adjudicator
from claimx.reconciliation.candidates import candidate_pairs
from claimx.reconciliation.clustering import Group, cluster
from claimx.reconciliation.likeness import Likeness
from claimx.reconciliation.merging import Method, Story, merge
from claimx.reconciliation.origins import find_origins
from claimx.reconciliation.sources import group_by_rule, resolve, sources_of


def reconcile(extractions: Iterable[Extraction], *, model: Model | None = None) -> Report:
    """The report on one story. The order of `extractions` does not matter.

    Without `model` rules alone decide: nothing is asked, and the result is the same on every machine. With one, a
    question that it cannot answer, or answers with no partition, is left to the rules and stands in `failures`.
    """
    story = _Prepared(extractions)
    if model is None or model.by_rule:
        return story.report(story.by_rule())
    return run_sync(_areconcile(story, model))


async def areconcile(extractions: Iterable[Extraction], *, model: Model | Asker | None = None) -> Report:
    """As `reconcile`, for callers with an event loop, or with a connection to share."""
    story = _Prepared(extractions)
    if model is None or (isinstance(model, Model) and model.by_rule):
        return story.report(story.by_rule())
    return await _areconcile(story, model)


async def _areconcile(story: _Prepared, model: Model | Asker) -> Report:
    if isinstance(model, Model):
        async with connect(model) as session:
            return await story.by_model(Adjudicator(session))
    return await story.by_model(Adjudicator(model))


@dataclass(frozen=True)
class _Decisions:
    """What has been decided of a story: by rule, or by the model."""

    groups: Sequence[tuple[Group, Method]]
    sources: Sequence[Group]


class _Prepared:
    """A story with all that is computed from it once."""

    def __init__(self, extractions: Iterable[Extraction]) -> None:
        self.extractions = sorted(extractions, key=lambda extraction: extraction.article.id)
        self.claims = [claim for extraction in self.extractions for claim in extraction.claims]
        self.likeness = Likeness(self.claims)
        self.pairs = candidate_pairs(self.likeness)
        self.sources = sources_of(self.extractions)

    def by_rule(self) -> _Decisions:
        groups = cluster(len(self.claims), self.pairs, self.likeness)
        return _Decisions([(group, "rule") for group in groups], group_by_rule(self._forms()))

    async def by_model(self, adjudicator: Adjudicator) -> Report:
        groups = await adjudicator.group_claims(self.claims, self.pairs, self.likeness)
        sources = await adjudicator.group_sources(self.sources)
        report = self.report(_Decisions(groups, sources))
        parents, relations = await adjudicator.nest(report.claims)
        return report.model_copy(
            update={
                "claims": _nested(report.claims, parents),
                "relations": relations,
                "failures": tuple(adjudicator.failures),
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
        resolved = resolve(self._forms(), decisions.sources)
        origins = find_origins(self.extractions)
        articles = {extraction.article.id: extraction.article for extraction in self.extractions}
        story = Story(articles, self.claims, self.likeness, resolved, origins)
        merged = [merge(story, group, method) for group, method in decisions.groups]
        return Report(
            articles=tuple(articles.values()),
            claims=tuple(sorted(merged, key=lambda claim: (-claim.salience, claim.id))),
            origins=origins,
            sources=_distinct(resolved),
            rejected={one.article.id: one.rejected for one in self.extractions if one.rejected},
            unread={one.article.id: one.unread for one in self.extractions if one.unread},
            usage=sum((one.usage for one in self.extractions), Usage()),
            provenance=self._provenance(),
        )

    def _forms(self) -> list[Source]:
        return [source for _, source in self.sources]

    def _provenance(self) -> Provenance:
        made_by = [extraction.provenance for extraction in self.extractions]
        return Provenance(
            claimx=__version__,
            answered_by=tuple(sorted({name for one in made_by for name in one.answered_by})),
            prompts={name: sha256 for one in made_by for name, sha256 in sorted(one.prompts.items())},
        )


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


def _distinct(resolved: Mapping[Source, ResolvedSource]) -> tuple[ResolvedSource, ...]:
    by_id = {source.id or "": source for source in resolved.values()}
    return tuple(source for _, source in sorted(by_id.items()))
