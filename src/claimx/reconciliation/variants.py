"""On which figures and times the reports of one claim differ, by rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from claimx.models import Claim, Quantity, TimeReference, Variant, VariantValue
from claimx.text import Figure


def find_variants(appearances: Sequence[Claim]) -> tuple[Variant, ...]:
    """A variant for each unit whose figures, and for the time if its moments, are not the same everywhere."""
    return (*_number_variants(appearances), *_time_variants(appearances))


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
    resolved = [time for time, _ in found if time.start is not None and time.end is not None]
    if len({_moment(time) for time, _ in found}) < 2:
        return
    meet = len(resolved) < 2 or max(_utc(time.start) for time in resolved) < min(_utc(time.end) for time in resolved)
    if len(resolved) < len(found):
        why = "times that no rule reads beside others" if meet else "times that differ, and some that no rule reads"
    else:
        why = "times that overlap" if meet else "times that differ"
    values = _values((time.text, claim_id) for time, claim_id in found)
    yield Variant(kind="time", values=values, compatible=meet, why=why)


def _values(found: Iterable[tuple[str, str]]) -> tuple[VariantValue, ...]:
    by_value: dict[str, set[str]] = defaultdict(set)
    for value, claim_id in found:
        by_value[value].add(claim_id)
    return tuple(VariantValue(value=value, appearances=tuple(sorted(ids))) for value, ids in sorted(by_value.items()))


def _figure(quantity: Quantity) -> Figure:
    return Figure(quantity.value, quantity.low, quantity.high)


def _moment(time: TimeReference) -> object:
    return (time.start, time.end) if time.start is not None else time.text.casefold()


def _utc(moment: object) -> float:
    from datetime import datetime

    assert isinstance(moment, datetime)
    return moment.timestamp()
