"""The model's answer, grounded: each mention becomes a stance with spans, or a rejection with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimx.extraction.audit import Audit, audit
from claimx.extraction.chunks import Chunk
from claimx.extraction.drafts import Draft, absorb, join, shares
from claimx.extraction.instructions import own_values
from claimx.extraction.numbering import NumberedArticle
from claimx.extraction.sayings import Saying, Sayings
from claimx.extraction.standalone import pointing_words
from claimx.extraction.wire import ClaimsAnswer, WireClaim, WireFigure, WireMention, WireSource
from claimx.models import Certainty, Claim, Label, Quantity, Rejection, Source, Span, Stance, TimeReference
from claimx.text import Figure, read_figure

_UNHEDGED: dict[Label, Certainty] = {"support": "certain", "deny": "certain"}
"""How certain whoever holds a stance without a hedge is; a question or a "no comment" is certain of nothing."""


@dataclass(frozen=True)
class Unfound:
    """A mention whose quote does not stand in the article; it may be asked for again."""

    claim: str
    sentence: int
    quote: str
    label: Label
    holder: Source | None

    @property
    def mention(self) -> tuple[str, Label, Source | None]:
        """Whose stance toward what: by this it is known again in a later answer, where its quote is another."""
        return self.claim, self.label, self.holder


class Assembly:
    """Gathers the answers for one chunk; a later answer adds to an earlier claim by its number or its text.

    `joined` makes the assembly of the whole article from those of its chunks. Source keys never leave their chunk: each
    stance holds its sources themselves, so that one conversation's s1 cannot become another's.
    """

    def __init__(self, numbered: NumberedArticle, chunk: Chunk | None = None) -> None:
        self.numbered = numbered
        self.chunk = chunk or Chunk.whole(numbered)
        self.rejected: list[Rejection] = []
        self.unfound: list[Unfound] = []
        self._sources: dict[str, Source] = {}
        self._sayings = Sayings({}, {})
        self._drafts: dict[str, Draft] = {}
        self._furniture = set(numbered.furniture.intersection(self.chunk.own))
        self._given: set[tuple[str, Label, Source | None]] = set()

    @classmethod
    def joined(cls, numbered: NumberedArticle, parts: Sequence[Assembly]) -> Assembly:
        """What was given for the chunks of an article, as if for the article; what several gave stands once."""
        if len(parts) == 1:
            return parts[0]
        whole = cls(numbered)
        answered = {number for part in parts for number in part._accounted_for() if number in part.chunk.own}
        whole._drafts = {draft.text: draft for draft in join(part._own_drafts(answered) for part in parts)}
        for part in parts:
            whole.rejected += part.rejected
            whole._furniture |= part._furniture.intersection(part.chunk.own)
        return whole

    def add(self, answer: ClaimsAnswer) -> None:
        """Ground `answer`. A mention lost before is found when this answer gives it with a quote that stands."""
        lost_before, self.unfound = self.unfound, []
        self._given = set()
        pointing = {text: self._drafts[text] for text in self.pointing()}
        listed = [text for text, _ in self.listed()]
        self._sources |= {source.key: _source(source) for source in answer.sources}
        self._sayings = Sayings.grounded(answer.sayings, self._sources, self._beside)
        self._furniture.update(number for number in answer.furniture if self.numbered.window(number) is not None)
        for claim in answer.claims:
            self._add_claim(_named(claim, listed))
        given = self._given | {lost.mention for lost in self.unfound}
        self.unfound += (lost for lost in lost_before if lost.mention not in given)
        self._replace(pointing)

    def reject_unfound(self) -> None:
        """Give up on the quotes that are still not found."""
        self.rejected += [
            Rejection(reason="the quote does not stand in the article", text=f"{lost.claim} — “{lost.quote}”")
            for lost in dict.fromkeys(self.unfound)
        ]
        self.unfound = []

    def claims(self) -> tuple[Claim, ...]:
        """The claims in order of their first evidence; a claim without any is not kept."""
        drafts = sorted(
            ((draft.evidence, draft) for draft in self._drafts.values() if draft.stances),
            key=lambda found: (found[0][0].start, found[0][0].end, found[1].text),
        )
        article_id = self.numbered.article.id
        return tuple(
            Claim(
                id=f"{article_id}#{number}",
                article_id=article_id,
                text=draft.text,
                kind=draft.kind,
                evidence=evidence,
                stances=tuple(sorted(draft.stances, key=lambda stance: stance.evidence[0].start)),
                quantities=tuple(draft.quantities),
                time=draft.time,
                extra=draft.own,
            )
            for number, (evidence, draft) in enumerate(drafts, start=1)
        )

    def furniture(self) -> tuple[Span, ...]:
        numbered = self.numbered
        return tuple(
            numbered.span_of(sentence) for sentence in numbered.sentences if sentence.number in self._furniture
        )

    def sources(self) -> list[tuple[str, str]]:
        """Key and name of each source given so far."""
        return [(key, source.name) for key, source in self._sources.items()]

    def listed(self) -> list[tuple[str, list[tuple[int, Label]]]]:
        """The claims given so far in the order of their numbers (from 1): text, and where it has which stance."""
        return [
            (text, [(self.numbered.sentences_of(one.evidence[0])[0].number, one.label) for one in draft.stances])
            for text, draft in self._drafts.items()
        ]

    def pointing(self) -> list[str]:
        """The texts that cannot be read alone, because they begin with "he" or "the official"."""
        language = self.numbered.article.language
        return [text for text, draft in self._drafts.items() if draft.stances and pointing_words(text, language)]

    def audit(self) -> Audit:
        """What the answers so far leave open."""
        stances = [stance for draft in self._drafts.values() for stance in draft.stances]
        return audit(self.chunk, stances, self._furniture)

    def unread(self, found: Iterable[Span]) -> tuple[Span, ...]:
        """`found` in single chunks, without the sentences that a neighbour was shown too and gave a claim of."""
        numbered = self.numbered
        read = {numbered.sentences[number - 1] for number in self._accounted_for()}
        places = {(sentence.start, sentence.end) for sentence in read}
        return tuple(span for span in found if (span.start, span.end) not in places)

    def _accounted_for(self) -> set[int]:
        """The numbers of the sentences that stand in a mention or are furniture."""
        return self._furniture.union(*(self._touched(draft) for draft in self._drafts.values()))

    def _touched(self, draft: Draft) -> set[int]:
        return {sentence.number for span in draft.evidence for sentence in self.numbered.sentences_of(span)}

    def _own_drafts(self, answered: set[int]) -> list[Draft]:
        """Without the claims that stand only in context which its own chunk has `answered` for.

        Otherwise each of fifty chunks would add the claims of the lead once more, in words of its own.
        """

        def stands_here(draft: Draft) -> bool:
            return any(number in self.chunk.own or number not in answered for number in self._touched(draft))

        return [draft for draft in self._drafts.values() if stands_here(draft)]

    def _add_claim(self, wire: WireClaim) -> None:
        text = wire.text.strip()
        if not text:
            self._reject("a claim without words", repr(wire.text))
            return
        if not wire.mentions:
            self._reject("a claim without a mention", text)
            return
        draft = self._drafts.setdefault(text, Draft(text, wire.kind, own_values(wire)))
        for mention in wire.mentions:
            stance = self._stance(text, mention)
            if stance is not None:
                draft.stances[stance] = None
        # Figures and time stand beside a mention: they wait until one is found, maybe in a later answer.
        draft.waiting.append(wire)
        windows = [self._reach(span) for span in draft.evidence]
        while windows and draft.waiting:
            given = draft.waiting.pop(0)
            draft.quantities |= dict.fromkeys(self._quantities(given.figures, windows))
            draft.time = draft.time or self._time(given.time, windows)

    def _replace(self, pointing: Mapping[str, Draft]) -> None:
        """Put claims that can be read alone in the place of those that could not, where they share a mention."""
        for text, draft in pointing.items():
            better = next(
                (one for one in self._drafts.values() if one.text not in pointing and shares(one, draft)), None
            )
            if better is not None:
                absorb(better, draft)
                del self._drafts[text]

    def _stance(self, claim: str, mention: WireMention) -> Stance | None:
        saying: Saying | None = None
        if mention.saying is not None:
            if fault := self._sayings.fault(mention.saying):
                self._reject(fault, f"{claim} — “{mention.quote}”")
                return None
            saying = self._sayings.by_number[mention.saying]
        holder = saying.holder if saying else None
        span = self.chunk.locate_in_sentence(mention.quote, mention.sentence)
        if span is None:
            self.unfound.append(Unfound(claim, mention.sentence, mention.quote, mention.label, holder))
            return None
        self._given.add((claim, mention.label, holder))
        if all(sentence.number in self._furniture for sentence in self.numbered.sentences_of(span)):
            self._reject("the quote stands in furniture", f"{claim} — “{span.exact}”")
            return None
        return Stance(
            holder=holder,
            label=mention.label,
            certainty=_certainty(mention),
            hedge=self._within(mention.hedge.words, [self._reach(span)], "hedge") if mention.hedge else None,
            attribution=saying.attribution(span, self.numbered.quotations) if saying else None,
            evidence=(span,),
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
        interval = self.numbered.read_time(span.exact)
        return TimeReference(
            start=interval.start if interval else None,
            end=interval.end if interval else None,
            text=span.exact,
            span=span,
        )

    def _reach(self, span: Span) -> tuple[int, int]:
        """The sentences a mention touches and their neighbours: hedges and times may stand next door, no farther."""
        touched = self.numbered.sentences_of(span)
        return self.numbered.around(touched[0].number, touched[-1].number)

    def _beside(self, words: str | None, number: int, what: str) -> Span | None:
        """`words` in the sentence of this number or a neighbour of it."""
        alone = self.chunk.sentence(number)
        return self._within(words, [alone, self.numbered.around(number, number)] if alone else [], what)

    def _within(self, words: str | None, windows: list[tuple[int, int]], what: str) -> Span | None:
        """`words` inside one of `windows`; found only elsewhere, they do not belong to the mention."""
        if not words:
            return None
        for start, end in windows:
            span = self.chunk.locate(words, (start, end))
            if span is not None and start <= span.start and span.end <= end:
                return span
        self._reject(f"the words given as {what} do not stand beside the quote", words)
        return None

    def _reject(self, reason: str, text: str) -> None:
        self.rejected.append(Rejection(reason=reason, text=text))


def _source(wire: WireSource) -> Source:
    return Source(name=wire.name, kind=wire.kind, role=wire.role, affiliation=wire.affiliation, named=wire.named)


def _named(claim: WireClaim, listed: Sequence[str]) -> WireClaim:
    """A claim of the list, which a later answer names by its number, with its text."""
    number = claim.text.strip()
    if number.isascii() and number.isdecimal() and 1 <= int(number) <= len(listed):
        return claim.model_copy(update={"text": listed[int(number) - 1]})
    return claim


def _certainty(mention: WireMention) -> Certainty:
    if mention.hedge is not None:
        return mention.hedge.certainty
    return _UNHEDGED.get(mention.label, "unspecified")
