"""Reads a figure that was marked as one: its value, or the bounds it sets."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

from claimx.text.languages import primary_tag


@dataclass(frozen=True)
class Figure:
    """`value` for a plain figure; `low` and `high`, inclusive, for a range or a bound ("more than 300": low)."""

    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the greatest value it allows."""
        low = self.low if self.low is not None else self.value
        high = self.high if self.high is not None else self.value
        return (low if low is not None else float("-inf"), high if high is not None else float("inf"))


_SCALES = {
    **dict.fromkeys(("hundred", "hundert", "百"), 1e2),
    **dict.fromkeys(("thousand", "tausend", "千"), 1e3),
    "万": 1e4,
    **dict.fromkeys(("million", "millions", "mio", "millionen", "mn", "m"), 1e6),
    "亿": 1e8,
    **dict.fromkeys(("billion", "billions", "bn", "mrd", "milliarde", "milliarden"), 1e9),
    **dict.fromkeys(("trillion", "trillions"), 1e12),
}
_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS: dict[str, float] = {
    **{word: float(value) for value, word in enumerate(_UNITS)},
    **{word: float(10 * value) for value, word in enumerate(_TENS, start=2)},
    **{f"{ten}-{unit}": float(10 * t + u) for t, ten in enumerate(_TENS, 2) for u, unit in enumerate(_UNITS[:10]) if u},
    **{
        word: float(n)
        for n, word in enumerate("null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split())
    },
    **{word: float(n) for n, word in enumerate("零一二三四五六七八九十")},
    "两": 2.0,
    "dozen": 12.0,
    "dozens": 24.0,
}
_LOW = re.compile(
    r"\b(?:more than|over|at least|above|no fewer than|no less than|upwards of|mehr als|über|mindestens)\b"
    r"|超过|至少|逾|多于",
    re.I,
)
_HIGH = re.compile(
    r"\b(?:fewer than|less than|under|up to|at most|no more than|nearly|almost|just short of"
    r"|weniger als|bis zu|knapp|fast|höchstens)\b"
    r"|不到|近|不足|至多",
    re.I,
)
_RANGE = re.compile(r"\s*(?:-|–|—|to|and|bis|und|至|到|~)\s*")
_NUMBER = re.compile(r"\d+(?:[.,'\u00a0\u202f ]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*")


def read_figure(phrase: str, language: str | None = None) -> Figure | None:
    """The figure in a short phrase ("more than 5,000", "5,000 to 9,000", "84,6 Tonnen"); None if there is none.

    `language` settles whether a comma or a point marks the decimals; English is assumed.
    """
    plain = unicodedata.normalize("NFKC", phrase)
    numbers = _numbers(plain, decimal="," if primary_tag(language) in _DECIMAL_COMMA else ".")
    if not numbers or not all(math.isfinite(value) for value, _, _ in numbers):
        return None
    (first, _, first_end), *others = numbers
    if others and _RANGE.fullmatch(plain[first_end : others[0][1]]) and first < others[0][0]:
        return Figure(low=first, high=others[0][0])
    if _LOW.search(plain[: numbers[0][1]]):
        return Figure(low=first)
    if _HIGH.search(plain[: numbers[0][1]]):
        return Figure(high=first)
    return Figure(value=first)


_DECIMAL_COMMA = frozenset({"de", "es", "fr", "it", "pt", "nl", "ru", "uk", "pl", "tr", "sv", "da", "fi", "cs", "id"})


def _numbers(text: str, decimal: str) -> list[tuple[float, int, int]]:
    """Numbers with their place; a scale word multiplies the number before it."""
    found: list[tuple[float, int, int]] = []
    for match in _NUMBER.finditer(text):
        token = match.group()
        if token[0].isdigit():
            found.append((_digits(token, decimal), match.start(), match.end()))
            continue
        for word, start, end in _words(token, match.start()):
            scale = _SCALES.get(word)
            adjoins = bool(found) and not text[found[-1][2] : start].strip(" \u00a0\u202f.-")
            if scale is not None and adjoins:
                value, begin, _ = found.pop()
                found.append((value * scale, begin, end))
            elif word in _WORDS:
                found.append((_WORDS[word], start, end))
    return found


def _words(token: str, start: int) -> list[tuple[str, int, int]]:
    lowered = token.lower()
    if lowered in _SCALES or lowered in _WORDS:
        return [(lowered, start, start + len(token))]
    if re.search(r"[\u3400-\u9fff]", token):
        return [(character, start + at, start + at + 1) for at, character in enumerate(token)]
    # "seven-hour": a figure and its unit in one token.
    return [(part.group(), start + part.start(), start + part.end()) for part in re.finditer(r"[^-]+", lowered)]


def _digits(token: str, decimal: str) -> float:
    group = "." if decimal == "," else ","
    token = re.sub(r"['\u00a0\u202f ]", "", token)
    head, *tail = token.split(group)
    # "39,5" in an English text is no group of thousands: what does not fit the language is read as decimals.
    if tail and not (len(head) <= 3 and all(len(part.split(decimal)[0]) == 3 for part in tail)):
        return float(".".join([head, "".join(tail).replace(decimal, "")]))
    whole, *rest = "".join([head, *tail]).split(decimal)
    return float(whole + ("." + "".join(rest) if rest else ""))
