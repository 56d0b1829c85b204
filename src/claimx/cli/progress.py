"""What a person sees while a run goes on: a live line on a terminal, lines in a log, or nothing."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from claimx.llm.spending import Spending
    from claimx.pipeline import Standing, Watch

_A_SECOND = 4  # times the live line is drawn anew


@contextmanager
def watching(verbose: bool) -> Iterator[Watch]:
    """A watch on a run that is shown to whoever watches; a log or a pipe is told only when asked for, by `verbose`."""
    from claimx.pipeline import Watch

    watch = Watch(_tell_step if verbose else None)
    with _logged_to_stderr() if verbose else nullcontext(), _live(watch) if sys.stderr.isatty() else nullcontext():
        yield watch
    if verbose and watch.spending is not None:
        _tell_spending(watch.spending)


def describe(standing: Standing) -> str:
    """How a run stands, in one line; what is zero is left out, but for what is done."""
    of = f" of {standing.inputs:,}" if standing.inputs is not None else ""
    tokens = standing.usage.prompt_tokens + standing.usage.completion_tokens
    counts = [
        (standing.failed, "failed"),
        (standing.skipped, "skipped"),
        (standing.in_flight, "in flight"),
        (standing.reused, "answers reused"),
        (tokens, "tokens"),
    ]
    parts = [f"{standing.done:,}{of} done", *(f"{number:,} {what}" for number, what in counts if number)]
    if standing.cost is not None:
        parts.append(f"${standing.cost:.2f}")
    if standing.seconds_left is not None:
        parts.append(f"{timedelta(seconds=round(standing.seconds_left))} left")
    return " · ".join(parts)


def _tell_spending(spending: Spending) -> None:
    """A line for every stage. What each article cost, `claimx runs show` tells."""
    costs = spending.cost_by_stage
    for stage, usage in spending.by_stage.items():
        cost = costs[stage]
        money = f", ${cost:.4f}" if cost is not None else ""
        tokens = f"{usage.prompt_tokens:,} + {usage.completion_tokens:,} tokens"
        _tell_step(f"{stage}: {usage.calls:,} asks, {usage.attempts:,} calls, {tokens}{money}")


def _live(watch: Watch) -> AbstractContextManager[object]:
    from rich.console import Console
    from rich.live import Live

    # Lines told while it stands are put above it; once the run ends it goes, and the summary says the rest.
    return Live(
        get_renderable=lambda: describe(watch.standing),
        console=Console(stderr=True),
        refresh_per_second=_A_SECOND,
        transient=True,
    )


def _tell_step(line: str) -> None:
    from claimx.writers.visibility import to_visible

    typer.echo(to_visible(line), err=True)


class _Lines(logging.Handler):
    """Log records in the way in which steps are told."""

    def emit(self, record: logging.LogRecord) -> None:
        _tell_step(f"{record.levelname.lower()}: {record.getMessage()}")


@contextmanager
def _logged_to_stderr() -> Iterator[None]:
    logger, lines, level = logging.getLogger("claimx"), _Lines(), logging.getLogger("claimx").level
    logger.addHandler(lines)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(lines)
        logger.setLevel(level)
