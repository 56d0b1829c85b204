"""Sentences as reported speech is read from them: words and marks, with each quotation as one token."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from claimx.text.sentences import Sentence, split_sentences
from claimx.text.speech.lexicon import Form, Lexicon, VerbForm
from claimx.text.speech.quotations import Quotation

DASHES = frozenset({"—", "–", "--", "---", "―"})
BREAKS = frozenset({".", ",", ";", "?", "!", ")", "…", "..."}) | DASHES

_LONGEST = 400  # tokens: no sentence is longer, and reading one is not linear
_SHORT = "Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Sgt|Col|Jr|Sr|St|No|Sept|Oct|Nov|Dec|Jan|Feb|Aug"
_STATES = "Ariz|Calif|Conn|Fla|Ga|Ill|Mass|Mich|Minn|Pa|Tex|Va|Wis"
_TOKEN = re.compile(
    rf"(?:[A-Z]\.){{2,}}|(?:{_SHORT}|{_STATES}|[RD]-\w+)\.|[\w$€£]+(?:[-'’.,&@]\w+)*%?|-{{2,}}|\.\.\.|[^\s\w]"
)
_CLITIC = re.compile(r"(?<=\w)['’](?:s|d|ve|ll|re|m)$", re.IGNORECASE)
_ABBREVIATED = re.compile(rf"(?:\b[A-Z]|\b(?:{_SHORT}))\.$")
_CLOSED = re.compile(r"[?!…—.][\"”’']+$|\"'$")
_LINE_BREAK = re.compile(r"[\r\n]")


@dataclass(frozen=True)
class Token:
    start: int
    end: int
    text: str
    kind: Literal["word", "mark", "quote"]

    @cached_property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


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

    def verb(self, at: int) -> VerbForm | None:
        return self.lexicon.forms.get(self.lower(at)) if self.kind(at) == "word" else None

    def form(self, at: int) -> Form | None:
        verb = self.verb(at)
        return verb.form if verb else None

    def among(self, at: int, *classes: str) -> bool:
        """Whether the token is a word of one of the lexicon's classes."""
        return self.kind(at) == "word" and any(self.lower(at) in self.lexicon.group(name) for name in classes)

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


def read_units(text: str, quotations: Sequence[Quotation], lexicon: Lexicon, language: str | None) -> list[Unit]:
    """The sentences of `text`, joined where a quotation, an abbreviation or a “…?” she asked. tore them apart."""
    outer = [quotation for quotation in quotations if quotation.depth == 0]
    drafts: list[tuple[int, int, int]] = []
    paragraph = 0
    for sentence in split_sentences(text, language):
        begin, end, _ = drafts[-1] if drafts else (0, 0, 0)
        new_paragraph = bool(drafts) and _LINE_BREAK.search(text, end, sentence.start) is not None
        paragraph += new_paragraph
        if drafts and (
            _inside(outer, end, sentence.start) or (not new_paragraph and _goes_on(text, end, sentence, lexicon))
        ):
            drafts[-1] = (begin, sentence.end, drafts[-1][2])
        else:
            drafts.append((sentence.start, sentence.end, paragraph))
    return [
        Unit(text, tokens[at : at + _LONGEST], number, lexicon)
        for begin, end, number in drafts
        if (tokens := _tokens(text, begin, end, outer))
        for at in range(0, len(tokens), _LONGEST)
    ]


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
            tokens.append(Token(begin, close, text[begin:close], "quote"))
            position = close
    return (*tokens, *_words(text, position, end))


def _words(text: str, start: int, end: int) -> list[Token]:
    tokens = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        if not re.match(r"[\w$€£]", word):
            tokens.append(Token(match.start(), match.end(), word, "mark"))
        elif clitic := _CLITIC.search(word):
            cut = match.start() + clitic.start()
            tokens.append(Token(match.start(), cut, text[match.start() : cut], "word"))
            tokens.append(Token(cut, match.end(), clitic.group(), "word"))
        else:
            tokens.append(Token(match.start(), match.end(), word, "word"))
    return tokens
