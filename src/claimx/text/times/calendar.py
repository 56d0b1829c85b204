"""From what a phrase states about a time to the interval it means, seen from the article's date."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta

from claimx.text.times.clock import DAY, Interval, days, hours, hours_of, midnight
from claimx.text.times.facts import Facts, Unsure

_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


def interval(stated: Facts, now: datetime | None, *, looking_back: bool = False) -> Interval:
    """What `stated` means on the day of `now`; Unsure where it can mean several times, or none."""
    dated = _dated(stated, now, looking_back=looking_back) if stated.dated else None
    if dated is not None and stated.shift is not None:
        dated = _shifted(stated.shift, dated)
    edge_of_day = stated.edge is not None and dated is not None and dated.end == dated.start + DAY
    if stated.part is None and stated.clock is None and not edge_of_day:
        if dated is None:
            raise Unsure
        return dated
    if dated is None:
        if now is None or not (stated.part == "overnight" or stated.part_form == "t" or stated.part_form == "l"):
            raise Unsure  # "in the morning": of which day?
        dated = days(midnight(now), 1)
        if stated.part_form == "l":
            if stated.part not in ((18, 30), (0, 30)):
                raise Unsure
            return hours(dated, -6, 6)
        if stated.part == "overnight":
            return hours(dated, -6, 9)
    if dated.end != dated.start + DAY:
        return dated  # "on a morning of March": March is sure
    return hours_of(stated, dated)


def _shifted(shift: tuple[str, int], day: Interval) -> Interval:
    unit, count = shift
    if unit not in ("day", "week") or day.end != day.start + DAY:
        raise Unsure
    return days(day.start + count * (7 if unit == "week" else 1) * DAY, 1)


def _dated(stated: Facts, now: datetime | None, *, looking_back: bool) -> Interval:
    year = _year(stated, now)
    if year is not None and (stated.month or stated.quarter or stated.half or stated.season or stated.decade):
        return _in_year(stated, year, now)
    if stated.decade is not None:
        return Interval(_first(stated.decade, 1, now), _first(stated.decade + 10, 1, now))
    if now is None:
        if year is not None and not stated.unit:
            return _edged(stated, Interval(_first(year, 1, now), _first(year + 1, 1, now)))
        raise Unsure
    if stated.month is not None and stated.day is not None:
        return days(_day_of_month(stated, now, looking_back=looking_back), 1)
    if stated.month is not None:
        return _month(stated, now, looking_back=looking_back)
    if stated.relative_day is not None:
        return days(midnight(now) + stated.relative_day * DAY, 1)
    if stated.weekday is not None or stated.day is not None:
        return _weekday(stated, now)
    return _around(stated, year, now)


def _around(stated: Facts, year: int | None, now: datetime) -> Interval:
    """A stretch of time that is told by its distance from now, or by its year."""
    if stated.ago is not None:
        return _ago(*stated.ago, now)
    if stated.span is not None:
        unit, count = stated.span
        then = _moved(now, unit, count)
        return Interval(min(now, then), max(now, then))
    if stated.unit is not None:
        return _unit(stated, *stated.unit, now)
    if stated.season is not None:
        return _season(stated, now)
    if year is not None:
        return _edged(stated, Interval(_first(year, 1, now), _first(year + 1, 1, now)))
    raise Unsure


def _year(stated: Facts, now: datetime | None) -> int | None:
    if stated.unit is None or stated.unit[0] != "year" or now is None:
        return stated.year
    year = now.year + stated.unit[1]
    if stated.year not in (None, year):
        raise Unsure
    return year


def _first(year: int, month: int, now: datetime | None) -> datetime:
    return datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1, tzinfo=now.tzinfo if now else None)


def _in_year(stated: Facts, year: int, now: datetime | None) -> Interval:
    if stated.decade is not None:
        raise Unsure
    if stated.month is not None and stated.day is not None:
        start = _first(year, stated.month, now).replace(day=stated.day)
        if stated.weekday is not None and start.weekday() != stated.weekday:
            raise Unsure
        return days(start, 1)
    if stated.weekday is not None or stated.day is not None:
        raise Unsure
    first, months = 1, 12
    if stated.month is not None:
        first, months = stated.month, 1
    elif stated.quarter is not None:
        first, months = 3 * stated.quarter - 2, 3
    elif stated.half is not None:
        first, months = 6 * stated.half - 5, 6
    elif stated.season == "winter":
        first, months = 0, 15  # the winter in which the year begins, or the one in which it ends
    elif stated.season is not None:
        first, months = _SEASONS[stated.season], 3
    return _edged(stated, Interval(_first(year, first, now), _first(year, first + months, now)))


def _edged(stated: Facts, whole: Interval) -> Interval:
    """The early, middle or late part: ten days of a month, a third of anything longer."""
    length = (whole.end - whole.start).days
    if stated.edge is None or length < 28:
        return whole
    if length <= 31:
        first, last = whole.start + 10 * DAY, whole.start + 20 * DAY
    else:
        first, last = (midnight(whole.start + length * DAY * n / 3) for n in (1, 2))
    return {"e": Interval(whole.start, first), "m": Interval(first, last), "w": Interval(last, whole.end)}[stated.edge]


def _day_of_month(stated: Facts, now: datetime, *, looking_back: bool) -> datetime:
    """News looks back: a date well ahead of the article's own belongs to the year before."""
    assert stated.month is not None
    assert stated.day is not None
    today, found = midnight(now), {}
    for year in (now.year - 1, now.year, now.year + 1):
        if stated.day <= calendar.monthrange(year, stated.month)[1]:
            day = _first(year, stated.month, now).replace(day=stated.day)
            if stated.weekday in (None, day.weekday()) and (stated.form != "n" or day > today):
                found[year - now.year] = day
    if 1 in found and found[1] - today <= 31 * DAY and not looking_back:
        if len(found) > 1:
            raise Unsure  # on 28 December "on 3 January" may be either
        return found[1]
    if 0 in found and (found[0] - today <= 180 * DAY or stated.form == "n"):
        return found[0]
    if -1 in found and today - found[-1] < 366 * DAY:
        return found[-1]
    raise Unsure


def _month(stated: Facts, now: datetime, *, looking_back: bool) -> Interval:
    assert stated.month is not None
    if stated.weekday is not None or stated.day is not None:
        raise Unsure
    year = now.year - (stated.month > now.month + 6)
    if stated.form == "l":
        year = now.year - (stated.month >= now.month)
    elif stated.form == "n":
        year = now.year + (stated.month <= now.month)
    elif stated.form == "t":
        year = now.year
    elif (stated.month, now.month) == (1, 12) and not looking_back:
        raise Unsure  # in December "in January" may be either
    return _edged(stated, Interval(_first(year, stated.month, now), _first(year, stated.month + 1, now)))


def _weekday(stated: Facts, now: datetime) -> Interval:
    """A weekday is the latest one not after the date, as news use it, unless the phrase says otherwise."""
    today = midnight(now)
    if stated.weekday is None or stated.day is not None:
        return days(_latest_day(stated, today), 1)
    monday = today - today.weekday() * DAY
    if stated.unit is not None:
        if stated.unit[0] not in ("week", "weekend"):
            raise Unsure
        return days(monday + (7 * stated.unit[1] + stated.weekday) * DAY, 1)
    back = (today.weekday() - stated.weekday) % 7
    if stated.form == "t":
        return days(monday + stated.weekday * DAY, 1)
    if stated.form == "n":
        return days(today + (7 - back) * DAY, 1)
    return days(today - (back or 7 * (stated.form == "l")) * DAY, 1)


def _latest_day(stated: Facts, today: datetime) -> datetime:
    """The latest "9日", or the latest "Monday 24"."""
    assert stated.day is not None
    if not 1 <= stated.day <= 31:
        raise Unsure
    month_back = stated.unit if stated.unit and stated.unit[0] == "month" else None
    for months in range(3):
        first = _first(today.year, today.month - months, today)
        if stated.day > calendar.monthrange(first.year, first.month)[1]:
            continue
        day = first.replace(day=stated.day)
        if month_back is not None and months != -month_back[1]:
            continue
        if stated.weekday not in (None, day.weekday()):
            continue
        if day <= today or month_back is not None:
            return day
    raise Unsure


def _ago(unit: str, count: int, now: datetime) -> Interval:
    """A day is that day, a month or a year that month or year, a week the seven days around; hours are an hour."""
    if unit in ("hour", "minute"):
        then, half = _moved(now, unit, count), timedelta(hours=1) / (2 if unit == "hour" else 120)
        return Interval(then - half, then + half)
    if unit == "day":
        return days(midnight(now) + count * DAY, 1)
    if unit == "week":
        return days(midnight(now) + (7 * count - 3) * DAY, 7)
    if unit not in ("month", "year"):
        raise Unsure
    months = count * (12 if unit == "year" else 1)
    first = _first(now.year, now.month + months if unit == "month" else 1 + months, now)
    return Interval(first, _first(first.year, first.month + (1 if unit == "month" else 12), now))


def _moved(now: datetime, unit: str, count: int) -> datetime:
    if unit in ("month", "year"):
        first = _first(now.year, now.month + count * (12 if unit == "year" else 1), now)
        day = min(now.day, calendar.monthrange(first.year, first.month)[1])
        return now.replace(year=first.year, month=first.month, day=day)
    if unit not in ("minute", "hour", "day", "week"):
        raise Unsure
    moved = timedelta(**{f"{unit}s": count})
    if now.tzinfo is None or unit in ("day", "week"):
        return now + moved
    return (now.astimezone(UTC) + moved).astimezone(now.tzinfo)


def _unit(stated: Facts, unit: str, count: int, now: datetime) -> Interval:
    today = midnight(now)
    monday = today - today.weekday() * DAY
    if unit == "week":
        return days(monday + 7 * count * DAY, 7)
    if unit == "bare weekend":  # on Wednesday it may be either
        if today.weekday() in (2, 3, 4):
            raise Unsure
        return days(monday + (-2 if today.weekday() < 2 else 5) * DAY, 2)
    if unit == "weekend":
        return days(monday + (7 * count + 5) * DAY, 2)
    if unit in ("month", "year"):
        first = _first(now.year + (count if unit == "year" else 0), now.month + count if unit == "month" else 1, now)
        return _edged(stated, Interval(first, _first(first.year, first.month + (1 if unit == "month" else 12), now)))
    raise Unsure


def _season(stated: Facts, now: datetime) -> Interval:
    """The summer of this year for "this summer"; "last summer" only before this year's has ended."""
    assert stated.season is not None
    if stated.season == "winter" or stated.form not in ("l", "t", "n"):
        raise Unsure
    first = _SEASONS[stated.season]
    if (stated.form == "l" and now.month >= first) or (stated.form == "n" and now.month < first):
        raise Unsure
    year = now.year + {"l": -1, "t": 0, "n": 1}[stated.form]
    return Interval(_first(year, first, now), _first(year, first + 3, now))
