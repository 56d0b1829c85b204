"""What a claim is compared by: terms, which other words and languages may share, and the details that part claims."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from claimx.models import Claim, TimeReference
from claimx.text.vocabulary import HAN, Word, character_pairs, find_unspaced, look_up, vocabulary

_WORD = re.compile(r"\d+(?:[.,:'’]\d+)*|[^\W\d_]+(?:[.'’&][^\W\d_]+)*[\d]*")
_DATE = re.compile(r"(\d{1,2})月(\d{1,2})[日号]")
_ISO = re.compile(r"\b\d{4}-(\d{2})-(\d{2})\b")
_NUMBERED = re.compile(r"\d+号")
_COUNTED = frozenset("=euro =dollar =yuan =tonne =people =number =hour =job =staff =soldier".split())
_NOTHING = Word()


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim's text as rules read it. `names` keep their order; of everything else only presence counts."""

    language: str
    terms: frozenset[str]
    names: tuple[str, ...] = ()
    figures: frozenset[str] = frozenset()
    bounds: frozenset[tuple[float, float]] = frozenset()
    years: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    clocks: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()

    @property
    def negated(self) -> bool:
        return "negated" in self.marks


def read_claim(claim: Claim) -> Reading:
    """The claim's text, with what the extraction has read of its figures and its time."""
    reading = read(claim.text)
    figures = {
        _plain(value)
        for quantity in claim.quantities
        for value in (quantity.value, quantity.low, quantity.high)
        if value is not None
    }
    bounds = {
        (-math.inf if quantity.low is None else quantity.low, math.inf if quantity.high is None else quantity.high)
        for quantity in claim.quantities
        if quantity.value is None and (quantity.low is not None or quantity.high is not None)
    }
    dates = _day_of(claim.time)
    if not figures and not dates:
        return reading
    return replace(
        reading,
        terms=reading.terms | {f"#{figure}" for figure in figures} | {f"@{date}" for date in dates},
        figures=reading.figures | figures,
        bounds=frozenset(bounds),
        dates=reading.dates | dates,
    )


def _day_of(time: TimeReference | None) -> set[str]:
    if time is None or time.start is None or time.end is None or (time.end - time.start).days > 1:
        return set()
    return {f"{time.start.month}-{time.start.day}"}


@lru_cache(maxsize=2048)
def read(text: str) -> Reading:
    """`text` read by itself. Kept, as copies say the same, and a merged claim what one of its appearances says."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    dates, rest = _dates(text)
    concepts, rest = _phrases(rest)
    unspaced = [] if rest.isascii() else HAN.findall(rest)
    words = [look_up(raw) for raw in _WORD.findall(HAN.sub(" ", rest) if unspaced else rest)]
    runs = [_read_unspaced(run) for run in unspaced]
    details = _Details(words)
    dates |= details.dates
    spoken = [language for word in words for language in word.languages]
    return Reading(
        language="zh" if unspaced else max(sorted(set(spoken)), key=spoken.count, default="en"),
        terms=frozenset(
            [
                *(term for word in words for term in word.terms),
                *(term for terms, _ in runs for term in terms),
                *(f"@{date}" for date in dates),
                *concepts,
            ]
        ),
        names=tuple(details.names),
        figures=frozenset(details.figures),
        years=frozenset(details.years),
        dates=frozenset(dates),
        clocks=frozenset(details.clocks),
        marks=frozenset(
            [*(mark for word in words for mark in word.marks), *(mark for _, marks in runs for mark in marks)]
        ),
    )


class _Details:
    """What words tell besides their terms."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.names: list[str] = []
        self.figures: set[str] = set()
        self.years: set[str] = set()
        self.dates: set[str] = set()
        self.clocks: set[str] = set()
        for number, word in enumerate(words):
            if word.ordered:
                self._add(word, words[number - 1] if number else _NOTHING, words[number + 1 : number + 2])

    def _add(self, word: Word, before: Word, after: Sequence[Word]) -> None:
        if word.month and before.figure and word.capital:
            self.dates.add(f"{word.month}-{before.figure}")
        elif word.figure and before.month and before.capital:
            self.dates.add(f"{before.month}-{word.figure}")
        elif word.figure and not (after and after[0].month and after[0].capital):
            self.figures.add(word.figure)
        if word.year:
            counts = bool(after) and not _COUNTED.isdisjoint(after[0].terms)
            (self.figures if counts else self.years).add(word.year)
        if word.clock:
            self.clocks.add(word.clock)
        if word.capital and before is not _NOTHING and not word.month:
            self.names += word.terms


def _dates(text: str) -> tuple[set[str], str]:
    """Dates written in figures, and the text without them and without the numbers that things bear."""
    if text.isascii() and "-" not in text:
        return set(), text
    found = {f"{int(match[1])}-{int(match[2])}" for pattern in (_DATE, _ISO) for match in pattern.finditer(text)}
    return found, _ISO.sub(" ", _NUMBERED.sub(" ", _DATE.sub(" ", text)))


def _phrases(text: str) -> tuple[list[str], str]:
    """The concepts of several words in `text`, and the text without them."""
    words = vocabulary()
    lowered = text.casefold()
    if not any(phrase in lowered for phrase in words.phrases):
        return [], text
    found = [words.phrases[match.group().casefold()] for match in words.phrase_pattern.finditer(text)]
    return found, words.phrase_pattern.sub(" ", text)


def _read_unspaced(run: str) -> tuple[list[str], list[str]]:
    """The terms and marks of a run of characters without spaces: known words, and pairs of characters between them."""
    words = vocabulary()
    known, rest = find_unspaced(run)
    marks = [mark for word in words.unspaced_marks if word in rest for mark in words.marks[word]]
    return [*(concept for concept, _ in known), *character_pairs(rest)], marks


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)
