"""Hours of a day: its mornings and nights, and what a clock shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from claimx.text.times.facts import Facts, Unsure

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Interval:
    """From `start` to `end`, exclusive; both in the time zone of the article's date."""

    start: datetime
    end: datetime


def midnight(moment: datetime) -> datetime:
    """The beginning of its day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def days(start: datetime, count: int) -> Interval:
    """So many days."""
    return Interval(start, start + count * DAY)


def hours(day: Interval, first: int, last: int) -> Interval:
    """From one hour to another, counted from the midnight with which `day` begins."""
    return Interval(day.start + timedelta(hours=first), day.start + timedelta(hours=last))


def hours_of(stated: Facts, day: Interval) -> Interval:
    """The part of `day`, or the minute, that is stated; the whole of it where that is all that is sure."""
    part = stated.part
    if part == "overnight":
        of_day = hours(day, -6, 33)
    elif part == "eve":
        of_day = hours(day, -6, 9)
    elif part is not None:
        of_day = hours(day, *part)
    elif stated.edge is not None:
        of_day = {"e": hours(day, 0, 12), "m": day, "w": hours(day, 12, 24)}[stated.edge]
    else:
        of_day = day
    return of_day if stated.clock is None else _clock(stated, stated.clock, day, of_day)


def _clock(stated: Facts, clock: tuple[int, int | None, bool], day: Interval, of_day: Interval) -> Interval:
    hour, minute, sure = clock
    if stated.half_of_day:
        if not 1 <= hour <= 12 and not sure:
            raise Unsure
        hour = hour % 12 + 12 * (stated.half_of_day == "pm") if hour <= 12 else hour
    elif not sure and hour <= 12:
        fitting = [h for h in (hour, hour + 12) if of_day.start <= day.start + timedelta(hours=h) < of_day.end]
        if stated.part in (None, "overnight") or len(fitting) != 1:
            return of_day  # "at ten": in the morning or in the evening?
        hour = fitting[0]
    start = day.start + timedelta(hours=hour, minutes=minute or 0)
    if isinstance(stated.part, tuple) and not of_day.start <= start < of_day.end:
        raise Unsure  # "at 1 a.m. on Monday night": before it or after?
    _must_exist(start)
    hour_long, fold = timedelta(hours=1), start.replace(fold=1)
    before, after = {
        "B": (hour_long, timedelta()),
        "F": (timedelta(), hour_long),
        "c": (hour_long / 2, hour_long / 2) if minute is None else (hour_long / 12, hour_long / 12),
        None: (timedelta(), hour_long if minute is None else timedelta(minutes=1)),
    }[stated.clock_side]
    twice = fold.utcoffset() != start.utcoffset()  # clocks were set back: the later of both counts for the end
    return Interval(start - before, (start + after).replace(fold=int(twice)))


def _must_exist(moment: datetime) -> None:
    if moment.tzinfo is not None:
        back = moment.astimezone(UTC).astimezone(moment.tzinfo)
        if (back.hour, back.minute) != (moment.hour, moment.minute):
            raise Unsure  # clocks were set forward over it
