"""The document `claimx-report/1` back into a report: what `to_document` wrote, with the articles' texts put to it.

A source that one article gives in several forms of one name comes back in the first of them; nothing else is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar

from pydantic import BaseModel

from claimx.models import (
    OWN_VOICE,
    Article,
    ArticleSpan,
    Attribution,
    Claim,
    Failure,
    Label,
    Merge,
    MergedClaim,
    Origin,
    Overrides,
    Position,
    Provenance,
    Quantity,
    Rejection,
    Relation,
    Report,
    ResolvedSource,
    Source,
    Span,
    Stance,
    TimeReference,
    Variant,
)
from claimx.writers.entries import (
    AppearanceEntry,
    AttributionEntry,
    ClaimEntry,
    FurnitureEntry,
    ReportDocument,
    ResumptionEntry,
    SourceEntry,
    SpanEntry,
    StanceEntry,
    UnreadEntry,
)

V = TypeVar("V", bound=BaseModel)


def from_document(document: ReportDocument, articles: Mapping[str, Article]) -> Report:
    """The report that was written as `document`; `articles` holds each of its articles, by id."""
    resume = document.provenance.resume or ResumptionEntry(sources=(), hedges=(), furniture=(), conflicts=())
    restorer = _Restorer(document.sources, resume)
    rejected: dict[str, tuple[Rejection, ...]] = defaultdict(tuple)
    for entry in document.rejected:
        rejected[entry.article] += (Rejection(reason=entry.reason, text=entry.text),)
    return Report(
        articles=tuple(articles[entry.id] for entry in document.articles),
        claims=tuple(restorer.claim(entry) for entry in document.claims),
        relations=tuple(_value(Relation, entry) for entry in document.relations),
        origins=tuple(_value(Origin, entry) for entry in document.origins),
        sources=tuple(restorer.sources.values()),
        rejected=dict(rejected),
        unread=_spans(document.unread),
        furniture=_spans(resume.furniture),
        overrides=document.provenance.overrides or Overrides(),
        failures=tuple(_value(Failure, entry) for entry in document.failures),
        usage=document.usage,
        provenance=Provenance.model_validate(document.provenance.model_dump(exclude={"overrides", "resume"})),
    )


class _Restorer:
    """Entries → claims, with the ids of sources turned back into the forms in which the articles give them."""

    def __init__(self, entries: Iterable[SourceEntry], resume: ResumptionEntry) -> None:
        as_given: dict[str, tuple[Source, ...]] = defaultdict(tuple)
        self._forms: dict[tuple[str, str], list[Source]] = defaultdict(list)
        for given in resume.sources:
            form = Source(**given.model_dump(include=set(Source.model_fields)))
            as_given[given.source] += (form,)
            for article_id in given.articles:
                self._forms[given.source, article_id].append(form)
        self.sources = {
            entry.id: ResolvedSource(**entry.model_dump(), as_given=as_given[entry.id]) for entry in entries
        }
        self._hedges = {(entry.appearance, entry.stance): _span(entry.span) for entry in resume.hedges}
        self._conflicts = {(entry.claim, entry.variant) for entry in resume.conflicts}

    def claim(self, entry: ClaimEntry) -> MergedClaim:
        appearances = {appearance.id: self._appearance(appearance) for appearance in entry.appearances}
        return MergedClaim(
            id=entry.id,
            text=entry.text,
            appearances=tuple(appearances.values()),
            parent=entry.parent,
            salience=entry.salience,
            status=entry.status,
            positions=self._positions(entry),
            variants=tuple(
                Variant(**variant.model_dump(), compatible=(entry.id, place) not in self._conflicts)
                for place, variant in enumerate(entry.variants)
            ),
            origins=entry.origins,
            first_appearance=entry.first_appearance,
            merges=tuple(_value(Merge, merge) for merge in entry.merges),
        )

    def _appearance(self, entry: AppearanceEntry) -> Claim:
        return Claim(
            id=entry.id,
            article_id=entry.article,
            text=entry.text,
            kind=entry.kind,
            evidence=tuple(_span(span) for span in entry.evidence),
            stances=tuple(
                self._stance(stance, entry.article, self._hedges.get((entry.id, place)))
                for place, stance in enumerate(entry.stances)
            ),
            quantities=tuple(_value(Quantity, quantity) for quantity in entry.quantities),
            time=_value(TimeReference, entry.time) if entry.time else None,
            extra=entry.extra,
        )

    def _stance(self, entry: StanceEntry, article_id: str, hedge: Span | None) -> Stance:
        holder = self._form(entry.holder, article_id, entry.holder_text) if entry.holder is not None else None
        return Stance(
            holder=holder,
            label=entry.label,
            certainty=entry.certainty,
            hedge=hedge,
            attribution=self._attribution(entry.attribution, holder, article_id) if entry.attribution else None,
            evidence=tuple(_span(span) for span in entry.evidence),
        )

    def _attribution(self, entry: AttributionEntry, holder: Source | None, article_id: str) -> Attribution | None:
        if holder is None:
            return None
        return Attribution(
            source=holder,
            cue=_span(entry.cue) if entry.cue else None,
            content=_span(entry.content),
            mode=entry.mode,
            via=tuple(self._form(source, article_id) for source in entry.via),
            said_at=entry.said_at,
        )

    def _form(self, source_id: str, article_id: str, name: str | None = None) -> Source:
        """The source as the article gives it, by this name; as it is across articles where no form was written."""
        forms = self._forms.get((source_id, article_id), [])
        named = [form for form in forms if form.name == name] or forms
        if named:
            return named[0]
        resolved = self.sources[source_id]
        return Source(**{**resolved.model_dump(include=set(Source.model_fields)), "name": name or resolved.name})

    def _positions(self, entry: ClaimEntry) -> tuple[Position, ...]:
        spans: dict[tuple[str | None, Label], list[ArticleSpan]] = defaultdict(list)
        for appearance in entry.appearances:
            for stance in appearance.stances:
                spans[stance.holder, stance.label] += (
                    ArticleSpan(**span.model_dump(), article_id=appearance.article) for span in stance.evidence
                )
        return tuple(
            Position(
                source=OWN_VOICE if position.source is None else self.sources[position.source],
                label=position.label,
                evidence=tuple(spans[position.source, position.label]),
                appearances=position.appearances,
            )
            for position in entry.positions
        )


def _value(kind: type[V], entry: BaseModel) -> V:
    return kind.model_validate(entry.model_dump())


def _span(entry: SpanEntry) -> Span:
    return _value(Span, entry)


def _spans(entries: Iterable[UnreadEntry | FurnitureEntry]) -> dict[str, tuple[Span, ...]]:
    spans: dict[str, tuple[Span, ...]] = defaultdict(tuple)
    for entry in entries:
        spans[entry.article] += (Span(start=entry.start, end=entry.end, exact=entry.exact),)
    return dict(spans)
