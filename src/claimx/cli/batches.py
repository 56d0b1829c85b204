"""`claimx batch`: a run in rounds, at the price of batches, hours for each."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli.batch_telling import by_stage, is_faulty, tell_fetched, tell_next, tell_walk
from claimx.cli.endings import PARTLY_DONE, ending_in_one_line, tell
from claimx.cli.instructing import Instructing
from claimx.cli.interruption import draining_on_interrupt
from claimx.cli.loading import Loading, Paths
from claimx.cli.option_groups import flattened
from claimx.cli.options import RUNS, Spending, Verbose, journal_name
from claimx.cli.printing import print_estimate, print_rows
from claimx.cli.progress import watching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimx.llm import Model
    from claimx.pipeline import JournalFile
    from claimx.pipeline.batching import BatchRun

app = typer.Typer(
    help="Let a run's questions be answered within a day, at the price of a batch: `submit`, `collect`, and again.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@dataclass(frozen=True)
class Whom:
    """Whom to ask, and where answers are kept: as `claimx run` of the same paths does."""

    model: Annotated[str | None, typer.Option(metavar="NAME", help="The model to ask.")] = None
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="An endpoint that has /files and /batches, if not OpenAI's.")
    ] = None
    journal: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep answers there (default: where `claimx run` keeps them).")
    ] = None

    def to_model(self, *, keyless: bool = False) -> Model:
        """Raises `NoModel` for want of a key, unless nothing will be asked."""
        from claimx.llm import default_model

        return default_model(self.model, self.base_url, keyless=keyless)

    def to_file(self, paths: Sequence[str] | None, model: Model) -> JournalFile:
        """The journal of a run over `paths`. Raises typer.BadParameter where nothing names it."""
        from claimx.pipeline import JournalFile

        if not paths and self.journal is None:
            raise typer.BadParameter("name the articles' files or folders, or a journal", param_hint="'PATH…'")
        place = self.journal or RUNS / f"{journal_name(paths or (), model)}.db"
        return JournalFile(place, command=shlex.join(sys.argv[1:]))


@dataclass(frozen=True)
class What:
    """What the run asks about."""

    articles_only: Annotated[
        bool, typer.Option("--articles-only", help="Each article by itself, as `claimx extract` does; no story.")
    ] = False
    merges: Annotated[Path | None, typer.Option(metavar="FILE", help="The merges.toml that the run will have.")] = None


def submit(
    paths: Paths = None,
    *,
    loading: Loading,
    what: What,
    instructing: Instructing,
    whom: Whom,
    spending: Spending,
    verbose: Verbose = False,
) -> None:
    """Send everything that can be asked now as batches: at first every article, later what depends on answers."""
    budget = spending.to_budget()
    with ending_in_one_line(verbose):
        if spending.dry_run:
            articles, model = loading.load(_required(paths)), whom.to_model(keyless=True)
            print_estimate(articles, model, instructing.to_instructions(), story=not what.articles_only, batched=True)
            return
        from claimx.pipeline.batching import submit as send
        from claimx.writers.visibility import to_visible

        run = _run(_required(paths), loading, what, instructing, whom)
        with watching(verbose) as watch, draining_on_interrupt(watch):
            submitted = send(run, budget=budget, progress=watch)
        if submitted.batches:
            names = " ".join(batch.remote or "" for batch in submitted.batches)
            told = f"round {submitted.standing.round}: sent {by_stage(submitted.sent)} in {names}"
            typer.echo(to_visible(told))
        else:
            typer.echo("nothing was sent")
        tell_walk(submitted.walk)
        tell_next("wait" if submitted.standing.under_way else "run", submitted.standing.given_up)
    if submitted.walk.limit is not None:
        tell(f"{submitted.walk.limit}: the same command with a higher limit sends the rest")
        raise typer.Exit(PARTLY_DONE)


def collect(
    paths: Paths = None,
    *,
    loading: Loading,
    what: What,
    instructing: Instructing,
    whom: Whom,
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait until the batches have ended, and look once a minute (-v tells).")
    ] = False,
    verbose: Verbose = False,
) -> None:
    """Fetch what has ended, and read the answers. Sends nothing."""
    with ending_in_one_line(verbose):
        from claimx.pipeline.batching import BatchStatus
        from claimx.pipeline.batching import collect as bring
        from claimx.pipeline.batching import wait as wait_for_all

        run = _run(_required(paths), loading, what, instructing, whom)
        if wait:
            with watching(verbose) as watch:  # nothing is in flight meanwhile: Ctrl-C ends it at once
                wait_for_all(run.journal.path, run.model, progress=watch)
        with watching(verbose) as watch, draining_on_interrupt(watch):
            collected = bring(run, progress=watch)
        for fetched in collected.fetched:
            tell_fetched(fetched)
        if not collected.fetched:
            typer.echo("no batch is under way")
        tell_walk(collected.walk)
        standing = collected.standing
        seen = {fetched.seen.id: fetched.seen for fetched in collected.fetched}
        tell_next(BatchStatus(standing, seen).next, standing.given_up)
    if any(is_faulty(fetched) for fetched in collected.fetched):
        raise typer.Exit(PARTLY_DONE)


def status(paths: Paths = None, *, whom: Whom) -> None:
    """Tell which round is under way, how its batches stand, and what to do next."""
    with ending_in_one_line(verbose=False):
        from claimx.pipeline.batching import batch_status

        model = whom.to_model(keyless=True)
        found = batch_status(whom.to_file(paths, model).path, model)
        rows = []
        for batch in found.standing.batches:
            seen = found.seen.get(batch.remote or "")
            state = "collected" if batch.collected is not None else seen.status if seen is not None else "unknown"
            done = (seen.completed, seen.failed) if seen is not None else (batch.answered, batch.failed)
            numbers = (str(batch.round), f"{batch.lines:,}", *(f"{number:,}" for number in done))
            rows.append((batch.remote or "not made yet", state, *numbers))
        if rows:
            print_rows(("batch", "state", "round", "requests", "done", "failed"), rows)
        else:
            typer.echo("no batch was sent yet")
        if found.standing.wanted:
            typer.echo(f"to be sent: {by_stage(found.standing.wanted)}")
        tell_next(found.next, found.standing.given_up)


def cancel(paths: Paths = None, *, whom: Whom) -> None:
    """Cancel the batches that are under way. What was done of them until then is paid, and `collect` fetches it."""
    with ending_in_one_line(verbose=False):
        from claimx.pipeline.batching import cancel_batches
        from claimx.writers.visibility import to_visible

        model = whom.to_model()
        seen = cancel_batches(whom.to_file(paths, model), model)
        for batch in seen:
            typer.echo(to_visible(f"{batch.id}: {batch.status}"))
        typer.echo("next: claimx batch collect" if seen else "no batch is under way")


for _command in (submit, status, collect, cancel):
    app.command()(flattened(_command))


def _run(paths: list[str], loading: Loading, what: What, instructing: Instructing, whom: Whom) -> BatchRun:
    from claimx.pipeline.batching import BatchRun

    instructions = instructing.to_instructions()
    articles = loading.load(paths)
    for failure in articles.failures:
        tell(f"left out {failure.article}: {failure.reason}")
    model = whom.to_model()
    journal = whom.to_file(paths, model)
    return BatchRun(articles, model, journal, what.merges, not what.articles_only, instructions)


def _required(paths: list[str] | None) -> list[str]:
    if not paths:
        raise typer.BadParameter("name the articles' files or folders", param_hint="'PATH…'")
    return paths
