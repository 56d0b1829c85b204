"""When, as the reports of one claim give it: the same moment in other words, overlapping, or in conflict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import combinations
from typing import Literal

from claimx.models import Claim, TimeReference, Variant
from claimx.reconciliation.variants.setting import gather

Meeting = Literal["same", "inside", "overlap", "apart"]
_Interval = tuple[datetime, datetime]

_PREPOSITION = re.compile(r"^(?:on|in|at|by|since|am|im|um|seit|el|en|le) ")
_CLOCK = re.compile(
    r"(?<![\d:.])(?P<hour>2[0-4]|[01]?\d)(?!\d)(?:[:.h点时](?P<minute>[0-5]\d))?分?\s?(?P<half>[ap]\.?m\b\.?|Uhr\b|hrs?\b)?",
    re.IGNORECASE,
)
_INEXACT = re.compile(
    r"\b(?:before|after|by|until|about|around|shortly|vor|nach|bis|gegen|etwa|rund|kurz|antes|después|hacia|avant|après"
    r"|vers)\b|[前后许]",
    re.IGNORECASE,
)

_HANGING = re.compile(
    r"\b(?:the (?:day|night|week|month|year) (?:before|after)|th(?:e same|at) \w+|the (?:next|previous|following) \w+"
    r"|earlier|later|am Vortag|tags darauf|am selben \w+|al día siguiente|le lendemain|la veille)\b"
    r"|当[天日晚时]|次日|前一[天日]",
    re.IGNORECASE,
)


def time_variants(appearances: Sequence[Claim]) -> Iterator[Variant]:
    """One variant where the times are not the same moment everywhere."""
    found = [(claim.time, claim.id) for claim in appearances if claim.time is not None]
    times = list({_key(time): time for time, _ in found}.values())
    if len({_words(time) for time in times}) < 2:
        return
    values = gather((time.text, claim_id) for time, claim_id in found)
    read = [time for time in times if can_compare(time)]
    if not read:
        clocks = {clock for time in times if (clock := _clock_time(time)) is not None}
        # Where no rule reads any of them, "lately" beside "recently" tells an editor nothing.
        if len(clocks) > 1:
            yield Variant(kind="time", values=values, compatible=False, why="times of day that differ")
        return
    meetings = {meeting(a, b) for a, b in combinations(read, 2)}
    if meetings <= {"same"} and len(read) == len(times):
        return
    why = _describe(meetings, len(read))
    if 1 < len(read) < len(times):
        why += ", and some that no rule reads"
    yield Variant(kind="time", values=values, compatible="apart" not in meetings, why=why)


def can_compare(time: TimeReference) -> bool:
    """Whether a rule read it, and by itself: "the day before" hangs on what the article told before."""
    return time.start is not None and time.end is not None and not _HANGING.search(time.text)


def meeting(a: TimeReference, b: TimeReference) -> Meeting:
    """How two times lie to each other, both read by rule.

    Days are compared as the clock stood where each article was published ("Monday" is one day in every time zone), and
    by the true moment besides: they are apart only when both ways of reading keep them apart.
    """
    ways = [(_interval(a), _interval(b))]
    if all(moment.tzinfo is not None for pair in ways for interval in pair for moment in interval):
        ways.append((_clock_face(ways[0][0]), _clock_face(ways[0][1])))
    found = {_meeting(*way) for way in ways}
    return next(how for how in ("same", "inside", "overlap", "apart") if how in found)


def _meeting(a: _Interval, b: _Interval) -> Meeting:
    if a == b:
        return "same"
    if max(a[0], b[0]) >= min(a[1], b[1]):
        return "apart"
    if (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1]):
        return "inside"
    return "overlap"


def _describe(meetings: set[Meeting], read: int) -> str:
    if read == 1:
        return "only one of the times can be read by rule"
    if "apart" in meetings:
        return "times that differ"
    if "overlap" in meetings:
        return "times that overlap"
    return "one time within the other" if "inside" in meetings else "the same moment in other words"


def _interval(time: TimeReference) -> _Interval:
    assert time.start is not None
    assert time.end is not None
    return time.start, time.end


def _clock_face(interval: _Interval) -> _Interval:
    start, end = interval
    return start.replace(tzinfo=None), end.replace(tzinfo=None)


def _clock_time(time: TimeReference) -> int | None:
    """Minutes after midnight of a bare, exact time of day ("at 21:40", "9.40 pm"), which no date makes a moment of."""
    if _INEXACT.search(time.text) or len(found := list(_CLOCK.finditer(time.text))) != 1:
        return None
    hour, minute, half = int(found[0]["hour"]), int(found[0]["minute"] or 0), (found[0]["half"] or "").casefold()
    if not found[0]["minute"] and not half:
        return None  # "at 9" may be the evening's
    if half.startswith("p") and hour < 12:
        hour += 12
    return hour % 24 * 60 + minute


def _key(time: TimeReference) -> object:
    return (time.start, time.end, _words(time))


def _words(time: TimeReference) -> str:
    return _PREPOSITION.sub("", time.text.casefold())
