"""A report as one flat table for spreadsheets and data frames: a row for each stance of each appearance of each claim.

A stance that rests on several stretches of text has a row for each; today it always rests on one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from claimx.models import Article, Claim, MergedClaim, Plain, Report, ResolvedSource, Span, Stance
from claimx.writers.extra_values import extra_names, to_cell
from claimx.writers.resolution import SourceIndex


@dataclass(frozen=True, slots=True)
class StanceRow:
    """One stance with all that is needed to read it alone.

    `holder_id` is None where the article speaks in its own voice; `holder` then is its publisher. `holder_as_given` is
    the name in this article. `start` and `end` count code points of the article's text; `before` and `after` are up to
    80 characters on either side of the quote. `via` names who relayed it, outermost last, with semicolons between them.
    `extra` is one cell for each field of one's own that the report has.
    """

    claim_id: str
    claim: str
    parent: str | None
    status: str
    salience: float
    appearance_id: str
    appearance: str
    kind: str
    article_id: str
    publisher: str | None
    headline: str | None
    byline: str | None
    url: str | None
    published_at: datetime | None
    language: str | None
    origin: str | None
    label: str
    certainty: str
    holder_id: str | None
    holder: str
    holder_as_given: str | None
    holder_kind: str | None
    holder_named: bool | None
    holder_role: str | None
    holder_affiliation: str | None
    mode: str | None
    via: str | None
    cue: str | None
    hedge: str | None
    said_at: str | None
    quote: str
    start: int
    end: int
    alignment: str
    before: str
    after: str
    extra: tuple[Plain, ...] = ()

    def cells(self) -> tuple[object, ...]:
        """What stands in the columns that `column_names` names."""
        return (*(getattr(self, name) for name in COLUMNS), *self.extra)


COLUMNS = tuple(field.name for field in fields(StanceRow) if field.name != "extra")
"""Those that every report has."""
EXTRA = "extra."
"""Before the name of a field of one's own, whose column can then take no other one's place."""
_CONTEXT = 80


def column_names(report: Report) -> tuple[str, ...]:
    """The columns of the report's table: the same for every report, and then one for each field of one's own."""
    return (*COLUMNS, *(f"{EXTRA}{name}" for name in extra_names(report)))


def stance_rows(report: Report) -> Iterator[StanceRow]:
    """The rows, claims in order of salience as they stand in the report, articles as they appeared."""
    return _Table(report).rows()


def stance_columns(report: Report) -> dict[str, list[object]]:
    """The same table column by column; published_at is a moment with its offset from UTC."""
    columns: dict[str, list[object]] = {name: [] for name in column_names(report)}
    for row in stance_rows(report):
        for name, value in zip(columns, row.cells(), strict=True):
            columns[name].append(value)
    return columns


class _Table:
    def __init__(self, report: Report) -> None:
        self._report = report
        self._index = SourceIndex(report)
        self._articles = {article.id: article for article in report.articles}
        self._sources = {source.id: source for source in (*report.sources, *self._index.unlisted)}
        self._extra = extra_names(report)
        self._origins = {article_id: origin.id for origin in report.origins for article_id in origin.articles}

    def rows(self) -> Iterator[StanceRow]:
        for claim in self._report.claims:
            for appearance in claim.appearances:
                for stance in appearance.stances:
                    for span in stance.evidence:
                        yield self._row(claim, appearance, stance, span)

    def _row(self, claim: MergedClaim, appearance: Claim, stance: Stance, span: Span) -> StanceRow:
        article = self._articles.get(appearance.article_id) or Article(id=appearance.article_id, text="")
        attribution, given = stance.attribution, stance.holder
        holder = self._resolve(stance)
        return StanceRow(
            claim_id=claim.id,
            claim=claim.text,
            parent=claim.parent,
            status=claim.status,
            salience=claim.salience,
            appearance_id=appearance.id,
            appearance=appearance.text,
            kind=appearance.kind,
            article_id=article.id,
            publisher=article.publisher,
            headline=article.headline,
            byline=article.byline,
            url=article.url,
            published_at=article.published_at,
            language=article.language,
            origin=self._origins.get(article.id),
            label=stance.label,
            certainty=stance.certainty,
            holder_id=holder.id if holder else None,
            holder=holder.name if holder else article.publisher or article.id,
            holder_as_given=given.name if given else None,
            holder_kind=holder.kind if holder else None,
            holder_named=holder.named if holder else None,
            holder_role=holder.role if holder else None,
            holder_affiliation=holder.affiliation if holder else None,
            mode=attribution.mode if attribution else None,
            via="; ".join(source.name for source in attribution.via) or None if attribution else None,
            cue=attribution.cue.exact if attribution and attribution.cue else None,
            hedge=stance.hedge.exact if stance.hedge else None,
            said_at=attribution.said_at if attribution else None,
            quote=span.exact,
            start=span.start,
            end=span.end,
            alignment=span.alignment,
            before=span.prefix(article.text, _CONTEXT),
            after=span.suffix(article.text, _CONTEXT),
            extra=tuple(to_cell(appearance.extra.get(name)) for name in self._extra),
        )

    def _resolve(self, stance: Stance) -> ResolvedSource | None:
        return self._sources[self._index.id_of(stance.holder)] if stance.holder else None
