"""`claimx runs`: the journals of runs, what each holds, and how to be rid of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli.endings import ending_in_one_line
from claimx.cli.options import RUNS
from claimx.cli.printing import dollars, print_rows
from claimx.errors import JournalError, OutputError

if TYPE_CHECKING:
    from claimx.llm.journal import RunRecord, Sitting
    from claimx.llm.spending import Spending

_COMPANIONS = ("-wal", "-shm", ".lock")
_ARTICLES_SHOWN = 10

app = typer.Typer(
    help="List, show and delete the journals that runs have kept.", no_args_is_help=True, rich_markup_mode=None
)

Folder = Annotated[Path, typer.Option("--runs", metavar="DIR", help="Where the journals lie.")]


@app.command("list")
def list_runs(runs: Folder = RUNS) -> None:
    """Every journal: how its run ended, and how many answers it holds."""
    with ending_in_one_line(verbose=False):
        rows = [_row(path) for path in _journals(runs)]
        if not rows:
            typer.echo(f"no journals in {runs}")
            return
        print_rows(("run", "state", "started", "inputs", "answered", "failed", "open"), rows)


@app.command("show")
def show_run(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Its name in the list, or the path of a journal.")],
    runs: Folder = RUNS,
    everything: Annotated[bool, typer.Option("--all", help="Every article, not only the costliest.")] = False,
) -> None:
    """What was asked for and when, what it cost by stage and by article, and what failed."""
    with ending_in_one_line(verbose=False):
        from claimx.llm.journal import read_run

        record = read_run(_path_of(run, runs))
        for sitting in record.sittings:
            typer.echo(_describe(sitting, record))
        spending = _spending(record)
        _print_usage("stage", spending, everything=True)
        _print_usage("article", spending, everything=everything)
        for failure in record.failures:
            again = "asked again next time" if failure.retryable else "asked again with --retry-failed"
            typer.echo(f"failed {failure.article}, {failure.stage}: {failure.message} ({failure.kind}, {again})")


@app.command("prune")
def prune_runs(
    runs: Folder = RUNS,
    older_than: Annotated[int, typer.Option(metavar="DAYS", min=0, help="Last written before so many days.")] = 30,
    unfinished: Annotated[bool, typer.Option("--unfinished", help="Also of runs that could still go on.")] = False,
) -> None:
    """Delete the journals of runs that are done. A run that is going on keeps its journal."""
    with ending_in_one_line(verbose=False):
        before = datetime.now(UTC) - timedelta(days=older_than)
        pruned = [path for path in _journals(runs) if _is_spent(path, before, unfinished=unfinished)]
        for path in pruned:
            _delete(path)
            typer.echo(f"deleted {path}")
        if not pruned:
            typer.echo("nothing to delete")


def _journals(runs: Path) -> list[Path]:
    return sorted(runs.glob("*.db"), key=lambda path: (path.stat().st_mtime, path.name))


def _path_of(run: str, runs: Path) -> Path:
    named = runs / f"{run}.db"
    return named if named.is_file() else Path(run)


def _row(path: Path) -> tuple[str, ...]:
    from claimx.llm.journal import read_run

    try:
        record = read_run(path)
    except JournalError as error:
        return (path.stem, error.message)
    if not record.sittings:
        return (path.stem, "empty")
    last = record.sittings[-1]
    counts = (last.inputs, record.answered, record.failed, record.open)
    return (path.stem, _state(last, record), last.started, *(f"{number:,}" for number in counts))


def _state(sitting: Sitting, record: RunRecord) -> str:
    """`running` stands for ever in the journal of a run that was killed."""
    if sitting.state != "running":
        return sitting.state
    return "running" if record.running and sitting is record.sittings[-1] else "killed"


def _describe(sitting: Sitting, record: RunRecord) -> str:
    from claimx.writers.visibility import to_visible

    until = f" to {sitting.ended}" if sitting.ended else ""
    in_flight = f", {sitting.in_flight:,} of them never ended" if sitting.in_flight else ""
    return to_visible(
        f"{sitting.started}{until}: {_state(sitting, record)}, {sitting.calls:,} calls{in_flight}, "
        f"{sitting.model} at {sitting.host}: claimx {sitting.command}"
    )


def _spending(record: RunRecord) -> Spending:
    from claimx.llm import Model
    from claimx.llm.prices import load_prices
    from claimx.llm.spending import Spending

    last = record.sittings[-1]
    return Spending(record.usage, load_prices().of(Model(last.model, f"https://{last.host}")), record.batched)


def _print_usage(by: str, spending: Spending, *, everything: bool) -> None:
    usages, costs = (
        (spending.by_stage, spending.cost_by_stage)
        if by == "stage"
        else (spending.by_article, spending.cost_by_article)
    )
    costliest = sorted(usages, key=lambda name: -(usages[name].prompt_tokens + usages[name].completion_tokens))
    shown = costliest if everything else costliest[:_ARTICLES_SHOWN]
    rows = [
        (
            name,
            f"{usages[name].calls:,}",
            f"{usages[name].attempts:,}",
            f"{usages[name].prompt_tokens:,}",
            f"{usages[name].completion_tokens:,}",
            dollars(costs[name]),
        )
        for name in shown
    ]
    if rows:
        print_rows((by, "asks", "calls", "prompt tokens", "completion tokens", "cost"), rows)
    if len(shown) < len(costliest):
        typer.echo(f"… and {len(costliest) - len(shown):,} more; --all shows them")


def _is_spent(path: Path, before: datetime, *, unfinished: bool) -> bool:
    from claimx.llm.journal import is_running, read_run

    if datetime.fromtimestamp(path.stat().st_mtime, UTC) > before or is_running(path):
        return False
    if unfinished:
        return True
    try:
        record = read_run(path)
    except JournalError:
        return False  # what cannot be read may still be recovered
    return bool(record.sittings) and record.sittings[-1].state == "done"


def _delete(path: Path) -> None:
    try:
        for file in (path, *(Path(f"{path}{suffix}") for suffix in _COMPANIONS)):
            file.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"cannot delete {path}: {error.strerror or error}") from error
