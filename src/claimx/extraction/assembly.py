"""The model's answer, grounded: each mention becomes a stance with spans, or a rejection with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from claimx.extraction.numbering import NumberedArticle
from claimx.extraction.wire import ClaimsAnswer, WireClaim, WireFigure, WireMention, WireSource
from claimx.models import Attribution, Claim, ClaimKind, Quantity, Rejection, Source, Span, Stance, TimeReference
from claimx.text import Figure, read_figure, read_time

_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»」）)]*$")


@dataclass(frozen=True)
class Unfound:
    """A mention whose quote does not stand in the article; it may be asked for again."""

    claim: str
    sentence: int
    quote: str


@dataclass
class _Draft:
    """A claim while its mentions are being gathered."""

    text: str
    kind: ClaimKind
    stances: list[Stance] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    time: TimeReference | None = None

    @property
    def evidence(self) -> tuple[Span, ...]:
        spans = {span for stance in self.stances for span in stance.evidence}
        return tuple(sorted(spans, key=lambda span: (span.start, span.end)))


class Assembly:
    """Gathers the answers for one article; a later answer adds to an earlier claim by repeating its text."""

    def __init__(self, numbered: NumberedArticle) -> None:
        self.numbered = numbered
        self.rejected: list[Rejection] = []
        self.unfound: list[Unfound] = []
        self._sources: dict[str, Source] = {}
        self._drafts: dict[str, _Draft] = {}
        self._furniture: set[int] = set()

    def add(self, answer: ClaimsAnswer) -> None:
        """Ground `answer`. A quote lost before counts as found when its claim is repeated here with one that stands."""
        lost_before, self.unfound = self.unfound, []
        had = {text: len(draft.stances) for text, draft in self._drafts.items()}
        self._sources |= {source.key: _source(source) for source in answer.sources}
        self._furniture |= set(answer.furniture)
        for claim in answer.claims:
            self._add_claim(claim)
        lost_again = set(self.unfound)
        self.unfound += [
            lost
            for lost in lost_before
            if lost not in lost_again and len(self._drafts[lost.claim].stances) == had[lost.claim]
        ]

    def reject_unfound(self) -> None:
        """Give up on the quotes that are still not found."""
        self.rejected += [
            Rejection(reason="the quote does not stand in the article", text=f"{lost.claim} — “{lost.quote}”")
            for lost in self.unfound
        ]
        self.unfound = []

    def claims(self) -> tuple[Claim, ...]:
        """The claims in order of their first evidence; a claim without any is not kept."""
        drafts = sorted(
            (draft for draft in self._drafts.values() if draft.stances),
            key=lambda draft: (draft.evidence[0].start, draft.evidence[0].end, draft.text),
        )
        article_id = self.numbered.article.id
        return tuple(
            Claim(
                id=f"{article_id}#{number}",
                article_id=article_id,
                text=draft.text,
                kind=draft.kind,
                evidence=draft.evidence,
                stances=tuple(sorted(draft.stances, key=lambda stance: stance.evidence[0].start)),
                quantities=tuple(draft.quantities),
                time=draft.time,
            )
            for number, draft in enumerate(drafts, start=1)
        )

    def furniture(self) -> tuple[Span, ...]:
        numbered = self.numbered
        return tuple(
            numbered.span_of(sentence) for sentence in numbered.sentences if sentence.number in self._furniture
        )

    def passed_over(self) -> list[int]:
        """The numbers of the sentences that say something, stand in no mention and are no furniture."""
        covered = {
            sentence.number
            for draft in self._drafts.values()
            for span in draft.evidence
            for sentence in self.numbered.sentences_of(span)
        }
        return [
            sentence.number
            for sentence in self.numbered.sentences
            if sentence.number not in covered | self._furniture and _says_something(self.numbered.text_of(sentence))
        ]

    def unread(self) -> tuple[Span, ...]:
        passed_over = set(self.passed_over())
        numbered = self.numbered
        return tuple(numbered.span_of(sentence) for sentence in numbered.sentences if sentence.number in passed_over)

    def _add_claim(self, wire: WireClaim) -> None:
        text = wire.text.strip()
        if not text:
            self._reject("a claim without words", repr(wire.text))
            return
        draft = self._drafts.setdefault(text, _Draft(text, wire.kind))
        for mention in wire.mentions:
            stance = self._stance(text, mention)
            if stance is not None and stance not in draft.stances:
                draft.stances.append(stance)
        windows = [self._reach(span) for span in draft.evidence]
        for quantity in self._quantities(wire.figures, windows):
            if quantity not in draft.quantities:
                draft.quantities.append(quantity)
        draft.time = draft.time or self._time(wire.time, windows)

    def _stance(self, claim: str, mention: WireMention) -> Stance | None:
        span = self.numbered.index.locate(mention.quote, self.numbered.window(mention.sentence))
        if span is None:
            self.unfound.append(Unfound(claim, mention.sentence, mention.quote))
            return None
        if all(sentence.number in self._furniture for sentence in self.numbered.sentences_of(span)):
            self._reject("the quote stands in furniture", f"{claim} — “{span.exact}”")
            return None
        keys = [key for key in (mention.holder, *mention.via) if key is not None]
        unknown = [key for key in keys if key not in self._sources]
        if unknown:
            self._reject(f"no such source: {', '.join(unknown)}", f"{claim} — “{span.exact}”")
            return None
        reach = self._reach(span)
        return Stance(
            holder=self._sources[mention.holder] if mention.holder is not None else None,
            label=mention.label,
            certainty=mention.certainty,
            hedge=self._within(mention.hedge, [reach], "hedge"),
            attribution=self._attribution(mention, span, reach),
            evidence=(span,),
        )

    def _attribution(self, mention: WireMention, content: Span, reach: tuple[int, int]) -> Attribution | None:
        if mention.holder is None:
            return None
        return Attribution(
            source=self._sources[mention.holder],
            cue=self._within(mention.cue, [reach], "cue"),
            content=content,
            mode=mention.mode or "indirect",
            via=tuple(self._sources[key] for key in mention.via),
            said_at=mention.said_at,
        )

    def _quantities(self, figures: Iterable[WireFigure], windows: list[tuple[int, int]]) -> Iterator[Quantity]:
        for wire in figures:
            span = self._within(wire.quote, windows, "figure")
            if span is None:
                continue
            figure = read_figure(span.exact, self.numbered.article.language) or Figure()
            yield Quantity(value=figure.value, low=figure.low, high=figure.high, unit=wire.unit, of=wire.of, span=span)

    def _time(self, phrase: str | None, windows: list[tuple[int, int]]) -> TimeReference | None:
        span = self._within(phrase, windows, "time")
        if span is None:
            return None
        interval = read_time(span.exact, self.numbered.article.published_at)
        return TimeReference(
            start=interval.start if interval else None,
            end=interval.end if interval else None,
            text=span.exact,
            span=span,
        )

    def _reach(self, span: Span) -> tuple[int, int]:
        """The sentences a mention touches and their neighbours: cues and times may stand next door, no farther."""
        touched = self.numbered.sentences_of(span)
        sentences = self.numbered.sentences
        first, last = touched[0].number - 2, touched[-1].number
        return sentences[max(0, first)].start, sentences[min(last, len(sentences) - 1)].end

    def _within(self, words: str | None, windows: list[tuple[int, int]], what: str) -> Span | None:
        """`words` inside one of `windows`; found only elsewhere, they do not belong to the mention."""
        if not words or not windows:
            return None
        for start, end in windows:
            span = self.numbered.index.locate(words, (start, end))
            if span is not None and start <= span.start and span.end <= end:
                return span
        self._reject(f"the words given as {what} do not stand beside the quote", words)
        return None

    def _reject(self, reason: str, text: str) -> None:
        self.rejected.append(Rejection(reason=reason, text=text))


def _source(wire: WireSource) -> Source:
    return Source(name=wire.name, kind=wire.kind, role=wire.role, affiliation=wire.affiliation, named=wire.named)


def _says_something(sentence: str) -> bool:
    """A sentence, or a line as long as one; a subheading or a bare "he said." is not worth a second look."""
    words = len(sentence.split()) + sum(character > "\u2e80" for character in sentence) // 2
    return words >= (3 if _SENTENCE_END.search(sentence) else 6)
