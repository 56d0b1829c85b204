"""Whether two claims differ in what no likeness of words makes up for: polarity, figures, times, places, actors."""

from __future__ import annotations

from collections.abc import Iterator

from claimx.reconciliation.matching.terms import Reading

CLOSE = 0.025
"""A figure further than this share from another is no rounding of it."""

_TURNED = {"+": "-", "-": "+"}


def conflict(first: Reading, second: Reading) -> str | None:
    """Why the two can be no one claim; None where nothing parts them."""
    if first.negated != second.negated:
        return "one is negated"
    if _apart(first.figures, second.figures) and not (_any_rounded(first, second) or _bounded(first, second)):
        return "their figures differ"
    if _apart(first.dates, second.dates) or _apart(first.clocks, second.clocks) or _apart(first.years, second.years):
        return "their times differ"
    if _opposed(first.marks, second.marks):
        return "they say opposite things"
    if _other_names(first, second):
        return "they name others"
    if _swapped(first, second):
        return "who acts and who is acted on are swapped"
    return None


def _apart(first: frozenset[str], second: frozenset[str]) -> bool:
    return bool(first and second) and first.isdisjoint(second)


def _any_rounded(first: Reading, second: Reading) -> bool:
    return any(_rounds_to(a, b) or _rounds_to(b, a) for a in first.figures for b in second.figures)


def _bounded(first: Reading, second: Reading) -> bool:
    """Whether a bound or range of one holds a figure of the other, or meets one of its bounds."""
    if not first.bounds and not second.bounds:
        return False
    return any(max(low, least) <= min(high, most) for low, high in _ranges(first) for least, most in _ranges(second))


def _ranges(reading: Reading) -> Iterator[tuple[float, float]]:
    limits = {limit for bound in reading.bounds for limit in bound}
    yield from reading.bounds
    yield from ((value, value) for value in map(float, reading.figures) if value not in limits)


def _rounds_to(exact: str, given: str) -> bool:
    """Whether `given` is `exact` with fewer digits and close to it: 84.6 and 85, 39.5 and 40, but not 26 and 30."""
    value, rounded = float(exact), float(given)
    digits = len(given.replace(".", "").strip("0"))
    if abs(value - rounded) > CLOSE * value or len(exact.replace(".", "").strip("0")) <= digits:
        return False
    return float(f"{value:.{max(1, digits)}g}") == rounded


def _opposed(first: frozenset[str], second: frozenset[str]) -> bool:
    return bool(first and second) and _against(first, second) and _against(second, first)


def _against(first: frozenset[str], second: frozenset[str]) -> bool:
    turned = {_TURNED[mark[0]] + mark[1:] for mark in second if mark[0] in _TURNED}
    return not first.isdisjoint(turned) and first.isdisjoint(second)


def _other_names(first: Reading, second: Reading) -> bool:
    """Whether names are all that tells the two apart, on both sides: one thing said of two places or people."""
    if not (first.names and second.names):
        return False
    return _differ_in_names(first, second) and _differ_in_names(second, first)


def _differ_in_names(one: Reading, other: Reading) -> bool:
    only = one.terms - other.terms
    return bool(only) and only.issubset(one.names)


def _swapped(first: Reading, second: Reading) -> bool:
    """Whether the first two names both claims hold come in the other order, and no passive or the like explains it."""
    if len(first.names) < 2 or len(second.names) < 2:
        return False
    marks = first.marks ^ second.marks
    if "mutual" in first.marks | second.marks or "turned" in marks or first.language != second.language:
        return False
    shared = set(first.names) & set(second.names)
    if len(shared) < 2:
        return False
    return _first_two(first, shared) == _first_two(second, shared)[::-1]


def _first_two(reading: Reading, shared: set[str]) -> list[str]:
    return [name for name in dict.fromkeys(reading.names) if name in shared][:2]
