"""Figures of one claim: equal, rounded, a bound, another unit, another scope, a later count, or a true conflict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal

from claimx.models import Claim, Variant
from claimx.reconciliation.variants.setting import Setting, gather
from claimx.text.measures import Comparison, Measure, compare, read_measure

Difference = Comparison | Literal["later", "corrected"]

_WORDS: Mapping[Difference, str] = {
    "differ": "figures that differ",
    "corrected": "a later count that is lower, though such a count can only grow: it corrects the earlier one",
    "later": "a later count",
    "scope": "counts of different scope",
    "currency": "other currencies, which are not converted",
    "bound": "a bound that the other figures meet",
    "range": "ranges that meet",
    "rounded": "rounded",
    "unit": "the same in another unit",
}
"""The gravest first: so `why` names them."""

_INCOMPATIBLE = frozenset({"differ", "corrected"})
_PAIRED_FIRST: tuple[Comparison, ...] = ("equal", "unit", "rounded", "range", "bound")
"""Figures that agree belong together; only what is left over can disagree."""

_EXAMPLES = 3
"""Pairs of figures that `why` shows for each type of difference."""

_LATER = 1800.0
"""Seconds between two articles from which on one is later than the other, and not about at once."""


@dataclass(frozen=True)
class Finding:
    """Two figures that differ, and how; the earlier one first where the articles are dated."""

    how: Difference
    a: Measure
    b: Measure


@dataclass
class _Given:
    """What several claims give alike: their measures of one kind."""

    measures: tuple[Measure, ...]
    claims: list[str]
    first: float | None
    holders: set[str]


def figure_variants(appearances: Sequence[Claim], setting: Setting) -> Iterator[Variant]:
    """A variant for each kind of figures that the appearances do not give alike."""
    by_kind: dict[str, dict[str, list[Measure]]] = defaultdict(lambda: defaultdict(list))
    for claim in appearances:
        for measure in measures_of(claim):
            by_kind[measure.kind][claim.id].append(measure)
    claims = {claim.id: claim for claim in appearances}
    for _, measured in sorted(by_kind.items()):
        given = _gather_given(measured, claims, setting)
        findings = [finding for pair in combinations(given, 2) for finding in _compare_given(*pair)]
        if differing := [finding for finding in findings if finding.how != "equal"]:
            yield _variant(differing, measured)


def differences(a: Claim, b: Claim, measured: Mapping[str, Sequence[Measure]], setting: Setting) -> Iterator[Finding]:
    """How the figures of two claims differ, each kind by itself; `measured` gives the measures of both by claim id."""
    claims = {a.id: a, b.id: b}
    for kind in sorted({one.kind for one in measured[a.id]} & {one.kind for one in measured[b.id]}):
        of_kind = {claim_id: [one for one in measured[claim_id] if one.kind == kind] for claim_id in claims}
        for pair in combinations(_gather_given(of_kind, claims, setting), 2):
            yield from _compare_given(*pair)


def measures_of(claim: Claim) -> list[Measure]:
    """The figures of a claim that can be compared."""
    read = (read_measure(quantity, claim.text) for quantity in claim.quantities)
    return [measure for measure in read if measure is not None]


def _compare_given(one: _Given, other: _Given) -> Iterator[Finding]:
    """How the figures of two groups of claims relate: those that agree are paired off, what is left is compared."""
    left, right = list(one.measures), list(other.measures)
    pairs = [(how, a, b) for a, b in product(left, right) if (how := compare(a, b)) in _PAIRED_FIRST]
    for how, a, b in sorted(pairs, key=lambda pair: _PAIRED_FIRST.index(pair[0])):
        if a in left and b in right:
            left.remove(a)
            right.remove(b)
            yield Finding(how, a, b)
    for a, b in _counterparts(left, right):
        how = compare(a, b)
        if how == "differ":
            yield _dated(one, other, a, b)
        elif how is not None:
            yield Finding(how, a, b)


def _counterparts(left: Sequence[Measure], right: Sequence[Measure]) -> Iterable[tuple[Measure, Measure]]:
    """The only two, or those that say in the same words what they count: "six boats, four of them got away"."""
    if len(left) == len(right) == 1:
        return [(left[0], right[0])]
    words = {one: frozenset(one.of.casefold().split()) for one in (*left, *right)}
    return [(a, b) for a, b in product(left, right) if words[a] and words[a] == words[b]]


def _dated(one: _Given, other: _Given, a: Measure, b: Measure) -> Finding:
    """A conflict, unless one figure is given as the earlier, or was published earlier and changes with time."""
    if a.past != b.past:
        earlier, later = (a, b) if a.past else (b, a)
    elif one.first is not None and other.first is not None and _may_change(one, other, a, b):
        earlier, later = (a, b) if one.first < other.first else (b, a)
    else:
        return Finding("differ", a, b)
    if (earlier.grows or later.grows) and later.high < earlier.low:
        return Finding("corrected", earlier, later)
    return Finding("later", earlier, later)


def _may_change(one: _Given, other: _Given, a: Measure, b: Measure) -> bool:
    """Whether the later of two figures can be a new count: of people, or by whoever gave the earlier one."""
    apart = abs((one.first or 0.0) - (other.first or 0.0))
    counted = a.fate is not None or b.fate is not None
    return apart >= _LATER and (counted or bool(one.holders & other.holders))


def _gather_given(measured: Mapping[str, list[Measure]], claims: Mapping[str, Claim], setting: Setting) -> list[_Given]:
    """Claims with the same measures as one, so that ten thousand alike are compared once; the earliest first."""
    groups: dict[object, _Given] = {}
    for claim_id, measures in measured.items():
        claim = claims[claim_id]
        key = tuple(
            sorted((one.low, one.high, one.unit, one.fate or "", one.past, *sorted(one.scope)) for one in measures)
        )
        given = groups.setdefault(key, _Given(tuple(measures), [], None, set()))
        given.claims.append(claim_id)
        given.holders |= {holder for stance in claim.stances if (holder := setting.holder(stance)) is not None}
        published = setting.published(claim)
        if published is not None:
            given.first = published if given.first is None else min(given.first, published)
    return sorted(groups.values(), key=lambda given: (given.first is None, given.first or 0.0, min(given.claims)))


def _variant(findings: Sequence[Finding], measured: Mapping[str, list[Measure]]) -> Variant:
    involved = {_size(measure) for finding in findings for measure in (finding.a, finding.b)}
    values = gather(
        (measure.text, claim_id)
        for claim_id, measures in measured.items()
        for measure in measures
        if _size(measure) in involved
    )
    return Variant(
        kind="number",
        values=values,
        compatible=not any(finding.how in _INCOMPATIBLE for finding in findings),
        why=_describe(findings),
    )


def _size(measure: Measure) -> tuple[float, float, str]:
    return measure.low, measure.high, measure.unit


def _describe(findings: Sequence[Finding]) -> str:
    """The types of difference in plain words, the gravest first, each with the figures it holds between."""
    parts = []
    for how, words in _WORDS.items():
        sign = " → " if how in ("later", "corrected") else " / "
        examples = dict.fromkeys(f"{one.a.text}{sign}{one.b.text}" for one in findings if one.how == how)
        if examples:
            parts.append(f"{words} ({', '.join(list(examples)[:_EXAMPLES])})")
    return "; ".join(parts)
