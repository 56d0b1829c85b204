"""Which figures, times and designations the reports of one claim give differently, by rule."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from claimx.models import Claim, Quantity, TimeReference, Variant, VariantValue
from claimx.text import Figure

_PREPOSITION = re.compile(r"^(?:on|in|at|by|since|am|im|um|seit) ")
_CAPITALS = re.compile(r"\b[A-Z0-9][A-Z0-9-]++\b")


def find_variants(appearances: Sequence[Claim]) -> tuple[Variant, ...]:
    """A variant for each unit whose figures are not the same everywhere; one for times, one for designations."""
    return (*_number_variants(appearances), *_time_variants(appearances), *_name_variants(appearances))


def _number_variants(appearances: Sequence[Claim]) -> Iterable[Variant]:
    by_unit: dict[str, list[tuple[Quantity, str]]] = defaultdict(list)
    for claim in appearances:
        for quantity in claim.quantities:
            if _figure(quantity) == Figure():
                continue  # "thousands": nothing to compare
            by_unit[(quantity.unit or "").casefold()].append((quantity, claim.id))
    for unit, found in sorted(by_unit.items()):
        bounds = {_figure(quantity).bounds for quantity, _ in found}
        if len(bounds) < 2 or len({claim_id for _, claim_id in found}) < 2:
            continue
        compatible = max(low for low, _ in bounds) <= min(high for _, high in bounds)
        how = "bounds and figures that fit together" if compatible else "figures that differ"
        yield Variant(
            kind="number",
            values=_values((quantity.span.exact, claim_id) for quantity, claim_id in found),
            compatible=compatible,
            why=f"{how}, in {unit}" if unit else how,
        )


def _time_variants(appearances: Sequence[Claim]) -> Iterable[Variant]:
    found = [(claim.time, claim.id) for claim in appearances if claim.time is not None]
    read = [time for time, _ in found if time.start is not None and time.end is not None]
    # Where no rule reads any of them, "lately" beside "recently" tells an editor nothing.
    if not read or len({_moment(time) for time, _ in found}) < 2 or len({_words(time) for time, _ in found}) < 2:
        return
    meet = max(_clock(time.start) for time in read) < min(_clock(time.end) for time in read)
    why = "times that overlap" if meet else "times that differ"
    if len(read) == 1:
        why = "only one of the times can be read by rule"
    elif len(read) < len(found):
        why += ", and some that no rule reads"
    values = _values((time.text, claim_id) for time, claim_id in found)
    yield Variant(kind="time", values=values, compatible=meet, why=why)


def _name_variants(appearances: Sequence[Claim]) -> Iterable[Variant]:
    """Designations such as "TB2": reports of one thing that share none of them name it differently."""
    given = {claim.id: set(_designations(claim.text)) for claim in appearances}
    bearing = {claim_id: names for claim_id, names in given.items() if names}
    if len({frozenset(names) for names in bearing.values()}) < 2 or set.intersection(*bearing.values()):
        return
    values = _values((name, claim_id) for claim_id, names in bearing.items() for name in names)
    yield Variant(kind="name", values=values, compatible=False, why="designations that differ")


def _designations(text: str) -> Iterable[str]:
    """Words of capitals and figures both: "TB2", "F-16", but neither "NATO" nor "2028"."""
    for word in _CAPITALS.findall(text):
        if any(map(str.isdigit, word)) and any(map(str.isalpha, word)):
            yield word


def _values(found: Iterable[tuple[str, str]]) -> tuple[VariantValue, ...]:
    by_value: dict[str, set[str]] = defaultdict(set)
    for value, claim_id in found:
        by_value[value].add(claim_id)
    return tuple(VariantValue(value=value, appearances=tuple(sorted(ids))) for value, ids in sorted(by_value.items()))


def _figure(quantity: Quantity) -> Figure:
    return Figure(quantity.value, quantity.low, quantity.high)


def _moment(time: TimeReference) -> object:
    return (_clock(time.start), _clock(time.end)) if time.start is not None else _words(time)


def _clock(moment: datetime | None) -> datetime:
    """The reading of the clock where the article was published: "Monday" is one day in every time zone."""
    assert moment is not None
    return moment.replace(tzinfo=None)


def _words(time: TimeReference) -> str:
    return _PREPOSITION.sub("", time.text.casefold())
