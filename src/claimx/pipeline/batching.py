"""A run in rounds: what can be asked now goes out as batches, what came back is read, until nothing is left to ask.

Each round is the run itself, walked through by a session that asks nobody: an article without an answer is awaited, and
the story is put together once none is.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from claimx.errors import AnswerAwaited, JournalUnwritable, ModelError, NoModel, RunInterrupted
from claimx.extraction import OURS, Instructions
from claimx.llm import Budget, Model, run_sync
from claimx.llm.batch import (
    BatchSession,
    Fetched,
    OrderBook,
    Outbox,
    Seen,
    cancel,
    fetch,
    make_lost,
    open_service,
    post,
)
from claimx.llm.budget import Purse
from claimx.llm.journal import Batches, BatchesStanding, BatchRecord, Journal, read_batches
from claimx.llm.prices import load_prices
from claimx.llm.stand_in import StandIn
from claimx.models import Article, Extraction, Overrides
from claimx.pipeline.opening import Desk, JournalFile
from claimx.pipeline.outcomes import each_outcome
from claimx.pipeline.running import one_an_id, put_together
from claimx.pipeline.watch import Progress, Watch, as_watch
from claimx.reconciliation import as_overrides

Step: TypeAlias = Literal["submit", "wait", "collect", "run"]
"""What to do next. `run`: nothing is left that a batch could bring."""

A_LOOK = 60.0
"""Seconds from one look at a batch to the next: it may take a day."""

_GOES_ON = "the same command goes on"


@dataclass(frozen=True)
class BatchRun:
    """A run whose questions go out as batches: the same in every round.

    Without `story` each article is read by itself, as `extract_each` does. `journal` is the one that the run itself
    would keep: what batches brought, it does not ask.
    """

    articles: Sequence[Article]
    model: Model
    journal: JournalFile
    overrides: Overrides | str | Path | None = None
    story: bool = True
    instructions: Instructions = OURS

    def __post_init__(self) -> None:
        _require_a_model(self.model)


@dataclass(frozen=True)
class Walk:
    """How far the answers reach: articles that are read, that wait for an answer, that failed for good.

    `complete`: nothing is left to ask, also of the story. `limit`: what kept requests from being sent.
    """

    read: int
    awaited: int
    failed: int
    complete: bool
    limit: str | None = None


@dataclass(frozen=True)
class Submitted:
    """What was sent: the batches of this round, how many requests by stage, and how the run stands now."""

    batches: tuple[BatchRecord, ...]
    sent: dict[str, int]
    walk: Walk
    standing: BatchesStanding


@dataclass(frozen=True)
class Collected:
    """What came back, batch by batch, and how the run stands now."""

    fetched: tuple[Fetched, ...]
    walk: Walk
    standing: BatchesStanding


@dataclass(frozen=True)
class BatchStatus:
    """How the batches of a journal stand; `seen` is what the endpoint says of those under way, by its ids."""

    standing: BatchesStanding
    seen: dict[str, Seen]

    @property
    def coming(self) -> tuple[BatchRecord, ...]:
        """The batches that the endpoint is still at."""
        known = [batch for batch in self.standing.under_way if batch.remote in self.seen]
        return tuple(batch for batch in known if not self.seen[batch.remote or ""].is_here)

    @property
    def next(self) -> Step:
        """What to do now."""
        under_way = self.standing.under_way
        made = [batch.remote for batch in under_way if batch.remote is not None]
        if any(remote not in self.seen or self.seen[remote].is_here for remote in made):
            return "collect"  # which also says what to do about a batch that nobody knows
        if any(batch.remote is None for batch in under_way) or self.standing.wanted or not self.standing.batches:
            return "submit"
        return "wait" if under_way else "run"


def submit(run: BatchRun, *, budget: Budget | None = None, progress: Progress | None = None) -> Submitted:
    """Send all that can be asked now and is not on its way yet.

    A `budget` is that of this round, at the price of batches: what would pass it is left. Raises a `ModelError` where
    the endpoint takes no batches, `PriceUnknown`, a `JournalError`, `RunInterrupted`.
    """
    return run_sync(_submit(run, budget or Budget(), as_watch(progress)))


def collect(run: BatchRun, *, progress: Progress | None = None) -> Collected:
    """Fetch what has ended, and read every answer that is there. Sends no request. Raises as `submit`."""
    return run_sync(_collect(run, as_watch(progress)))


def cancel_batches(journal: JournalFile, model: Model) -> list[Seen]:
    """Cancel what is under way; `collect` still fetches what was done of it. Raises as `submit`."""
    _require_a_model(model)
    return run_sync(_cancel(journal, model))


def batch_status(journal: str | Path, model: Model) -> BatchStatus:
    """How the batches in the journal at this path stand, as the endpoint says. Writes nothing. Raises as `submit`."""
    _require_a_model(model)
    return run_sync(_status(read_batches(journal), model))


def wait(journal: str | Path, model: Model, *, every: float = A_LOOK, progress: Progress | None = None) -> BatchStatus:
    """Look at the batches in the journal at this path `every` so many seconds, until the endpoint is at none of them.

    A network that is away for a while is waited for. Writes nothing. Raises as `submit`.
    """
    _require_a_model(model)
    return run_sync(_wait(journal, model, every, as_watch(progress)))


async def _submit(run: BatchRun, budget: Budget, watch: Watch) -> Submitted:
    purse = Purse(budget, run.model, load_prices().in_batches)
    async with _opened(run) as (journal, folder), open_service(run.model) as service:
        batches = Batches(journal)
        await make_lost(service, batches)
        outbox = Outbox(folder)
        walk = await _walk(run, journal, OrderBook(run.model, batches, outbox, purse), watch)
        sent = dict(batches.standing().wanted)
        before = {batch.id for batch in batches.standing().batches}
        await post(service, batches, outbox, go_on=lambda: not watch.interrupted)
        standing = batches.standing()
        posted = tuple(batch for batch in standing.batches if batch.id not in before)
        if watch.interrupted:
            raise RunInterrupted(f"interrupted: {len(posted)} of {len(outbox.files)} batches were sent", hint=_GOES_ON)
        journal.close("done" if walk.complete else "stopped")
        return Submitted(posted, sent, walk, standing)


async def _collect(run: BatchRun, watch: Watch) -> Collected:
    async with _opened(run) as (journal, folder):
        batches = Batches(journal)
        fetched: list[Fetched] = []
        if batches.standing().under_way:
            async with open_service(run.model) as service:
                fetched = await fetch(service, batches, run.model, folder)
        walk = await _walk(run, journal, OrderBook(run.model, batches), watch)
        standing = batches.standing()
        journal.close("done" if walk.complete else "stopped")
        return Collected(tuple(fetched), walk, standing)


async def _cancel(journal: JournalFile, model: Model) -> list[Seen]:
    with journal.open(model, 0) as opened:
        async with open_service(model) as service:
            seen = await cancel(service, Batches(opened))
        opened.close("stopped")
        return seen


async def _wait(journal: str | Path, model: Model, every: float, watch: Watch) -> BatchStatus:
    while True:
        try:
            status = await _status(read_batches(journal), model)
        except ModelError as error:
            if not error.retryable:
                raise
            watch(str(error))
        else:
            if not status.coming:
                return status
            done = sum(seen.completed + seen.failed for seen in status.seen.values())
            watch(f"{done:,} of {sum(batch.lines for batch in status.standing.under_way):,} requests done")
        await asyncio.sleep(every)


async def _status(standing: BatchesStanding, model: Model) -> BatchStatus:
    seen: dict[str, Seen] = {}
    if standing.under_way:
        async with open_service(model) as service:
            for batch in standing.under_way:
                if batch.remote is not None and (found := await service.look_at(batch.remote)) is not None:
                    seen[batch.remote] = found
    return BatchStatus(standing, seen)


async def _walk(run: BatchRun, journal: Journal, orders: OrderBook, watch: Watch) -> Walk:
    """Go through the run as far as there are answers; the book has what is missing."""
    desk = Desk(BatchSession(run.model, journal, orders), run.instructions, watch)
    given = one_an_id(run.articles)
    watch.attach(desk.session, len(given))
    extractions: list[Extraction] = []
    read = awaited = failed = 0
    async with aclosing(each_outcome(given, desk)) as outcomes:
        async for outcome in outcomes:
            if isinstance(outcome, Extraction):
                read += 1
                extractions += [outcome] if run.story else []
            elif outcome.skipped:
                awaited += 1
            else:
                failed += 1
    complete = not awaited
    if complete and extractions:
        complete = await _put_together(run, extractions, desk) and orders.limit is None
    if watch.interrupted:
        raise RunInterrupted("interrupted: nothing was sent", hint=_GOES_ON)
    orders.batches.let_go()
    return Walk(read, awaited, failed, complete, orders.limit)


async def _put_together(run: BatchRun, extractions: Sequence[Extraction], desk: Desk) -> bool:
    """Whether every question about the story has its answer."""
    try:
        await put_together(extractions, desk, overrides=as_overrides(run.overrides))
    except AnswerAwaited:
        return False
    return True


@asynccontextmanager
async def _opened(run: BatchRun) -> AsyncIterator[tuple[Journal, Path]]:
    """The run's journal, and a folder beside it for files on their way."""
    with run.journal.open(run.model, len(run.articles)) as journal, _folder_beside(journal.path) as folder:
        yield journal, folder


@contextmanager
def _folder_beside(journal: Path) -> Iterator[Path]:
    """An empty folder, gone at the end; what a kill left in it is of no use."""
    folder = journal.with_name(f"{journal.name}.batch")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir()
    except OSError as error:
        raise JournalUnwritable(f"cannot make {folder}: {error.strerror or error}") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _require_a_model(model: Model) -> None:
    if model.by_rule or isinstance(model, StandIn):
        raise NoModel(f"{model.name} answers at once, and takes no batch", hint="`claimx run` asks it")
