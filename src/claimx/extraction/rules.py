"""One article without a model: reported speech, denials and figures by rule, in the article's own words.

It finds what cue words and quotation marks show, and nothing that takes understanding: claims are verbatim, pronouns
inside them stay, certainty is not judged, and a claim in the article's own voice is found only where it holds a figure.
What it passed over stands in `unread`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from claimx._version import __version__
from claimx.extraction.hidden_text import hidden_text
from claimx.extraction.speakers import Speakers
from claimx.models import (
    RULES,
    Article,
    Attribution,
    Claim,
    Extraction,
    Label,
    Provenance,
    Quantity,
    Source,
    Span,
    Stance,
    TimeReference,
)
from claimx.text import Passage, read_figure, read_time
from claimx.text.figures import find_figures, find_times
from claimx.text.speech.cues import ReportedSpeech, find_reported_speech
from claimx.text.speech.lexicon import load_lexicon

_ASKING = frozenset({"ask", "question", "wonder", "query", "inquire"})
_LEADING = re.compile(r"(?:(?:that|dass|que|como|but|and|—|–|-|,|:|：|，)\s+|qu['’]\s*|[\s,:：，]+)", re.IGNORECASE)
_QUOTES = "\"“”„‟«»‹›「」『』‘’'"
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_NEGATION = re.compile(r"\b(?:not|never|nor|cannot|nicht|ne|no)\b|n['’]t\b")
_PARTICLE = re.compile(r"\s(?:for|on|of|about|out|with|against|over|by|:)$")
_NAMING = frozenset({"call", "describe", "accuse", "blame", "mention", "cite", "see", "find", "determine", "answer"})
_POINTING = re.compile(r"(?:it|that|this|them|him|her|so)\b(?:[\s]*[,.:;—–-]|\s+and\b|$)", re.IGNORECASE)
_LONG = 8
_CLOSE = 20
_UNITS = (
    (re.compile(r"[$]"), "USD"),
    (re.compile("€"), "EUR"),
    (re.compile("£"), "GBP"),
    (re.compile(r"%|per\s?cent|Prozent", re.IGNORECASE), "%"),
)
_FEWEST_WORDS = 3

Place = tuple[int, int]


def extract_by_rule(article: Article) -> Extraction:
    """What rules find in `article`. The same article gives the same extraction on every machine."""
    return _RuleReader(article).extraction()


@dataclass(frozen=True)
class _Said:
    """One proposition of what somebody said, which may be in pieces, with the act of saying it."""

    places: tuple[Place, ...]
    speech: ReportedSpeech
    via: tuple[ReportedSpeech, ...] = ()


class _RuleReader:
    def __init__(self, article: Article) -> None:
        self.article = article
        self.text = article.text
        self.lexicon = load_lexicon(article.language)
        passage = Passage(article.text, article.language)
        self.furniture = passage.furniture
        own = (self._without_furniture(sentence.start, sentence.end) for sentence in passage.sentences)
        self.sentences = [sentence for sentence in own if sentence[0] < sentence[1]]
        found = find_reported_speech(passage)
        speakers = Speakers(self.text, self.lexicon)
        # All are asked for, in order: "he" may be somebody whose own words are of no use.
        self.holders = {speech: speakers.speaker(speech) for speech in found}
        self.speeches = [speech for speech in found if self._usable(speech)]

    def _without_furniture(self, start: int, end: int) -> Place:
        """A sentence without the dateline before it or the agency's sign behind it; empty if it is all furniture."""
        at = max(0, bisect_right(self.furniture, start, key=lambda place: place[0]) - 1)
        while at < len(self.furniture) and self.furniture[at][0] < end:
            begin, close = self.furniture[at]
            if begin <= start < close:
                start = close
            elif start < begin < end <= close:
                end = begin
            at += 1
        piece = self.text[start:end]
        return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())

    def extraction(self) -> Extraction:
        claims = [*self._reported(), *self._figures()]
        read = [(span.start, span.end) for claim in claims for span in claim[1].evidence]
        drafts = sorted(claims, key=lambda draft: (draft[1].evidence[0].start, draft[1].evidence[0].end))
        return Extraction(
            article=self.article,
            claims=tuple(self._claim(number, text, stance) for number, (text, stance) in enumerate(drafts, start=1)),
            rejected=tuple(hidden_text(self.article)),
            unread=tuple(self._span(place) for place in self._unread(read)),
            furniture=tuple(self._span(place) for place in self.furniture),
            provenance=Provenance(claimx=__version__, model=RULES),
        )

    # What is said by somebody

    def _reported(self) -> Iterator[tuple[str, Stance]]:
        taken: set[tuple[Place, ...]] = set()
        for said in _innermost(self.speeches, self.sentences):
            places = tuple(trimmed for place in said.places if (trimmed := self._trimmed(place)) is not None)
            text, holder = self._proposition(places), self.holders[said.speech]
            if holder is None or places in taken or not self._is_proposition(text, said):
                continue
            taken.add(places)
            relays = tuple(source for speech in said.via if (source := self.holders[speech]) is not None)
            yield text, self._stance(said.speech, places, holder, relays)

    def _usable(self, speech: ReportedSpeech) -> bool:
        """Whether the content is what was said, and not only what was spoken of ("praised the plan", "did not say")."""
        if speech.source is None or speech.cue is None or _overlaps(speech.content[0], self.furniture):
            return False
        denying = speech.verb in self.lexicon.denying
        cue = self.text[slice(*speech.cue)].lower()
        if _NEGATION.search(cue) or not _WORD.search(cue):
            return False
        return denying or (speech.kind != "stance" and not _PARTICLE.search(cue) and speech.verb not in _NAMING)

    def _is_proposition(self, text: str, said: _Said) -> bool:
        """Whether the words say something by themselves; a bare "it", or a thing without a verb, does not."""
        if _length(text) < _FEWEST_WORDS or _POINTING.match(text):
            return False
        quoted = said.speech.mode == "direct"
        stated = any(self.text[slice(*place)].lower().startswith(("that ", "dass ", "que ")) for place in said.places)
        words = text.lower().split()
        known = self.lexicon.forms.keys() - self.lexicon.nouns
        helpers = self.lexicon.group("auxiliaries")
        verbs = (word in helpers or word in known or word.endswith(("ed", "n't", "n’t")) for word in words)
        return quoted or stated or _length(text) > _LONG or any(verbs)

    def _stance(
        self, speech: ReportedSpeech, places: Sequence[Place], holder: Source, relays: tuple[Source, ...]
    ) -> Stance:
        evidence = tuple(self._span(place) for place in places)
        return Stance(
            holder=holder,
            label=self._label(speech),
            attribution=Attribution(
                source=holder,
                cue=self._span(speech.cue) if speech.cue else None,
                content=max(evidence, key=lambda span: span.end - span.start),
                mode=speech.mode,
                via=relays,
            ),
            evidence=evidence,
        )

    def _label(self, speech: ReportedSpeech) -> Label:
        if speech.verb in self.lexicon.denying:
            return "deny"
        return "query" if speech.verb in _ASKING else "support"

    def _trimmed(self, place: Place) -> Place | None:
        """Without the conjunction that opens it and the mark that ends it; None where no word is left."""
        start, end = place
        while (match := _LEADING.match(self.text, start, end)) and match.end() < end:
            start = match.end()
        while end - 1 > start and self.text[end - 1] in " ,;:，；：\n\r":
            end -= 1
        return (start, end) if _WORD.search(self.text, start, end) else None

    def _proposition(self, places: Sequence[Place]) -> str:
        """The words of the claim, without the quotation marks that stand around all of it or on one side only."""
        text = ", ".join(_unquoted(self.text[start:end]) for start, end in places)
        return text[:1].upper() + text[1:]

    # What the article says in its own voice

    def _figures(self) -> Iterator[tuple[str, Stance]]:
        spoken = [
            place for speech in self.speeches for place in (*speech.content, *([speech.cue] if speech.cue else []))
        ]
        for start, end in self.sentences:
            plain = not _overlaps((start, end), spoken) and not _overlaps((start, end), self.furniture)
            text = " ".join(self.text[start:end].split())
            if plain and _length(text) > _FEWEST_WORDS and find_figures(self.text, start, end):
                yield text, Stance(holder=None, label="support", evidence=(self._span((start, end)),))

    def _unread(self, read: Sequence[Place]) -> Iterator[Place]:
        for start, end in self.sentences:
            quiet = _overlaps((start, end), read) or _overlaps((start, end), self.furniture)
            if not quiet and _length(self.text[start:end]) > _FEWEST_WORDS:
                yield start, end

    # Claims

    def _claim(self, number: int, text: str, stance: Stance) -> Claim:
        places = [(span.start, span.end) for span in stance.evidence]
        quantities = tuple(quantity for place in places for quantity in self._quantities(place))
        return Claim(
            id=f"{self.article.id}#{number}",
            article_id=self.article.id,
            text=text,
            kind="quantity" if quantities else "state",
            evidence=stance.evidence,
            stances=(stance,),
            quantities=quantities,
            time=next((time for place in places for time in self._times(place)), None),
        )

    def _quantities(self, place: Place) -> Iterator[Quantity]:
        for figure in find_figures(self.text, *place):
            span = self._span(figure)
            read = read_figure(span.exact, self.article.language)
            if read is not None:
                unit = next((name for pattern, name in _UNITS if pattern.search(span.exact)), None)
                yield Quantity(value=read.value, low=read.low, high=read.high, unit=unit, span=span)

    def _times(self, place: Place) -> Iterator[TimeReference]:
        for phrase in find_times(self.text, *place):
            span = self._span(phrase)
            interval = read_time(span.exact, self.article.published_at)
            start, end = (interval.start, interval.end) if interval else (None, None)
            yield TimeReference(start=start, end=end, text=span.exact, span=span)

    def _span(self, place: Place) -> Span:
        return Span(start=place[0], end=place[1], exact=self.text[place[0] : place[1]])


def _innermost(speeches: Sequence[ReportedSpeech], sentences: Sequence[Place]) -> Iterator[_Said]:
    """What each speech says, sentence by sentence. Where it only tells what another said, that one is `via`."""
    for number, speech in enumerate(speeches):
        # Speeches stand in the order of their cues, and one that tells of another stands close to it.
        others = [*speeches[max(0, number - _CLOSE) : number], *speeches[number + 1 : number + _CLOSE]]
        outer = tuple(other for other in others if _relays(other, speech))
        for places in _propositions(speech, sentences):
            if not any(_relays_whole(place, inner) for place in places for inner in others):
                yield _Said(places, speech, outer)


def _propositions(speech: ReportedSpeech, sentences: Sequence[Place]) -> Iterator[tuple[Place, ...]]:
    """The pieces of the content, cut at sentence borders; pieces of one sentence ("A, she said, B") stay together."""
    cut = sorted((number, place) for piece in speech.content for number, place in _cut(piece, sentences))
    for _, group in groupby(cut, key=lambda entry: entry[0]):
        yield tuple(place for _, place in group)


def _relays(outer: ReportedSpeech, inner: ReportedSpeech) -> bool:
    return inner.cue is not None and any(start <= inner.cue[0] < end for start, end in outer.content)


def _relays_whole(place: Place, inner: ReportedSpeech) -> bool:
    """Whether `place` is little more than somebody else's speech: "that X had told her that …"."""
    if inner.cue is None or not place[0] <= inner.cue[0] < place[1]:
        return False
    said = sum(min(end, place[1]) - max(start, place[0]) for start, end in inner.content if start < place[1])
    return said > 0.6 * (place[1] - place[0])


def _cut(piece: Place, sentences: Sequence[Place]) -> Iterator[tuple[int, Place]]:
    first = max(0, bisect_right(sentences, piece[0], key=lambda sentence: sentence[0]) - 1)
    for number in range(first, len(sentences)):
        start, end = sentences[number]
        if start >= piece[1]:
            break
        if piece[0] < end:
            yield number, (max(start, piece[0]), min(end, piece[1]))


def _unquoted(words: str) -> str:
    text = words.strip()
    around = text[:1] in _QUOTES and not any(mark in text[1:-1] for mark in '"“”„«»「」')
    if around or text.count("“") != text.count("”") or text.count('"') % 2:
        text = text.strip(_QUOTES)
    return " ".join(text.split()).rstrip(",;")


def _overlaps(place: Place, others: Sequence[Place]) -> bool:
    return any(start < place[1] and place[0] < end for start, end in others)


def _length(text: str) -> int:
    """Words; two characters of Chinese or Japanese count as one."""
    return len(_WORD.findall(_CJK.sub("", text))) + len(_CJK.findall(text)) // 2
