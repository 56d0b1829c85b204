"""Finds figures and points in time in running text, for `read_figure` and `read_time` to read."""

from __future__ import annotations

import re
from functools import cache

from claimx.text.times.words import calendar_names

_DATES = r"\b\d{4}-\d{2}-\d{2}\b|(?:\d{4}年)?\d{1,2}月\d{1,2}日|(?:星期|周)[一二三四五六日]|昨天|昨日|今天|今日|上周"
_NEAR_DAYS = r"\b(?:[Yy]esterday|[Tt]omorrow|[Tt]onight|[Ll]ast week|[Gg]estern)\b"
# Years, times of day, numbers inside names (F-16, G7, Covid-19), numbered things (No. 10).
_OTHER_NUMBERS = (
    r"\b(?:19|20)\d\d(?:[-–/]\d{2,4}|s)?\b(?!\s(?:people|tons|tonnes|euros|dollars))"
    r"|\b\d{1,2}[:.]\d{2}\s?(?:[ap]\.?m\.?|Uhr)?(?!\d|\s?%|\sper)|\b\d{1,2}\s?[ap]\.?m\b\.?|\d{1,2}[时点](?:\d{1,2}分)?"
    r"|[A-Za-z]+-?\d[\w-]*|\b(?:No|Nr|Article|Section|Chapter|Route|Highway|Title)\.?\s\d+"
)
_SHORTEST_DAY = 5  # characters: "Sun" is a newspaper
_BOUND = (
    "more than|less than|fewer than|at least|at most|no more than|no fewer than|up to|over|under|nearly|almost|about"
    "|around|some|roughly|approximately|an estimated|mehr als|weniger als|mindestens|rund|etwa|fast|knapp|bis zu"
)
_WORD = (
    "(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\\w+)?)"
)
_NUMERAL = re.compile(rf"\d|\b{_WORD}\b", re.IGNORECASE)
_NUMBER = r"\d+(?:[.,'\u00a0\u202f]\d+)*"
_SCALE = r"(?:\s|-)?(?:hundred|thousand|million|billion|trillion|Millionen|Milliarden|Mio|Mrd|bn|[百千万亿]+)\b"
_UNIT = r"\s?(?:%|percent|per\scent|percentage\spoints?|Prozent|por\sciento|pour\scent)"
_FIGURE = re.compile(
    rf"(?:\b(?:{_BOUND})\s)?(?P<currency>(?:US|C|A)?[$€£¥]\s?)?(?<![\w.])(?:{_NUMBER}|\b{_WORD}\b)(?:{_SCALE})?"
    rf"(?:\s?(?:-|–|to)\s?[$€£¥]?{_NUMBER}(?:{_SCALE})?)?(?P<unit>{_UNIT})?(?![\w])"
    r"|(?:超过|至少|逾|约|近)?\d+(?:\.\d+)?[百千万亿]*(?=[\u4e00-\u9fff])",
    re.IGNORECASE,
)


def find_figures(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The figures between `start` and `end`, each with the words that bound it ("more than 5,000", "$4.2 billion").

    Years, dates, times of day and numbers that are part of a name are none.
    """
    end = len(text) if end is None else end
    if not _NUMERAL.search(text, start, end):
        return []
    found = [match.span() for match in _FIGURE.finditer(text, start, end)]
    if not found:
        return []
    barred = [match.span() for match in _no_figure().finditer(text, start, end)]
    return [place for place in found if not any(begin < place[1] and place[0] < close for begin, close in barred)]


def find_times(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The phrases between `start` and `end` that plainly name a day or a month ("Monday", "Feb. 24", "5月9日")."""
    return [match.span() for match in _time().finditer(text, start, len(text) if end is None else end)]


@cache
def _time() -> re.Pattern[str]:
    month = "|".join(calendar_names("months"))
    day = "|".join(name for name in calendar_names("weekdays") if len(name) >= _SHORTEST_DAY)
    return re.compile(
        rf"{_DATES}|{_NEAR_DAYS}|\b(?:{month})\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?\b"
        rf"|\b\d{{1,2}}(?:\.|er|º)?\s(?:de\s)?(?:{month})\b\.?(?:\s(?:de\s)?\d{{4}}\b)?"
        rf"|\b(?:{month})\s\d{{4}}\b|\b(?:{day})\b"
    )


@cache
def _no_figure() -> re.Pattern[str]:
    return re.compile(f"{_time().pattern}|{_OTHER_NUMBERS}")
