"""What an answer passed over, found without a model: stretches of a text that say something and that nobody covered.

Four signs that a stretch says something: quotation marks, the cue words of reported speech, figures, and being a line
or a clause of its own beside others that were covered. An article's furniture says nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice
from operator import le
from typing import Literal

from claimx.text.borders import LONGEST_WORD, SPACELESS
from claimx.text.figures import find_figures
from claimx.text.passage import Passage
from claimx.text.speech.cues import find_reported_speech

Place = tuple[int, int]
Why = Literal["quotation", "reported speech", "figure", "line"]

FEWEST_WORDS = 4
"""A stretch with fewer says nothing by itself: "he said", "no limits", a name."""
LONG_SENTENCE = 16
"""Words: a shorter sentence is one statement, whatever dashes it holds."""
ENOUGH = 0.5
"""The covered share of a stretch's letters and digits above which it counts as covered."""

_PART = re.compile(
    r"(?P<line>[\r\n\u2028\u2029]+)|(?P<fused>(?<=[a-zß-öø-ÿ]{3})(?=[A-ZÀ-Þ][a-zß-öø-ÿ]))|(?P<mark>[;；]|\s[–—]\s|—{1,2})"
)
# The splitter leaves a quotation in one piece, and its sentences may say many things.
# It begins with the mark, which is rare, and looks back from there.
_INNER_END = re.compile(r"[.!?](?<=[^\W\d_A-ZÀ-Þ]{2}[.!?])\s+(?=[A-ZÀ-Þ])|[。！？](?=[^\W_])")
_WORD_BEFORE = re.compile(r"[^\W\d_]*$")
_WORD = re.compile(rf"[{SPACELESS}]|[^\W_{SPACELESS}]+(?:['’-][^\W_{SPACELESS}]+)*")
# Pieces of words such that no stretch begins or ends inside one: a "Vik's" may be cut, and a fused headline.
_UNCUT = re.compile(rf"[A-ZÀ-Þ]?[^\W_A-ZÀ-Þ{SPACELESS}]+|[A-ZÀ-Þ]|[{SPACELESS}]")
_SPACELESS = re.compile(f"[{SPACELESS}]")
_SOLID = re.compile(r"[^\W_]")


def find_uncovered(passage: Passage, covered: Iterable[Place] = ()) -> list[tuple[Place, Why]]:
    """The stretches of a text that say something and of which at most half lies in `covered`, in order.

    `covered` are `(start, end)` in any order; furniture counts as covered. Each stretch lies within one sentence and
    has the strongest sign found in it: a quotation, then reported speech, then a figure that is not covered itself. A
    "line" is a line, or a clause of a long sentence between semicolons or dashes, that no covered stretch touches
    though its sentence has several. Time is linear in the text.
    """
    text = passage.text
    done = _Covered(text, [*covered, *passage.furniture])
    # A good answer leaves few sentences with room for anything: the others need no reading.
    sentences = [sentence for sentence in _sentences(passage) if done.leaves_room(sentence)]
    clauses = [list(_clauses(text, sentence)) for sentence in sentences]
    found: list[tuple[Place, Why]] = []
    signs: tuple[tuple[Why, Iterable[Place], Callable[[_Covered, Place], bool]], ...] = (
        ("quotation", _quotations(passage, sentences), _Covered.misses),
        ("reported speech", _reported(passage, sentences), _Covered.misses),
        ("figure", chain.from_iterable(clauses), _Covered.misses_figure),
        ("line", (part for parts in clauses if len(parts) > 1 for part in parts), _Covered.misses_all),
    )
    for why, places, counts in signs:
        fresh = _apart(place for place in places if _says_something(text, place) and counts(done, place))
        found += [(place, why) for place in fresh]
        done = _Covered(text, [*done.places, *fresh])
    return sorted(found)


class _Covered:
    """Covered stretches, merged and in order."""

    def __init__(self, text: str, places: Iterable[Place]) -> None:
        self.text = text
        self.places = _merged(places)

    def misses(self, place: Place) -> bool:
        """Whether at least half of the letters and digits of `place` are not covered."""
        common = sum(_solid(self.text, *shared) for shared in _shared(place, self.places))
        return common <= ENOUGH * _solid(self.text, *place)

    def misses_figure(self, place: Place) -> bool:
        """Whether a figure is among what is missed of `place`."""
        return self.misses(place) and not all(
            any(_shared(figure, self.places)) for figure in find_figures(self.text, *place)
        )

    def misses_all(self, place: Place) -> bool:
        return not any(_SOLID.search(self.text, start, end) for start, end in _shared(place, self.places))

    def leaves_room(self, sentence: Place) -> bool:
        """Whether some stretch in `sentence` that says something may be missed; never wrong where it says no.

        Such a stretch has as many words as `FEWEST_WORDS`, and no fewer letters that are missed than covered.
        """
        if any(start <= sentence[0] and sentence[1] <= end for start, end in _shared(sentence, self.places)):
            return False
        weights: list[int] = []
        for start, end, sign in self._segments(sentence):
            pieces = _UNCUT.findall(self.text, start, end)
            # In a script without spaces a piece may be a mark: it must not weigh on the side of what is covered.
            weights += map(len, pieces) if sign > 0 else [-len(piece) * piece.isalnum() for piece in pieces]
        sums = list(accumulate(weights, initial=0))
        return any(map(le, accumulate(sums, min), islice(sums, FEWEST_WORDS, None)))

    def _segments(self, place: Place) -> Iterator[tuple[int, int, int]]:
        """`place` in pieces, each with 1 where it is missed and -1 where it is covered."""
        position = place[0]
        for start, end in _shared(place, self.places):
            yield position, start, 1
            yield start, end, -1
            position = end
        yield position, place[1], 1


def _sentences(passage: Passage) -> Iterator[Place]:
    text = passage.text
    for sentence in passage.sentences:
        start = sentence.start
        for inner in _INNER_END.finditer(text, start, sentence.end):
            yield start, inner.start() + 1
            start = inner.end()
        yield start, sentence.end


def _quotations(passage: Passage, sentences: Sequence[Place]) -> Iterator[Place]:
    for quotation in passage.quotations:
        if quotation.depth == 0:
            yield from _shared((quotation.start, quotation.end), sentences)


def _reported(passage: Passage, sentences: Sequence[Place]) -> Iterator[Place]:
    for speech in find_reported_speech(passage, sentences) if sentences else ():
        if speech.kind == "speech":
            for content in speech.content:
                yield from _shared(content, sentences)


def _shared(place: Place, others: Sequence[Place]) -> Iterator[Place]:
    """What `place` has in common with each of `others`, which stand in order and apart."""
    for at in range(max(0, bisect_right(others, place[0], key=lambda other: other[0]) - 1), len(others)):
        start, end = others[at]
        if start >= place[1]:
            return
        if end > place[0]:
            yield max(start, place[0]), min(end, place[1])


def _clauses(text: str, sentence: Place) -> Iterator[Place]:
    """The lines of a sentence, the headline fused to it without a space, and the clauses of a long one."""
    borders = [sentence[0]]
    is_long = _length(text, sentence) >= LONG_SENTENCE
    for part in _PART.finditer(text, *sentence):
        if part.lastgroup == "line" or (part.lastgroup == "mark" and is_long) or _fuses(text, part):
            borders += part.span()
    borders.append(sentence[1])
    for start, end in zip(borders[::2], borders[1::2], strict=True):
        if _SOLID.search(text, start, end):
            yield _stripped(text, start, end)


def _fuses(text: str, part: re.Match[str]) -> bool:
    """Whether one text ends and another begins inside "ukraineAccording"; "YouTube" and "iPhone" are words."""
    word = _WORD_BEFORE.search(text, max(0, part.start() - LONGEST_WORD), part.start())
    return part.lastgroup == "fused" and word is not None and word.group().islower()


def _stripped(text: str, start: int, end: int) -> Place:
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip())
    return begin, begin + len(piece.strip())


def _says_something(text: str, place: Place) -> bool:
    return _length(text, place) >= FEWEST_WORDS


def _length(text: str, place: Place) -> int:
    """Words; two characters of a script without spaces count as one."""
    words = _WORD.findall(text, *place)
    spaceless = sum(1 for word in words if _SPACELESS.match(word))
    return len(words) - spaceless + spaceless // 2


def _solid(text: str, start: int, end: int) -> int:
    return sum(map(str.isalnum, text[start:end]))


def _merged(places: Iterable[Place]) -> list[Place]:
    merged: list[Place] = []
    for start, end in sorted(place for place in places if place[0] < place[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _apart(places: Iterable[Place]) -> list[Place]:
    """Without those that begin inside another: what is told of in a speech is told of once."""
    apart: list[Place] = []
    for place in sorted(places, key=lambda place: (place[0], -place[1])):
        if not apart or apart[-1][1] <= place[0]:
            apart.append(place)
    return apart
