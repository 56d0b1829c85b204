"""An article's own words: neither furniture nor quoted speech, as numbers that compare quickly."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from claimx.models import Article, Extraction
from claimx.text import split_sentences
from claimx.text.speech.quotations import find_quotations

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+(?:['’][^\W_]+)*")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True)
class Grain:
    """How many words in a row are looked at; in a script without spaces a word is a character, and says less."""

    unit: str
    shingle: int
    """A run this long brings two articles together as candidates."""
    run: int
    """A run this long counts as shared: less is common to all who write about one thing."""
    least: int
    """Shared words below which nothing is concluded: two short reports of one event share a phrase by nature."""


SPACED = Grain(unit="words", shingle=3, run=6, least=20)
UNSPACED = Grain(unit="characters", shingle=7, run=10, least=30)


@dataclass(frozen=True, eq=False)
class Body:
    """`words` holds one number a word, and one that no other article has wherever something was set aside."""

    extraction: Extraction
    words: array[int]
    length: int
    grain: Grain

    @property
    def article(self) -> Article:
        return self.extraction.article


class Keys(dict[str, int]):
    """The number of each word, the same in every run: `hash(str)` is not."""

    def __missing__(self, word: str) -> int:
        key = self[word] = crc32(word.casefold().encode("utf-8"))
        return key


def read_body(extraction: Extraction, keys: Keys) -> Body:
    """The own words of an article in their order; `length` counts them."""
    text = extraction.article.text
    words: array[int] = array("I")
    stretches = 0
    for start, end in _own(extraction):
        found = _WORD.findall(text, start, end)
        if found:
            words.extend([keys[word] for word in found])
            words.append(_border(extraction, start))
            stretches += 1
    length = len(words) - stretches
    unspaced = len(_UNSPACED.findall(text)) * 2 > length
    return Body(extraction, words, length, UNSPACED if unspaced else SPACED)


def places(body: Body) -> list[tuple[int, int]]:
    """Where each of `body.words` stands in the text; a border between stretches is an empty place."""
    text = body.article.text
    found: list[tuple[int, int]] = []
    for start, end in _own(body.extraction):
        before = len(found)
        found.extend(match.span() for match in _WORD.finditer(text, start, end))
        if len(found) > before:
            found.append((end, end))
    return found


def sentences(body: Body) -> list[tuple[int, int]]:
    """The sentences as stretches of `body.words`, those without an own word left out."""
    article = body.article
    starts = [start for start, _ in places(body)]
    found = []
    for sentence in split_sentences(article.text, article.language):
        first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        if last > first:
            found.append((first, last))
    return found


def excerpt(body: Body, first: int, last: int, most: int = 40) -> str:
    """The text from word `first` up to word `last`, cut after `most` words."""
    where = places(body)
    cut = min(last, first + most)
    words = body.article.text[where[first][0] : where[cut - 1][1]]
    return f"{words} …" if cut < last else words


def _own(extraction: Extraction) -> Iterator[tuple[int, int]]:
    """The stretches of the text that are neither quoted nor furniture."""
    text = extraction.article.text
    aside = [(one.start, one.end) for one in find_quotations(text) if one.depth == 0]
    aside += [(span.start, span.end) for span in extraction.furniture]
    at = 0
    for start, end in sorted(aside):
        if start > at:
            yield at, start
        at = max(at, end)
    if at < len(text):
        yield at, len(text)


def _border(extraction: Extraction, start: int) -> int:
    return crc32(f"\0{extraction.article.id}:{start}".encode())
