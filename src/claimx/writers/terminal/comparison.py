"""What two reports found differently, on a terminal: `-` for what only the first has, `+` for what only the second."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rich.console import Console
from rich.text import Text

from claimx.models import Certainty, ClaimChange, Comparison, Difference, FoundClaim, Label, Regrouping, StanceChange
from claimx.writers.outline import STATUS_WORDS, count
from claimx.writers.terminal.lines import plain, print_line

_A, _B = ("- ", "red"), ("+ ", "green")
_KIND_WORDS = {
    "split": "one claim of the first is several of the second",
    "joined": "several claims of the first are one of the second",
    "regrouped": "the same appearances, put together otherwise",
}
_Held = Iterable[tuple[Label, Certainty]]


def print_comparison(comparison: Comparison, console: Console, publishers: Mapping[str, str]) -> None:
    """A section for each way to differ that there is, then one line that sums up. `publishers` by article id."""
    sections = {
        "articles": _differences(comparison.articles),
        "claims only in the first": (_claim(_A, one) for one in comparison.only_a),
        "claims only in the second": (_claim(_B, one) for one in comparison.only_b),
        "claims in both that differ": (line for one in comparison.changed for line in _change(one, publishers)),
        "put together otherwise": (line for one in comparison.regrouped for line in _regrouping(one, publishers)),
        "relations only in the first": (_relation(_A, one.a, one.kind, one.b) for one in comparison.relations_only_a),
        "relations only in the second": (_relation(_B, one.a, one.kind, one.b) for one in comparison.relations_only_b),
        "counts": _differences(comparison.counts),
        "provenance": _differences(comparison.provenance),
    }
    for title, section in sections.items():
        if lines := list(section):
            print_line(console, (title, "bold"))
            for line in lines:
                print_line(console, line, indent=2)
            print_line(console)
    print_line(console, _summary(comparison))


def _differences(found: Iterable[Difference]) -> Iterator[Text]:
    for one in found:
        told = (
            "none" if value is None else f"{value:,}" if isinstance(value, int) else value for value in (one.a, one.b)
        )
        yield plain(f"{one.what}: {' → '.join(told)}")


def _claim(mark: tuple[str, str], claim: FoundClaim) -> Text:
    articles = count(len(claim.appearances), "appearance")
    return Text.assemble(mark, plain(claim.text), (f" ({STATUS_WORDS[claim.status]}, {articles})", "dim"))


def _change(change: ClaimChange, publishers: Mapping[str, str]) -> Iterator[Text]:
    yield plain(change.a.text)
    if change.a.text != change.b.text:
        yield Text.assemble("  now: ", plain(change.b.text))
    if change.a.status != change.b.status:
        yield Text(f"  status: {STATUS_WORDS[change.a.status]} → {STATUS_WORDS[change.b.status]}")
    if change.moved:
        yield Text("  hangs beneath another claim")
    for mark, appearances in ((_A, change.only_a), (_B, change.only_b)):
        if appearances:
            yield Text.assemble("  ", mark, plain(f"appearances {', '.join(appearances)}"))
    yield from _stances(change.stances, publishers)


def _regrouping(regrouping: Regrouping, publishers: Mapping[str, str]) -> Iterator[Text]:
    yield Text(_KIND_WORDS[regrouping.kind], "italic")
    for mark, claims in ((_A, regrouping.a), (_B, regrouping.b)):
        for claim in claims:
            yield Text.assemble("  ", _claim(mark, claim))
    yield from _stances(regrouping.stances, publishers)


def _stances(stances: Iterable[StanceChange], publishers: Mapping[str, str]) -> Iterator[Text]:
    for one in stances:
        who = one.holder if one.holder is not None else "own voice"
        where = publishers.get(one.article_id, one.article_id)
        yield Text.assemble("  ", plain(f"{who}, in {where}: {_held(one.before)} → {_held(one.after)}"))


def _held(stances: _Held) -> str:
    return " and ".join(f"{label} ({certainty})" for label, certainty in stances) or "nothing"


def _relation(mark: tuple[str, str], first: str, kind: str, second: str) -> Text:
    return Text.assemble(mark, plain(first), (f" {kind.replace('_', ' ')} ", "italic"), plain(second))


def _summary(comparison: Comparison) -> str:
    alike = count(comparison.alike, "claim")
    if comparison.same:
        return f"the same: {alike}"
    return (
        f"{alike} alike, {len(comparison.changed):,} changed, {len(comparison.regrouped):,} put together otherwise, "
        f"{len(comparison.only_a):,} only in the first, {len(comparison.only_b):,} only in the second"
    )
