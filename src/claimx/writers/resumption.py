"""What of a report its document has no field for, and going on with it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from claimx.models import Report, Source
from claimx.writers.entries import (
    ConflictEntry,
    FurnitureEntry,
    HedgeEntry,
    ResumptionEntry,
    SourceFormEntry,
    SpanEntry,
)
from claimx.writers.resolution import SourceIndex


def to_resumption(report: Report, index: SourceIndex) -> ResumptionEntry:
    """The forms in which articles give their sources, hedges, furniture, and which variants conflict."""
    return ResumptionEntry(
        sources=tuple(_forms(report, index)),
        hedges=tuple(_hedges(report)),
        furniture=tuple(
            FurnitureEntry(article=article, start=span.start, end=span.end, exact=span.exact)
            for article, spans in sorted(report.furniture.items())
            for span in spans
        ),
        conflicts=tuple(
            ConflictEntry(claim=claim.id, variant=place)
            for claim in report.claims
            for place, variant in enumerate(claim.variants)
            if not variant.compatible
        ),
    )


def _forms(report: Report, index: SourceIndex) -> Iterator[SourceFormEntry]:
    given_in: dict[Source, set[str]] = defaultdict(set)
    for claim in report.claims:
        for appearance in claim.appearances:
            for source in appearance.sources():
                given_in[source].add(appearance.article_id)
    listed = dict.fromkeys(form for source in (*report.sources, *index.unlisted) for form in source.as_given)
    for form in listed:
        articles = tuple(sorted(given_in.get(form, ())))
        yield SourceFormEntry(source=index.id_of(form), **dict(form), articles=articles)


def _hedges(report: Report) -> Iterator[HedgeEntry]:
    for claim in report.claims:
        for appearance in claim.appearances:
            for place, stance in enumerate(appearance.stances):
                if stance.hedge is not None:
                    span = SpanEntry.model_validate(stance.hedge)
                    yield HedgeEntry(appearance=appearance.id, stance=place, span=span)
