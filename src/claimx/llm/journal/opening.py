"""A journal file opened by the one run that may write to it, and only after every byte that counts was checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from claimx.errors import JournalBusy, JournalError, JournalUnreadable, JournalUnwritable
from claimx.llm.journal.layout import bring_up_to_date, is_blank, lay_out, require_layout
from claimx.llm.journal.records import seal

if TYPE_CHECKING:
    from filelock import BaseFileLock

SETTLED = "key, state, content, usage, answered_by, repaired, error, message, hint, retryable"
"""The columns of `asks` under the seal, in its order."""

_LOOK_AGAIN = 0.5  # seconds: somebody who only looks whether a journal is in use holds its lock for an instant
_BUSY = 5.0  # seconds to wait for another program that writes to the database
_SMALLEST_PAGE = 512  # bytes, in SQLite's file format
_COMPANIONS = ("-wal", "-shm")
_BEGIN_ANEW = "begin a fresh journal; this file stays as it is, for `sqlite3 FILE .recover`"


@contextmanager
def naming_faults(path: Path) -> Iterator[None]:
    """Raise SQLite's errors, and those of the file system, as `JournalError`s that name the file."""
    try:
        yield
    except sqlite3.Error as error:
        raise _named(error, path) from error
    except OSError as error:
        raise JournalUnwritable(f"cannot write the journal {path}: {error.strerror or error}") from error


def lock_of(path: Path) -> BaseFileLock:
    """The lock beside a journal. The kernel frees it with the process, however that ends."""
    from filelock import FileLock

    return FileLock(f"{path}.lock", thread_local=False)


def acquire(path: Path) -> BaseFileLock:
    """The lock, held; the folder is made where there is none. Raises `JournalBusy` where another run has it."""
    from filelock import Timeout

    path.parent.mkdir(parents=True, exist_ok=True)
    lock = lock_of(path)
    try:
        lock.acquire(timeout=_LOOK_AGAIN)
    except Timeout:
        raise JournalBusy(
            f"another run is writing to the journal {path}", hint="wait for its end, or name another journal"
        ) from None
    return lock


def connect(path: Path) -> sqlite3.Connection:
    """A connection for writing to a new or a sound journal. The caller holds the lock."""
    _require_file(path)
    # Autocommit: every transaction is begun in words. The loop that writes may run in another thread (see run_sync).
    connection = sqlite3.connect(path, timeout=_BUSY, isolation_level=None, check_same_thread=False)
    try:
        blank = is_blank(connection)
        if not blank:
            require_layout(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        # Not FULL: what is committed survives the end of the process either way, a loss of power may take the last
        # moments, never the file. FULL costs an fsync a commit, six times the time of an ask (docs/reliability.md).
        connection.execute("PRAGMA synchronous = NORMAL")
        if blank:
            lay_out(connection)
        else:
            _require_sound(connection, path)
            bring_up_to_date(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def tidy(connection: sqlite3.Connection) -> None:
    """Leave one file that can be read anywhere, also from a folder where nothing can be written, if that is possible.

    It is not while somebody reads it or where the disk is full; then the log stays beside the file, and counts.
    """
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA journal_mode = DELETE")


def set_aside(path: Path) -> Path | None:
    """Rename a journal, so that a fresh one can take its place; where it is now. The caller holds the lock."""
    if not path.exists():
        return None
    number = 1
    while (aside := path.with_name(f"{path.stem}.{number}{path.suffix}")).exists():
        number += 1
    # The log first: between the two renames there is a journal without its last moments, never a log without a journal.
    for companion in _COMPANIONS:
        old = path.with_name(path.name + companion)
        if old.exists():
            old.replace(aside.with_name(aside.name + companion))
    return path.replace(aside)


def _require_file(path: Path) -> None:
    if path.is_dir():
        raise JournalUnreadable(f"{path} is a folder, not a journal", hint="name a file")
    if not path.exists():
        return
    # SQLite would take what is shorter than a page for a new database, and delete the log with what was paid in it.
    size, log = path.stat().st_size, path.with_name(f"{path.name}-wal")
    if 0 < size < _SMALLEST_PAGE:
        raise JournalUnreadable(f"{path} is no journal, or damaged: it has {size} bytes", hint=_BEGIN_ANEW)
    if not size and log.exists() and log.stat().st_size:
        raise JournalUnreadable(f"{path} is damaged: it is empty, and its log is not", hint=_BEGIN_ANEW)


def _require_sound(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `JournalUnreadable` unless the pages hang together and every settled row is as it was sealed."""
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise JournalUnreadable(f"{path} is damaged: {' '.join(verdict.split())}", hint=_BEGIN_ANEW)
    for *columns, sealed in connection.execute(f"SELECT {SETTLED}, seal FROM asks WHERE state != 'open'"):  # noqa: S608
        if seal(*columns) != sealed:
            raise JournalUnreadable(f"{path} is damaged: an answer in it was changed", hint=_BEGIN_ANEW)


def _named(error: sqlite3.Error, path: Path) -> JournalError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF  # the low byte is the kind of error
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return JournalBusy(f"another program is writing to the journal {path}", hint="close it, and start again")
    if code in _UNWRITABLE:
        return JournalUnwritable(
            f"cannot write the journal {path}: {error}", hint="what it holds already stays readable"
        )
    return JournalUnreadable(f"{path} is no journal, or damaged: {error}", hint=_BEGIN_ANEW)


_UNWRITABLE = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
)
