"""The report on a terminal: the claims an editor sees first, and what became of every input."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from claimx.models import Label, MergedClaim, Report
from claimx.writers.outline import STATUS_WORDS, Outline, count
from claimx.writers.terminal.lines import STATUS_STYLES, plain

_OTHER_LABELS: dict[Label, str] = {"query": "queried by", "comment": "commented on by"}
_HOLDERS_SHOWN = 6


def print_report(report: Report, console: Console) -> None:
    """The top-level claims as a table, then the totals, then the failures one per line."""
    outline = Outline(report)
    if outline.caveat:
        console.print(plain(outline.caveat, "yellow"))
    if outline.top_level:
        console.print(_build_table(outline))
    console.print(plain(_describe_totals(outline)), soft_wrap=True)
    for failure in report.failures:
        word = ("skipped ", "yellow") if failure.skipped else ("failed ", "bold red")
        line = Text.assemble(word, plain(f"{failure.article}: {failure.reason}"))
        console.print(line, soft_wrap=True)


def _build_table(outline: Outline) -> Table:
    table = Table(box=SIMPLE_HEAD, expand=True, padding=(0, 1, 0, 0), leading=1)
    for header in ("status", "claim", "articles", "supported by", "denied by"):
        # Ratios share what is left among the columns of text; the others take what they need.
        ratio = {"claim": 4, "supported by": 3, "denied by": 2}.get(header)
        table.add_column(header, ratio=ratio, overflow="fold", no_wrap=ratio is None)
    for claim in outline.top_level:
        table.add_row(
            Text(STATUS_WORDS[claim.status], STATUS_STYLES[claim.status]),
            _build_claim(claim, outline),
            Text(f"{len(outline.articles(claim))} of {len(outline.report.articles)}"),
            Text("\n").join(_list_holders(claim, outline, "support")),
            Text("\n").join(_list_holders(claim, outline, "deny")),
        )
    return table


def _build_claim(claim: MergedClaim, outline: Outline) -> Text:
    """The claim, and beneath it how far its support reaches and who asks about it or comments on it."""
    lines = [plain(claim.text), Text(f"support: {outline.support(claim)}", "dim")]
    for label, word in _OTHER_LABELS.items():
        if holders := _list_holders(claim, outline, label):
            lines.append(Text.assemble((f"{word}: ", "dim"), Text(", ").join(holders)))
    return Text("\n").join(lines)


def _list_holders(claim: MergedClaim, outline: Outline, label: Label) -> list[Text]:
    holders = [plain(outline.holder(position, brief=True)) for position in claim.positions if position.label == label]
    if len(holders) > _HOLDERS_SHOWN:
        holders[_HOLDERS_SHOWN - 1 :] = [Text(f"and {len(holders) - _HOLDERS_SHOWN + 1} more", "dim")]
    return holders


def _describe_totals(outline: Outline) -> str:
    report, inputs = outline.report, outline.tally
    top, tokens = len(outline.top_level), report.usage.prompt_tokens + report.usage.completion_tokens
    return ", ".join(
        [
            f"{count(inputs.done, 'article')} done, {inputs.failed:,} failed",
            *([f"{inputs.skipped:,} skipped"] if inputs.skipped else []),
            f"{count(len(report.claims), 'claim')} ({top:,} top-level, {len(report.claims) - top:,} nested)",
            count(len(report.origins), "origin"),
            count(tokens, "token"),
        ]
    )
