"""Reads a phrase that was marked as a time: the interval it means, from the article's own date."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Interval:
    """From `start` to `end`, exclusive; both in the time zone of the article's date."""

    start: datetime
    end: datetime


_DAY = timedelta(days=1)
_WEEKDAYS = {
    **{name: n for n, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())},
    **{name: n for n, name in enumerate("montag dienstag mittwoch donnerstag freitag samstag sonntag".split())},
    **{f"{prefix}{day}": n for prefix in ("星期", "周") for n, day in enumerate("一二三四五六日")},
}
_MONTHS = {
    **{
        name: n
        for n, name in enumerate(
            "january february march april may june july august september october november december".split(), 1
        )
    },
    **{name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)},
    "sept": 9,
    **{
        name: n
        for n, name in enumerate(
            "januar februar märz april mai juni juli august september oktober november dezember".split(), 1
        )
    },
}
_RELATIVE_DAYS = {
    **dict.fromkeys(("today", "heute", "今天", "今日", "tonight", "overnight"), 0),
    **dict.fromkeys(("yesterday", "gestern", "昨天", "昨日", "the day before"), -1),
    **dict.fromkeys(("tomorrow", "morgen", "明天"), 1),
}
_MONTH = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_PART = "late|end of|ende|early|beginning of|anfang|mid-?|mitte"
# "may" and "march" are words too: a month alone needs its capital, which news always gives it.
_CAPITAL_MONTH = "|".join(name.title() for name in sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(map(re.escape, _WEEKDAYS), key=len, reverse=True))
_RELATIVE = "|".join(sorted(map(re.escape, _RELATIVE_DAYS), key=len, reverse=True))


def read_time(phrase: str, published_at: datetime | None) -> Interval | None:
    """The interval that `phrase` ("Monday", "Feb. 24", "last week", "5月9日") means in an article of that date.

    A weekday is the latest one not after the date, as news use it. None where no rule is sure.
    """
    for pattern, read in _RULES:
        match = re.search(pattern, phrase, re.IGNORECASE)
        if match is not None:
            try:
                return read(match, published_at)
            except ValueError:
                return None  # "Feb. 30": a date that is none
    return None


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _full_date(match: re.Match[str], published_at: datetime | None) -> Interval:
    zone = published_at.tzinfo if published_at else None
    start = datetime(int(match["y"]), _month(match["m"]), int(match["d"]), tzinfo=zone)
    return Interval(start, start + _DAY)


def _day_of_month(match: re.Match[str], published_at: datetime | None) -> Interval | None:
    if published_at is None:
        return None
    start = _midnight(published_at).replace(month=_month(match["m"]), day=int(match["d"]))
    # News looks back: a date well ahead of the article's own belongs to the year before.
    if start - published_at > timedelta(days=180):
        start = start.replace(year=start.year - 1)
    return Interval(start, start + _DAY)


def _month_of_year(match: re.Match[str], published_at: datetime | None) -> Interval | None:
    zone = published_at.tzinfo if published_at else None
    month = _month(match["m"])
    if match["y"]:
        year = int(match["y"])
    elif published_at is None:
        return None
    else:
        year = published_at.year - (month > published_at.month + 6)
    start = datetime(year, month, 1, tzinfo=zone)
    after = (start + timedelta(days=32)).replace(day=1)
    part = (match["part"] or "").lower()
    if part in ("late", "end of", "ende"):
        return Interval(start + timedelta(days=20), after)
    if part in ("early", "beginning of", "anfang"):
        return Interval(start, start + timedelta(days=10))
    if part in ("mid", "mid-", "mitte"):
        return Interval(start + timedelta(days=10), start + timedelta(days=20))
    return Interval(start, after)


def _weekday(match: re.Match[str], published_at: datetime | None) -> Interval | None:
    if published_at is None:
        return None
    today = _midnight(published_at)
    start = today - timedelta(days=(today.weekday() - _WEEKDAYS[match["w"].lower()]) % 7)
    return Interval(start, start + _DAY)


def _relative_day(match: re.Match[str], published_at: datetime | None) -> Interval | None:
    if published_at is None:
        return None
    start = _midnight(published_at) + _RELATIVE_DAYS[match["r"].lower()] * _DAY
    return Interval(start, start + _DAY)


def _last_week(_: re.Match[str], published_at: datetime | None) -> Interval | None:
    if published_at is None:
        return None
    monday = _midnight(published_at) - timedelta(days=published_at.weekday())
    return Interval(monday - 7 * _DAY, monday)


def _month(token: str) -> int:
    return int(token) if token.isdigit() else _MONTHS[token.lower().rstrip(".")]


_RULES: tuple[tuple[str, Callable[[re.Match[str], datetime | None], Interval | None]], ...] = (
    (r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", _full_date),
    (r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日", _full_date),
    (rf"\b(?P<m>{_MONTH})\.? (?P<d>\d{{1,2}}),? (?P<y>\d{{4}})\b", _full_date),
    (rf"\b(?P<d>\d{{1,2}})\.? (?P<m>{_MONTH})\.? (?P<y>\d{{4}})\b", _full_date),
    (r"(?P<m>\d{1,2})月(?P<d>\d{1,2})日", _day_of_month),
    (rf"\b(?P<m>{_MONTH})\.? (?P<d>\d{{1,2}})\b", _day_of_month),
    (rf"\b(?P<d>\d{{1,2}})\.? (?P<m>{_MONTH})\b", _day_of_month),
    (rf"(?:(?P<part>{_PART})[ -])?\b(?P<m>(?-i:{_CAPITAL_MONTH}))\b(?: (?P<y>\d{{4}}))?", _month_of_year),
    (rf"(?P<w>{_WEEKDAY})", _weekday),
    (r"\blast week\b|\bvergangene Woche\b|上周", _last_week),
    (rf"(?P<r>{_RELATIVE})", _relative_day),
)
