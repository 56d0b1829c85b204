"""Finds figures and points in time in running text, for `read_figure` and `read_time` to read."""

from __future__ import annotations

import re

_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember"
)
_DAY = (
    "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    "|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag"
)
_TIME = re.compile(
    rf"\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b(?:{_MONTH})\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?\b"
    rf"|\b\d{{1,2}}\.?\s(?:{_MONTH})\b\.?(?:\s\d{{4}}\b)?|\b(?:{_MONTH})\s\d{{4}}\b|\b(?:{_DAY})\b"
    r"|\b(?:[Yy]esterday|[Tt]omorrow|[Tt]onight|[Ll]ast week|[Gg]estern)\b"
    r"|(?:\d{4}年)?\d{1,2}月\d{1,2}日|(?:星期|周)[一二三四五六日]|昨天|昨日|今天|今日|上周"
)
# Not figures: years, dates, times of day, numbers inside names (F-16, G7, Covid-19), numbered things (No. 10).
_NO_FIGURE = re.compile(
    rf"{_TIME.pattern}|\b(?:19|20)\d\d(?:[-–/]\d{{2,4}}|s)?\b(?!\s(?:people|tons|tonnes|euros|dollars))"
    r"|\b\d{1,2}[:.]\d{2}\s?(?:[ap]\.?m\.?|Uhr)?(?!\d|\s?%|\sper)|\b\d{1,2}\s?[ap]\.?m\b\.?|\d{1,2}[时点](?:\d{1,2}分)?"
    r"|[A-Za-z]+-?\d[\w-]*|\b(?:No|Nr|Article|Section|Chapter|Route|Highway|Title)\.?\s\d+"
)
_BOUND = (
    "more than|less than|fewer than|at least|at most|no more than|no fewer than|up to|over|under|nearly|almost|about"
    "|around|some|roughly|approximately|an estimated|mehr als|weniger als|mindestens|rund|etwa|fast|knapp|bis zu"
)
_WORD = (
    "(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\\w+)?)"
)
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
    barred = [(match.start(), match.end()) for match in _NO_FIGURE.finditer(text, start, end)]
    return [
        match.span()
        for match in _FIGURE.finditer(text, start, end)
        if not any(begin < match.end() and match.start() < close for begin, close in barred)
    ]


def find_times(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The phrases between `start` and `end` that plainly name a day or a month ("Monday", "Feb. 24", "5月9日")."""
    return [match.span() for match in _TIME.finditer(text, start, len(text) if end is None else end)]
