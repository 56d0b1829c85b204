"""Sentences as reported speech is read from them: words and marks, with each quotation as one token."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from claimx.text.sentences import Sentence
from claimx.text.speech.lexicon import Form, Lexicon, VerbForm
from claimx.text.speech.quotations import Quotation
from claimx.text.speech.reported import Place

if TYPE_CHECKING:
    from claimx.text.passage import Passage

DASHES = frozenset({"—", "–", "--", "---", "―"})
BREAKS = frozenset({".", ",", ";", "?", "!", ")", "…", "..."}) | DASHES

_LONGEST = 400  # tokens: no sentence is longer, and reading one is not linear
_SHORT = "Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Sgt|Col|Jr|Sr|St|No|Sept|Oct|Nov|Dec|Jan|Feb|Aug"
_STATES = "Ariz|Calif|Conn|Fla|Ga|Ill|Mass|Mich|Minn|Pa|Tex|Va|Wis"
_TOKEN = re.compile(
    rf"((?=[A-Z])(?:(?:[A-Z]\.){{2,}}|(?:{_SHORT}|{_STATES}|[RD]-\w+)\.)|[\w$€£]+(?:[-'’.,&@]\w+)*%?)|-{{2,}}|\.\.\.|[^\s\w]"
)
_CLITIC = re.compile(r"['’](?<=\w['’])(?:[sdmSDM]|ve|ll|re|VE|LL|RE)$")
_ABBREVIATED = re.compile(rf"(?:\b[A-Z]|\b(?:{_SHORT}))\.$")
_CLOSED = re.compile(r"[?!…—.][\"”’']+$|\"'$")
_LINE_BREAK = re.compile(r"[\r\n]")


Kind = Literal["word", "mark", "quote"]


class Token(NamedTuple):
    start: int
    end: int
    text: str
    kind: Kind
    lower: str

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


_Draft = tuple[int, int, int]
"""Where a unit begins and ends, and the number of the paragraph in which it begins."""


@dataclass(frozen=True)
class Unit:
    """A sentence, whatever its quotations hold: a whole speech in quotation marks is one token."""

    text: str
    tokens: tuple[Token, ...]
    paragraph: int
    lexicon: Lexicon

    def lower(self, at: int) -> str:
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def kind(self, at: int) -> str:
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    @cached_property
    def verbs(self) -> tuple[VerbForm | None, ...]:
        """The cue verb that each token may be."""
        forms = self.lexicon.forms
        return tuple(forms.get(token.lower) if token.kind == "word" else None for token in self.tokens)

    def verb(self, at: int) -> VerbForm | None:
        return self.verbs[at] if 0 <= at < len(self.tokens) else None

    def form(self, at: int) -> Form | None:
        verb = self.verb(at)
        return verb.form if verb else None

    def among(self, at: int, *classes: str) -> bool:
        """Whether the token is a word of one of the lexicon's classes."""
        if not (0 <= at < len(self.tokens) and self.tokens[at].kind == "word"):
            return False
        known = self.lexicon.classes.get(self.tokens[at].lower)
        return known is not None and not known.isdisjoint(classes)

    def breaks(self, at: int) -> bool:
        """Whether a comma, a dash or the sentence's end stands there."""
        return at >= len(self.tokens) or self.tokens[at].text in BREAKS

    def pauses(self, at: int) -> bool:
        return 0 <= at < len(self.tokens) and (self.tokens[at].text == "," or self.tokens[at].text in DASHES)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The characters of some tokens, without the marks around them; None where nothing else is left."""
        tokens = self.tokens
        while start < end and tokens[start].kind == "mark" and tokens[start].text not in "([$#@¿¡":
            start += 1
        while start < end and tokens[end - 1].kind == "mark" and tokens[end - 1].text not in ")]%":
            end -= 1
        return (tokens[start].start, tokens[end - 1].end) if start < end else None

    @cached_property
    def whole_quotation(self) -> bool:
        kinds = {token.kind for token in self.tokens}
        return "quote" in kinds and "word" not in kinds


def read_units(passage: Passage, lexicon: Lexicon, within: Sequence[Place] | None = None) -> list[Unit]:
    """The sentences of a text, joined where a quotation, an abbreviation or a “…?” she asked. tore them apart.

    With `within`, places in order and apart, only those that may tell what is said there.
    """
    text = passage.text
    outer = [quotation for quotation in passage.quotations if quotation.depth == 0]
    drafts = _joined(passage, outer, lexicon)
    return [
        Unit(text, tokens[at : at + _LONGEST], number, lexicon)
        for begin, end, number in (drafts if within is None else _telling_of(within, drafts, text))
        if (tokens := _tokens(text, begin, end, outer))
        for at in range(0, len(tokens), _LONGEST)
    ]


def _joined(passage: Passage, outer: Sequence[Quotation], lexicon: Lexicon) -> list[_Draft]:
    text = passage.text
    drafts: list[_Draft] = []
    paragraph = 0
    for sentence in passage.sentences:
        begin, end, _ = drafts[-1] if drafts else (0, 0, 0)
        new_paragraph = bool(drafts) and _LINE_BREAK.search(text, end, sentence.start) is not None
        paragraph += new_paragraph
        if drafts and (
            _inside(outer, end, sentence.start) or (not new_paragraph and _goes_on(text, end, sentence, lexicon))
        ):
            drafts[-1] = (begin, sentence.end, drafts[-1][2])
        else:
            drafts.append((sentence.start, sentence.end, paragraph))
    return drafts


def _telling_of(places: Sequence[Place], drafts: Sequence[_Draft], text: str) -> list[_Draft]:
    """The drafts of the paragraphs that hold some of `places`, and of those before that tell by a colon what follows.

    Whole paragraphs: by what stands beside it, a quotation is found to go on.
    """
    ends = [end for _, end in places]
    holding, opening = set[int](), set[int]()
    for begin, end, paragraph in drafts:
        first = bisect_right(ends, begin)
        if first < len(places) and places[first][0] < end:
            holding.add(paragraph)
        if text[end - 1] == ":":
            opening.add(paragraph)
    return [draft for draft in drafts if draft[2] in holding or (draft[2] in opening and draft[2] + 1 in holding)]


def _inside(outer: Sequence[Quotation], end: int, start: int) -> bool:
    """Whether one quotation reaches over the gap between two sentences."""
    at = bisect_left(outer, start, key=lambda quotation: quotation.start) - 1
    return at >= 0 and max(end, start) < outer[at].end


def _goes_on(text: str, end: int, sentence: Sentence, lexicon: Lexicon) -> bool:
    if text[sentence.start].islower() or _ABBREVIATED.search(text, max(0, end - 12), end):
        return True
    return _CLOSED.search(text, max(0, end - 3), end) is not None and _is_tag(text, sentence, lexicon)


def _is_tag(text: str, sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether a sentence says no more than who spoke: “Trump said.”, “he asked in an interview, …”."""
    tokens = _words(text, sentence.start, min(sentence.end, sentence.start + 90))
    unit = Unit(text, tuple(tokens), 0, lexicon)
    for at in range(min(len(tokens), 9)):
        if tokens[at].text in ("“", '"', ":", ";", "''") or unit.among(at, "subordinators"):
            return False
        verb = unit.verb(at)
        if at and verb and verb.kind == "speech" and verb.form in ("past", "third"):
            after = tokens[at + 1].text if at + 1 < len(tokens) else "."
            return not unit.among(at - 1, "auxiliaries") and (after in ".,;" or unit.among(at + 1, "times", "adjuncts"))
    return False


def _tokens(text: str, start: int, end: int, outer: Sequence[Quotation]) -> tuple[Token, ...]:
    tokens: list[Token] = []
    position = start
    first = max(0, bisect_left(outer, start, key=lambda quotation: quotation.start) - 1)
    for quotation in outer[first:]:
        if quotation.start >= end:
            break
        begin, close = max(start, quotation.start), min(end, quotation.end)
        if position <= begin < close:
            tokens += _words(text, position, begin)
            tokens.append(_token(text, begin, close, "quote"))
            position = close
    return (*tokens, *_words(text, position, end))


def _words(text: str, start: int, end: int) -> list[Token]:
    tokens = []
    for match in _TOKEN.finditer(text, start, end):
        begin, close = match.span()
        if match.lastindex is None:
            tokens.append(_token(text, begin, close, "mark"))
        elif clitic := _CLITIC.search(text, begin, close):
            cut = clitic.start()
            tokens += (_token(text, begin, cut, "word"), _token(text, cut, close, "word"))
        else:
            tokens.append(_token(text, begin, close, "word"))
    return tokens


def _token(text: str, start: int, end: int, kind: Kind) -> Token:
    piece = text[start:end]
    return Token(start, end, piece, kind, piece.lower())
