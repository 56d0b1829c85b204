"""What is written with figures: dates, clocks, decades, and the figures that are no time at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Meaning = tuple[str, Any]
"""A kind of word (see `claimx.text.times.tokens.CODES`) and its value."""


def _clock(hour: str, minute: str = "", other: str = "") -> Meaning:
    """A clock by which the day has 24 hours; the minute is None where it was not given."""
    figures = minute or other
    h, m = int(hour), int(figures) if figures else None
    return ("clock", (h, m, True)) if h <= 24 and (m or 0) <= 59 else ("word", None)


def _half_day_clock(hour: str, minute: str = "") -> Meaning:
    """A clock that may mean the morning or the evening, unless its hour says which."""
    table, value = _clock(hour, minute)
    return (table, (*value[:2], value[0] > 12 or hour.startswith("0"))) if value else (table, value)


def _chinese_clock(hour: str, minute: str, half: str) -> Meaning:
    return _half_day_clock(hour, "30" if half else minute)


def _number(figure: str) -> Meaning:
    if not figure.isdigit() or len(figure) > 4:
        return "word", None
    value = int(figure)
    if len(figure) == 4:
        return ("year" if 1800 <= value <= 2199 else "number"), value
    return ("day_number" if 1 <= value <= 31 and len(figure) < 3 else "number"), value


_D = "[0-9]"

# A pattern, and the reader of its groups. The first that fits at a place wins.
FORMS: dict[str, tuple[str, Callable[..., Meaning]]] = {
    "iso": (
        rf"(?<!\d)({_D}{{4}})(?P<iso_sep>[-/])({_D}{{1,2}})(?P=iso_sep)({_D}{{1,2}})(?:(?!\d)t?)",
        lambda year, _, month, day: ("date", (int(year), int(month), int(day))),
    ),
    "numeric": (
        rf"(?<!\d)(?P<num_a>{_D}{{1,2}})(?P<num_sep>[./-])(?P<num_b>{_D}{{1,2}})(?P=num_sep)(?P<num_y>{_D}{{4}})(?!\d)",
        lambda *_: ("vague", None),  # its order depends on the language
    ),
    "zh_decade": (
        rf"({_D}{{2}})世纪({_D})0年代",
        lambda century, tens: ("decade", (int(century) - 1) * 100 + int(tens) * 10),
    ),
    "decade": (
        rf"(?<!\d)(1[5-9]{_D}0|20{_D}0)(?:['’]?s\b|er(?:[- ]?jahren?)?\b|年代)",
        lambda year: ("decade", int(year)),
    ),
    "zh_year": (rf"(?<!\d)({_D}{{4}})年", lambda year: ("year", int(year))),
    "zh_month": (
        rf"(?<!\d)({_D}{{1,2}})月",
        lambda month: ("months", int(month)) if 1 <= int(month) <= 12 else ("vague", None),
    ),
    "zh_day": (rf"(?<!\d)({_D}{{1,2}})[日号]", lambda day: ("day_of_month", int(day))),
    "zh_clock": (rf"(?<!\d)({_D}{{1,2}})[时点](?:({_D}{{1,2}})分|(半))?", _chinese_clock),
    "uhr": (rf"(?<![\d.])({_D}{{1,2}})(?:[:.]({_D}{{2}}))?\s?(?:uhr|horas)\b(?:\s({_D}{{2}})\b)?", _clock),
    "fr_clock": (rf"(?<!\d)({_D}{{1,2}})\s?(?:h|heures?)(?:\s?({_D}{{2}}))?(?![^\W_])", _clock),
    "clock": (rf"(?<![\d.:])({_D}{{1,2}}):({_D}{{2}})(?::{_D}{{2}})?(?![\d:])", _half_day_clock),
    "dot_clock": (rf"(?<![\d.:])({_D}{{1,2}})\.({_D}{{2}})(?=\s?[ap]\.?\s?m\b)", _half_day_clock),
    "quarter_n": (r"\bq([1-4])\b", lambda n: ("quarter", int(n))),
    "ordinal": (
        rf"(?<![\d.,])({_D}{{1,2}})(?:st|nd|rd|th|er|º|ª)\b",
        lambda n: ("day_number" if 1 <= int(n) <= 31 else "number", int(n)),
    ),
    # "$2028", "2028%", "24/7", "90s", "the 4x4"; Chinese writes no space before its words.
    "no_time": (
        r"[$€£¥]\s?\d[\d.,]*|\d[\d.,]*\s?[%‰°]|\d+(?:/\d+)+|\d+[^\W\d_\u2e80-\uffff]\w*",
        lambda *_: ("word", None),
    ),
    "number": (r"(\d+(?:[.,]\d+)*)", _number),
}
