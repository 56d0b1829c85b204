"""What an answer passed over, found without a model: it is asked for once more, and what is left then is `unread`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from claimx.extraction.chunks import Chunk
from claimx.models import Label, Span, Stance
from claimx.text import find_uncovered
from claimx.text.nearest import occurrences

_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»」）)]*$")
Place: TypeAlias = tuple[int, int]
_DISSENT: frozenset[Label] = frozenset({"deny", "query", "comment"})


@dataclass(frozen=True)
class Audit:
    """`passed_over`: sentences that say something and stand in no mention. `uncovered`: words of other sentences that
    do. `denials`: words of denial or doubt in sentences where nobody is said to deny or doubt anything.
    """

    passed_over: tuple[Span, ...]
    uncovered: tuple[Span, ...]
    denials: tuple[Span, ...]

    def __bool__(self) -> bool:
        return bool(self.passed_over or self.uncovered or self.denials)

    @property
    def unread(self) -> tuple[Span, ...]:
        """What no claim accounts for, in order. A denial that nobody was found to hold may be none: it is not here."""
        return tuple(sorted((*self.passed_over, *self.uncovered), key=lambda span: (span.start, span.end)))


def audit(chunk: Chunk, stances: Iterable[Stance], furniture: Collection[int]) -> Audit:
    """Hold what was given for `chunk` against its sentences; those whose numbers are in `furniture` say nothing."""
    numbered = chunk.numbered
    stances = list(stances)
    labels: dict[int, set[Label]] = {number: set() for number in chunk.own if number not in furniture}
    for stance in stances:
        for span in stance.evidence:
            for sentence in numbered.sentences_of(span):
                labels.get(sentence.number, set()).add(stance.label)
    untouched = [number for number, given in labels.items() if not given]
    touched = {number for number, given in labels.items() if given}
    undisputed = {number for number in touched if not labels[number] & _DISSENT}

    start, passage = chunk.own_start, chunk.own_text

    def spans_in(places: Iterable[Place], wanted: Collection[int]) -> Iterator[Span]:
        spans = (numbered.span(start + begin, start + end) for begin, end in places)
        return (span for span in spans if any(one.number in wanted for one in numbered.sentences_of(span)))

    return Audit(
        passed_over=tuple(
            numbered.span_of(numbered.sentences[number - 1])
            for number in untouched
            if _says_something(numbered.line(number))
        ),
        uncovered=tuple(
            spans_in((place for place, _ in find_uncovered(passage, _covered(stances, start, passage.text))), touched)
        ),
        denials=tuple(spans_in(((one.start, one.end) for one in passage.denials), undisputed)),
    )


def _covered(stances: Iterable[Stance], start: int, text: str) -> list[Place]:
    """What needs no second look in `text`: evidence and cues; the names of holders and when they spoke, anywhere."""
    attributions = [stance.attribution for stance in stances if stance.attribution is not None]
    spans = [span for stance in stances for span in stance.evidence]
    spans += [attribution.cue for attribution in attributions if attribution.cue is not None]
    places = [(max(0, span.start - start), span.end - start) for span in spans]
    words = {source.name for attribution in attributions for source in (attribution.source, *attribution.via)}
    words |= {attribution.said_at for attribution in attributions if attribution.said_at is not None}
    places += [(at, at + len(one)) for one in words - {""} for at in occurrences(text, one, 0, len(text))]
    return [(begin, end) for begin, end in places if begin < end]


def _says_something(sentence: str) -> bool:
    """A sentence, or a line as long as one; a subheading or a bare "he said." is not worth a second look."""
    words = len(sentence.split()) + sum(character > "\u2e80" for character in sentence) // 2
    return words >= (3 if _SENTENCE_END.search(sentence) else 6)
