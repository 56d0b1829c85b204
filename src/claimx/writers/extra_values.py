"""Fields that are somebody's own, as tables hold them and as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimx.models import Claim, Plain, Report

_WIDEST = 2**63  # no table has room for a longer whole number


def extra_names(report: Report) -> list[str]:
    """Every name that an appearance in the report has a value under, in the order in which they come up."""
    return list(dict.fromkeys(name for claim in report.claims for one in claim.appearances for name in one.extra))


def to_cell(value: Plain | tuple[Plain, ...]) -> Plain:
    """The value as one cell of a table: the items of a list with semicolons between them."""
    if isinstance(value, tuple):
        return "; ".join(map(_told, value))
    if isinstance(value, int) and not -_WIDEST <= value < _WIDEST:
        return str(value)
    return value


def told_values(claim: Claim) -> Iterator[tuple[str, str]]:
    """Name and value of each field that holds something, in words."""
    for name, value in claim.extra.items():
        words = "; ".join(map(_told, value if isinstance(value, tuple) else (value,)))
        if words:
            yield name, words


def told_together(claims: Iterable[Claim]) -> dict[str, dict[str, list[Claim]]]:
    """Name → value in words → the claims that have it."""
    together: dict[str, dict[str, list[Claim]]] = {}
    for claim in claims:
        for name, words in told_values(claim):
            together.setdefault(name, {}).setdefault(words, []).append(claim)
    return together


def _told(value: Plain) -> str:
    if value is None:
        return ""
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)
