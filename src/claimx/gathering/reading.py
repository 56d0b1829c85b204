"""What an article is known by: the words, names, figures and dates of its headline and its first paragraphs."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from claimx.models import Article
from claimx.text.languages import primary_tag
from claimx.text.times.words import calendar_names
from claimx.text.vocabulary import HAN, Word, character_pairs, find_unspaced, look_up

LEAD = 1_500
"""Characters of the text that are read: what an article is about, it says there."""

_WORD = re.compile(r"\w+(?:[.,:'’&]\w+)*")
_HAN_DATE = re.compile(r"(\d{1,2})月(\d{1,2})[日号]")
_ISO_DATE = re.compile(r"\b\d{4}-(\d{2})-(\d{2})\b")


@dataclass(frozen=True, slots=True)
class Sketch:
    """`terms`: each term, and the words of the article that gave it first; `headline`: those that stand there.

    Terms are stems of words and of names, figures ("#96"), dates ("@5-9") and concepts ("=collapse"). `particular`:
    the names, figures and dates. `crossing`: these and the concepts, which an article in another language has too.
    """

    language: str
    terms: Mapping[str, str]
    headline: frozenset[str]
    particular: frozenset[str]
    crossing: frozenset[str]


def read_article(article: Article) -> Sketch:
    """The sketch of one article, of its headline and the first `LEAD` characters of its text."""
    lead = article.text[:LEAD]
    headline = _read(article.headline or lead.partition("\n")[0])
    body = _read(lead)
    terms = {**body.terms, **headline.terms}
    names = (headline.names | body.names) - headline.lowered - body.lowered
    particular = frozenset(names) | {term for term in terms if term[0] in "#@"}
    return Sketch(
        language=primary_tag(article.language) or _language_of(headline, body),
        terms=terms,
        headline=frozenset(headline.terms),
        particular=particular,
        crossing=particular | {term for term in terms if term[0] == "="},
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """A stretch of text: its terms as written, those with a capital, those without, and its words."""

    terms: dict[str, str]
    names: set[str]
    lowered: set[str]
    words: Sequence[Word]


def _read(text: str) -> _Read:
    terms: dict[str, str] = {}
    dates = {} if text.isascii() and "-" not in text else dict(_written_dates(text))
    if not text.isascii():
        text = _take_unspaced(text, terms)
    raws = _WORD.findall(text)
    names: set[str] = set()
    lowered: set[str] = set()
    for raw in raws:
        for key, named in _keys(raw):
            terms.setdefault(key, raw)
            (names if named else lowered).add(key)
    words = [look_up(raw) for raw in raws]
    return _Read({**terms, **dates, **dict(_spelt_dates(raws, words))}, names, lowered, words)


@lru_cache(maxsize=1 << 16)
def _keys(raw: str) -> tuple[tuple[str, bool], ...]:
    """The terms by which a word is compared, each with whether it may be a name here."""
    if raw.casefold() in _idle():
        return ()
    word = look_up(raw)
    keys = (key for term in word.terms if (key := _telling(term)) is not None)
    return tuple((key, word.capital and key[0] not in "#=") for key in keys)


def _telling(term: str) -> str | None:
    """The term as it is compared; None for idle concepts and small figures, which any article has.

    A figure counts by its leading digits: 96 million, 96 Mio. and 9600万 are one.
    """
    if term[0] == "#":
        digits = term[1:].replace(".", "").strip("0")
        return f"#{digits}" if digits and len(term) > len("#9") else None
    return None if term in _idle() else term


def _written_dates(text: str) -> Iterator[tuple[str, str]]:
    """The days of a year that the text gives in figures, each as term and as written."""
    for pattern in (_ISO_DATE, _HAN_DATE):
        for match in pattern.finditer(text):
            yield f"@{int(match[1])}-{int(match[2])}", match[0]


def _spelt_dates(raws: Sequence[str], words: Sequence[Word]) -> Iterator[tuple[str, str]]:
    """… and those with the name of the month."""
    for at, word in enumerate(words):
        if word.month and word.capital:
            for beside in (at - 1, at + 1):
                if 0 <= beside < len(words) and words[beside].figure:
                    first, last = sorted((at, beside))
                    yield f"@{word.month}-{words[beside].figure}", f"{raws[first]} {raws[last]}"


def _take_unspaced(text: str, terms: dict[str, str]) -> str:
    """Add the terms of what is written without spaces; the text with a space in place of each such run."""
    for run in HAN.findall(text):
        known, rest = find_unspaced(run)
        terms.update(known)
        terms.update((pair, pair) for pair in character_pairs(rest))
    return HAN.sub(" ", text)


def _language_of(*read: _Read) -> str:
    if any(HAN.match(term) for one in read for term in one.terms):
        return "zh"
    spoken = Counter(language for one in read for word in one.words for language in word.languages)
    return min(spoken, key=lambda language: (-spoken[language], language), default="")


@cache
def _idle() -> frozenset[str]:
    """What tells nothing: the words and concepts of `data/idle.toml`, and the names of weekdays and months."""
    lists = tomllib.loads(files("claimx.gathering").joinpath("data/idle.toml").read_text(encoding="utf-8"))
    names = (name.casefold() for kind in ("weekdays", "months") for name in calendar_names(kind))
    return frozenset([*(word for line in lists.values() for word in line.split()), *names])
