"""The report on a terminal: the claims an editor sees first, and what became of every input."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from claimx.models import Label, MergedClaim, Report
from claimx.writers.outline import STATUS_WORDS, Outline, count
from claimx.writers.visibility import to_visible

_STATUS_STYLES = {
    "disputed": "bold red",
    "varying": "yellow",
    "corroborated": "green",
    "single_origin": "cyan",
    "unsupported": "magenta",
}
_HOLDERS_SHOWN = 4


def print_report(report: Report, console: Console) -> None:
    """The top-level claims as a table, then the totals, then the failures one per line."""
    outline = Outline(report)
    if outline.top_level:
        console.print(_build_table(outline))
    console.print(_plain(_describe_totals(outline)), soft_wrap=True)
    for failure in report.failures:
        line = Text.assemble(("failed ", "bold red"), _plain(f"{failure.article}: {failure.reason}"))
        console.print(line, soft_wrap=True)


def _plain(text: str, style: str = "") -> Text:
    # A Text is never parsed: what an article writes in brackets stays in brackets.
    return Text(to_visible(text), style, overflow="fold")


def _build_table(outline: Outline) -> Table:
    table = Table(box=SIMPLE_HEAD, expand=True, padding=(0, 1, 0, 0), leading=1)
    for header in ("status", "claim", "articles", "origins", "supported by", "denied by"):
        # Ratios share what is left among the columns of text; the others take what they need.
        ratio = {"claim": 4, "supported by": 2, "denied by": 2}.get(header)
        table.add_column(header, ratio=ratio, overflow="fold", no_wrap=ratio is None)
    others = any(position.label in ("query", "comment") for claim in outline.top_level for position in claim.positions)
    if others:
        table.add_column("queried, commented", ratio=2, overflow="fold")
    for claim in outline.top_level:
        table.add_row(*_build_row(claim, outline, with_others=others))
    return table


def _build_row(claim: MergedClaim, outline: Outline, *, with_others: bool) -> list[Text]:
    row = [
        Text(STATUS_WORDS[claim.status], _STATUS_STYLES[claim.status]),
        _plain(claim.text),
        Text(f"{len(outline.articles(claim))} of {len(outline.report.articles)}"),
        Text(str(len(claim.origins))),
        _list_holders(claim, outline, "support"),
        _list_holders(claim, outline, "deny"),
    ]
    return [*row, _list_holders(claim, outline, "query", "comment")] if with_others else row


def _list_holders(claim: MergedClaim, outline: Outline, *labels: Label) -> Text:
    holders = [
        _plain(outline.holder(position)) for label in labels for position in claim.positions if position.label == label
    ]
    if len(holders) > _HOLDERS_SHOWN:
        holders[_HOLDERS_SHOWN - 1 :] = [Text(f"and {len(holders) - _HOLDERS_SHOWN + 1} more", "dim")]
    return Text("\n").join(holders)


def _describe_totals(outline: Outline) -> str:
    report, failed = outline.report, len(outline.failed_ids())
    top, tokens = len(outline.top_level), report.usage.prompt_tokens + report.usage.completion_tokens
    return ", ".join(
        [
            f"{count(len(report.articles) - failed, 'article')} done, {len(report.failures)} failed",
            f"{count(len(report.claims), 'claim')} ({top:,} top-level, {len(report.claims) - top:,} nested)",
            count(len(report.origins), "origin"),
            count(tokens, "token"),
        ]
    )
