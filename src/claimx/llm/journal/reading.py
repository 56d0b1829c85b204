"""A journal as somebody sees it who does not run it: read only, without the lock, also while a run is writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from claimx.errors import JournalUnreadable, PathNotFound
from claimx.llm.journal.batches import BatchesStanding, standing_of
from claimx.llm.journal.layout import has_batches, is_blank, require_layout
from claimx.llm.journal.opening import lock_of, naming_faults
from claimx.llm.journal.records import RunState
from claimx.models import Usage


@dataclass(frozen=True)
class Sitting:
    """One start of the command. `ended` is None, and `state` "running", while it runs and for ever when it was killed.

    `in_flight`: the calls that were, or are, on their way: a crash may pay these twice.
    """

    command: str
    model: str
    host: str
    claimx: str
    inputs: int
    started: str
    ended: str | None
    state: RunState
    calls: int
    in_flight: int


@dataclass(frozen=True)
class FailedAsk:
    article: str
    stage: str
    kind: str
    message: str
    retryable: bool


@dataclass(frozen=True)
class RunRecord:
    """What a journal holds: how many asks of each state, and what they cost, each once, by (article, stage).

    `batched` is what of that was paid at the price of a batch.
    """

    path: Path
    running: bool
    sittings: tuple[Sitting, ...]
    answered: int
    failed: int
    open: int
    usage: Mapping[tuple[str, str], Usage]
    failures: tuple[FailedAsk, ...]
    batched: Mapping[tuple[str, str], Usage] = field(default_factory=dict)


def read_run(path: str | Path) -> RunRecord:
    """What the journal at `path` holds. Raises `PathNotFound`, or a `JournalError` where it cannot be read."""
    path = Path(path)
    if not path.is_file():
        raise PathNotFound(f"there is no journal {path}")
    with naming_faults(path), _reader(path) as connection:
        if is_blank(connection):  # whoever made it was killed at once
            return RunRecord(path, is_running(path), (), 0, 0, 0, {}, ())
        require_layout(connection, path)
        states: dict[str, int] = dict(connection.execute("SELECT state, count(*) FROM asks GROUP BY state"))
        return RunRecord(
            path=path,
            running=is_running(path),
            sittings=tuple(Sitting(*row) for row in connection.execute(_SITTINGS)),
            answered=states.get("answered", 0),
            failed=states.get("failed", 0),
            open=states.get("open", 0),
            usage=_usage(connection, _USAGE),
            batched=_usage(connection, _BATCHED) if has_batches(connection) else {},
            failures=tuple(
                FailedAsk(article, stage, kind, message, bool(retryable))
                for article, stage, kind, message, retryable in connection.execute(_FAILURES)
            ),
        )


def read_batches(path: str | Path) -> BatchesStanding:
    """How the batches of the journal at `path` stand; none where it is not there. Raises a `JournalError`."""
    path = Path(path)
    if not path.is_file():
        return BatchesStanding()
    with naming_faults(path), _reader(path) as connection:
        if is_blank(connection):
            return BatchesStanding()
        require_layout(connection, path)
        if not has_batches(connection):
            return BatchesStanding()
        return standing_of(lambda query, *values: connection.execute(query, values).fetchall())


def is_running(path: str | Path) -> bool:
    """Whether a run holds the journal now; False also where the lock may not be looked at."""
    path = Path(path).resolve()
    if not Path(f"{path}.lock").exists():
        return False
    from filelock import Timeout

    lock = lock_of(path)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return True
    except OSError:
        return False
    lock.release()
    return False


_SITTINGS = """SELECT command, model, host, claimx, inputs, started, ended, state,
  (SELECT count(*) FROM calls WHERE calls.run = run.id),
  (SELECT count(*) FROM calls WHERE calls.run = run.id AND calls.ended_at IS NULL) FROM run ORDER BY id"""
_FAILURES = """SELECT article, stage, error, message, retryable FROM asks WHERE state = 'failed'
  ORDER BY article, stage, id"""


_USAGE = "SELECT article, stage, usage FROM asks WHERE usage IS NOT NULL ORDER BY article, stage"
_BATCHED = "SELECT article, stage, usage FROM batch_lines WHERE counted = 1 ORDER BY article, stage"


def _usage(connection: sqlite3.Connection, query: str) -> dict[tuple[str, str], Usage]:
    summed: dict[tuple[str, str], Usage] = {}
    for article, stage, usage in connection.execute(query):
        summed[article, stage] = summed.get((article, stage), Usage()) + Usage.model_validate_json(usage)
    return summed


@contextmanager
def _reader(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that sees one state of the file, however much is written meanwhile."""
    with ExitStack() as stack:
        connection = _connect(path)
        if connection is None:
            # A killed run leaves a log beside the file, and to read that SQLite wants a file of its own in the folder.
            copy = Path(stack.enter_context(TemporaryDirectory(prefix="claimx-"))) / "journal.db"
            for suffix in ("", "-wal"):
                if Path(f"{path}{suffix}").exists():
                    copyfile(f"{path}{suffix}", f"{copy}{suffix}")
            connection = _connect(copy)
        if connection is None:
            raise JournalUnreadable(f"the journal {path} cannot be read")
        yield stack.enter_context(closing(connection))


def _connect(path: Path) -> sqlite3.Connection | None:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=5.0, isolation_level=None)
    try:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            return None
        raise
    return connection
