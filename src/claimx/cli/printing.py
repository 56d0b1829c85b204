"""What goes to stdout."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from claimx.extraction import Instructions
    from claimx.llm import Model
    from claimx.models import Article, Report
    from claimx.pipeline.estimating import Estimate, Range

_PIPED_WIDTH = 100  # a pipe has no width, and rich would take 80


def print_json(report: Report) -> None:
    """The report as JSON, and nothing else."""
    from claimx.writers.report_json import render_json

    typer.echo(render_json(report).encode("utf-8"), nl=False)


def print_table(report: Report) -> None:
    """The claims an editor sees first, and the totals."""
    from claimx.writers.terminal import print_report

    print_report(report, open_console())


def print_estimate(
    articles: Iterable[Article], model: Model, instructions: Instructions, *, story: bool, batched: bool = False
) -> None:
    """What a run over the articles would cost, stage by stage, in batches if `batched`, and that nothing was sent."""
    from claimx.llm.prices import load_prices
    from claimx.pipeline.estimating import estimate

    prices = load_prices().in_batches if batched else load_prices()
    expected = estimate(articles, model, story=story, prices=prices, instructions=instructions)
    rows = [(stage.stage, stage.calls, stage.prompt_tokens, stage.completion_tokens) for stage in expected.stages]
    rows.append(("all", expected.calls, expected.prompt_tokens, expected.completion_tokens))
    print_rows(
        ("stage", "calls", "prompt tokens", "completion tokens"),
        [(name, *map(_told, ranges)) for name, *ranges in rows],
    )
    how = " in batches" if batched else ""
    typer.echo(f"{model.name}, {expected.articles:,} articles{how}: {_priced(expected)}; nothing was sent")


def print_rows(header: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: bool = True) -> None:
    """A plain table: the first column is text, and the others too if they are not `numbers`."""
    from rich.table import Table
    from rich.text import Text

    from claimx.writers.visibility import to_visible

    table = Table(box=None, padding=(0, 2, 0, 0))
    for place, title in enumerate(header):
        table.add_column(title, justify="right" if place and numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(to_visible(cell)) for cell in row))
    open_console().print(table)


def dollars(cost: Decimal | None) -> str:
    """`$0.12`, with as many places as it takes to see it; "unknown" where the price is."""
    if cost is None:
        return "unknown"
    return f"${cost:.2f}" if cost >= 1 or not cost else f"${cost:.4f}"


def _told(numbers: Range) -> str:
    low, high = numbers
    return f"{low:,}" if low == high else f"{low:,} – {high:,}"


def _priced(expected: Estimate) -> str:
    if expected.cost is None:
        return "what it costs is unknown"
    low, high = map(dollars, expected.cost)
    dated = f" at the prices of {expected.priced}" if expected.priced is not None else ""
    return f"{low if low == high else f'{low} – {high}'}{dated}"


def open_console() -> Console:
    """A console on stdout, wide enough for a table where it is no terminal."""
    from rich.console import Console

    class _PipeTellingConsole(Console):
        def on_broken_pipe(self) -> None:
            raise  # noqa: PLE0704 - rich calls this while it handles the error, and would exit with 1: some inputs failed

    return _PipeTellingConsole(width=None if sys.stdout.isatty() else _PIPED_WIDTH)
