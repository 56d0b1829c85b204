"""A report as the document `claimx-report/1`, and the JSON Schema of that format."""

from __future__ import annotations

from typing import Any

from claimx.models import Attribution, Claim, MergedClaim, Report, Stance
from claimx.review import states
from claimx.writers.entries import (
    AppearanceEntry,
    ArticleEntry,
    AttributionEntry,
    ClaimEntry,
    FailureEntry,
    MergeEntry,
    OriginEntry,
    PositionEntry,
    ProvenanceEntry,
    QuantityEntry,
    RejectionEntry,
    RelationEntry,
    ReportDocument,
    SourceEntry,
    SpanEntry,
    StanceEntry,
    TimeEntry,
    UnreadEntry,
    VariantEntry,
)
from claimx.writers.resolution import SourceIndex
from claimx.writers.resumption import to_resumption


def to_document(report: Report) -> ReportDocument:
    """The report in the words and the order of the file format."""
    index = SourceIndex(report)
    sources = (*(source for source in report.sources if source.id is not None), *index.unlisted)
    converter = _ClaimConverter(report, index)
    return ReportDocument(
        format="claimx-report/1",
        articles=_to_articles(report),
        sources=tuple(SourceEntry.model_validate(source) for source in sources),
        claims=tuple(converter.convert(claim) for claim in report.claims),
        relations=tuple(RelationEntry.model_validate(relation) for relation in report.relations),
        origins=tuple(OriginEntry.model_validate(origin) for origin in report.origins),
        rejected=_to_rejections(report),
        unread=_to_unread(report),
        failures=tuple(FailureEntry.model_validate(failure) for failure in report.failures),
        usage=report.usage,
        provenance=ProvenanceEntry(
            **dict(report.provenance), overrides=report.overrides, resume=to_resumption(report, index)
        ),
    )


def report_schema() -> dict[str, Any]:
    """The JSON Schema of the report document."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:claimx:report:1",
        **ReportDocument.model_json_schema(mode="serialization"),
        "title": "claimx-report/1",
    }


class _ClaimConverter:
    """Merged claims → entries, with names turned into the ids of the sources they mean."""

    def __init__(self, report: Report, index: SourceIndex) -> None:
        self._index = index
        self._own_voice = {article.id: article.publisher or article.id for article in report.articles}

    def convert(self, claim: MergedClaim) -> ClaimEntry:
        return ClaimEntry(
            id=claim.id,
            text=claim.text,
            parent=claim.parent,
            salience=claim.salience,
            status=claim.status,
            origins=claim.origins,
            first_appearance=claim.first_appearance,
            appearances=tuple(self._convert_appearance(appearance) for appearance in claim.appearances),
            positions=tuple(
                PositionEntry(source=position.source.id, label=position.label, appearances=position.appearances)
                for position in claim.positions
            ),
            variants=tuple(VariantEntry.model_validate(variant) for variant in claim.variants),
            merges=tuple(MergeEntry.model_validate(merge) for merge in claim.merges),
        )

    def _convert_appearance(self, appearance: Claim) -> AppearanceEntry:
        return AppearanceEntry(
            id=appearance.id,
            article=appearance.article_id,
            text=appearance.text,
            kind=appearance.kind,
            evidence=tuple(SpanEntry.model_validate(span) for span in appearance.evidence),
            stances=tuple(self._convert_stance(stance, appearance.article_id) for stance in appearance.stances),
            quantities=tuple(QuantityEntry.model_validate(quantity) for quantity in appearance.quantities),
            time=TimeEntry.model_validate(appearance.time) if appearance.time else None,
            extra=appearance.extra,
        )

    def _convert_stance(self, stance: Stance, article_id: str) -> StanceEntry:
        return StanceEntry(
            holder=self._index.id_of(stance.holder) if stance.holder else None,
            holder_text=stance.holder.name if stance.holder else self._own_voice.get(article_id, article_id),
            label=stance.label,
            certainty=stance.certainty,
            evidence=tuple(SpanEntry.model_validate(span) for span in stance.evidence),
            attribution=self._convert_attribution(stance.attribution) if stance.attribution else None,
        )

    def _convert_attribution(self, attribution: Attribution) -> AttributionEntry:
        return AttributionEntry(
            cue=SpanEntry.model_validate(attribution.cue) if attribution.cue else None,
            content=SpanEntry.model_validate(attribution.content),
            mode=attribution.mode,
            via=tuple(self._index.id_of(source) for source in attribution.via),
            said_at=attribution.said_at,
        )


def _to_articles(report: Report) -> tuple[ArticleEntry, ...]:
    state = states(report)
    return tuple(
        ArticleEntry(
            id=article.id,
            path=article.path,
            sha256=article.sha256,
            publisher=article.publisher,
            headline=article.headline,
            byline=article.byline,
            url=article.url,
            published_at=article.published_at,
            language=article.language,
            state=state[article.id],
        )
        for article in report.articles
    )


def _to_rejections(report: Report) -> tuple[RejectionEntry, ...]:
    return tuple(
        RejectionEntry(article=article, reason=rejection.reason, text=rejection.text)
        for article, rejections in sorted(report.rejected.items())
        for rejection in rejections
    )


def _to_unread(report: Report) -> tuple[UnreadEntry, ...]:
    return tuple(
        UnreadEntry(article=article, start=span.start, end=span.end, exact=span.exact)
        for article, spans in sorted(report.unread.items())
        for span in spans
    )
