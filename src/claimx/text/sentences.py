"""Sentence borders, by sentencex (Wikimedia) within each paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimx.text.languages import primary_tag
from claimx.text.lines import LINE

_ENDS_SENTENCE = re.compile(r"[.!?:;…。！？：；\"'”’»)\]]\s*$")
# sentencex wants a space after the mark; Chinese and Japanese have none.
_CJK_END = re.compile(r"(?<![。！？!?…])[。！？!?…]++[”’」』）)\"']*+(?=[^”’」』）)\"'，,、。\s])")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True)
class Sentence:
    """A sentence, its number (from 1) and its place in the stored text, without surrounding white space."""

    number: int
    start: int
    end: int


def split_sentences(text: str, language: str | None = None) -> list[Sentence]:
    """The sentences of `text` in order. Headlines, list items and lines of furniture count as sentences."""
    found: list[Sentence] = []
    for paragraph_start, paragraph in _paragraphs(text):
        for start, end in _borders(paragraph, language or "en"):
            piece = paragraph[start:end]
            stripped = piece.strip()
            if stripped:
                begin = paragraph_start + start + piece.index(stripped[0])
                found.append(Sentence(len(found) + 1, begin, begin + len(stripped)))
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Lines, except that a line which plainly goes on in the next one (hard-wrapped text) is joined to it."""
    begin = end = 0
    before = ""
    for line in LINE.finditer(text):
        if before and not _goes_on(before, text[end : line.start()], line.group()):
            yield begin, text[begin:end]
            before = ""
        if not before:
            begin = line.start()
        before, end = line.group(), line.end()
    if before:
        yield begin, text[begin:end]


def _goes_on(before: str, gap: str, after: str) -> bool:
    one_break = gap in ("\n", "\r\n", "\r")
    return one_break and after[:1].islower() and not _ENDS_SENTENCE.search(before)


def _borders(paragraph: str, language: str) -> Iterator[tuple[int, int]]:
    import sentencex

    position = 0
    for piece in sentencex.segment(primary_tag(language) or "en", paragraph):
        # The splitter may drop characters between pieces; offsets are found again in order, never trusted.
        start = paragraph.find(piece, position)
        if start < 0:
            continue
        position = start + len(piece)
        yield from _split_cjk(paragraph, start, position)
    if position < len(paragraph):
        yield position, len(paragraph)


def _split_cjk(paragraph: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if _CJK.search(paragraph, start, end):
        for mark in _CJK_END.finditer(paragraph, start, end):
            yield start, mark.end()
            start = mark.end()
    yield start, end
