"""Reads a phrase that was marked as a time: the interval it means, from the article's own date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta, timezone, tzinfo
from itertools import zip_longest
from zoneinfo import ZoneInfo

from claimx.text.times.calendar import interval
from claimx.text.times.clock import Interval
from claimx.text.times.facts import Facts, Unsure, facts
from claimx.text.times.tokens import Token, tokens
from claimx.text.times.words import LANGUAGES

__all__ = ["Interval", "read_time"]

_LONGEST = 300
"""Characters. What is longer is no phrase for a time."""
_MONTH_FIRST = ("en-us",)
_OPEN_ORDER = ("en", "zh")
"""Languages whose numeric dates go either way, unless a region says which."""
_DATED = tuple(part.name for part in fields(Facts) if part.name not in ("clock", "part", "clock_side", "half_of_day"))


def read_time(phrase: str, published_at: datetime | None, *, language: str | None = None) -> Interval | None:
    """The interval that `phrase` ("Monday", "Feb. 24", "last week", "5月9日") means in an article of that date.

    A weekday is the latest one not after the date, as news use it. None where no rule is sure: where the phrase is
    vague ("in recent days"), hangs on an event ("two days later", "before Monday") or reads in two ways.
    `language` ("en-GB") decides whose words and whose order of day and month count; without it, the language that
    knows most of the words does, and "03/04/2025" stays open.
    """
    phrase = unicodedata.normalize("NFKC", phrase[: _LONGEST + 1])
    if len(phrase) > _LONGEST:
        return None
    tag = (language or "").lower().replace("_", "-")
    primary = tag.partition("-")[0]
    month_first = tag in _MONTH_FIRST if tag and (primary not in _OPEN_ORDER or "-" in tag) else None
    readings = [
        (sum(token.code == "x" for token in found), found)
        for found in (
            tokens(phrase, each, month_first=month_first)
            for each in ((primary,) if primary in LANGUAGES else LANGUAGES)
        )
    ]
    fewest = min(unknown for unknown, _ in readings)
    results = {_read(found, published_at) for unknown, found in readings if unknown == fewest}
    return results.pop() if len(results) == 1 else None


def _read(found: Sequence[Token], published_at: datetime | None) -> Interval | None:
    try:
        zone = _zone(found)
        if zone is None:
            return _interval(found, published_at)
        if published_at is None or published_at.tzinfo is None:
            return None
        read = _interval(found, published_at.astimezone(zone))
        return Interval(read.start.astimezone(published_at.tzinfo), read.end.astimezone(published_at.tzinfo))
    except (ValueError, OverflowError, LookupError):
        return None  # "Feb. 30", the year 10000, a zone this machine does not know


def _zone(found: Sequence[Token]) -> tzinfo | None:
    named = {token.value for token in found if token.code == "Z"}
    if not named:
        return None
    if len(named) > 1 or None in named:
        raise Unsure
    (name,) = named
    if name[0] not in "+-":
        return ZoneInfo(name)
    offset = timedelta(hours=int(name[1:3]))
    return timezone(-offset if name[0] == "-" else offset)


def _interval(found: Sequence[Token], now: datetime | None) -> Interval:
    codes = "".join(token.code for token in found)
    since = codes.find("s")
    if since >= 0:
        rest = [token for token in found if token.code != "s"]
        started = _range(rest, now, looking_back=True)
        if now is None or started.start >= now:
            raise Unsure
        return Interval(started.start, now)
    return _range(found, now, looking_back=False)


def _range(found: Sequence[Token], now: datetime | None, *, looking_back: bool) -> Interval:
    """One time, or from one to another: "between Feb. 3 and 5", "from Monday to Wednesday", "3. bis 5. März"."""
    # "lundi à 21h40" names one time, "du lundi à mercredi" two.
    found = [
        Token("@", None, token.text) if token.text.lower() in ("à", "a") and after.code == "T" else token
        for token, after in zip_longest(found, found[1:], fillvalue=Token("", None, ""))
    ]
    codes = "".join(token.code for token in found)
    joint = re.fullmatch(r"([^aoO]*)([aoO])([^aoO]*)", codes)
    if joint is not None and "j" not in codes:
        place = joint.start(2)
        left, right = (
            [token for token in side if token.code not in "fb"] for side in (found[:place], found[place + 1 :])
        )
        one, other = _side(left, right), _side(right, left)
        if one is not None and other is not None and not (one.empty or other.empty):
            _share(one, other)
            return _cover(one, other, now, looking_back=looking_back)
        found = [Token("x", None, token.text) if token.code in "ao" else token for token in found]
    return interval(facts(found), now, looking_back=looking_back)


def _side(side: list[Token], other: list[Token]) -> Facts | None:
    """What one end of a range states; a bare number is a day when the other end has one."""
    codes = "".join(token.code for token in side if token.code not in "xi")
    if codes in ("1", "1Y", "W1") and re.search("M1|1M|Md|K", "".join(token.code for token in other)):
        values = {token.code: token.value for token in side}
        return Facts(day=values["1"], year=values.get("Y"), weekday=values.get("W"))
    return facts(side) if codes else None


def _share(one: Facts, other: Facts) -> None:
    """Each end takes from the other what it leaves out: the month of "3 to 5 March", the day of "9 pm to 11 pm"."""
    for here, there in ((one, other), (other, one)):
        if not here.dated and there.dated:
            for name in _DATED:
                here.put(name, getattr(there, name) if getattr(here, name) is None else getattr(here, name))
        elif here.day is not None and here.month is None:
            here.month = there.month
    for here, there in ((one, other), (other, one)):
        if here.month is not None and here.year is None:
            here.year = there.year if there.month is not None and here.month <= there.month else None
        if here.half_of_day is None and here.clock is not None and not here.clock[2]:
            here.half_of_day = there.half_of_day


def _cover(one: Facts, other: Facts, now: datetime | None, *, looking_back: bool) -> Interval:
    first, last = (interval(stated, now, looking_back=looking_back) for stated in (one, other))
    weekdays = one.weekday is not None and other.weekday is not None and one.month is None and one.unit is None
    if weekdays and first.start > last.start:
        first = Interval(first.start - timedelta(days=7), first.end - timedelta(days=7))
    if first.start > last.start or first.start >= last.end:
        raise Unsure
    end = last.start if other.clock is not None else max(first.end, last.end)
    return Interval(first.start, end)
