"""The journal: every call noted before it leaves and after it ended, every validated answer kept."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from claimx._version import __version__
from claimx.errors import ClaimxError, JournalError, JournalUnreadable, JournalUnwritable, RunStopped
from claimx.llm.journal.opening import SETTLED, acquire, connect, naming_faults, set_aside, tidy
from claimx.llm.journal.records import RunFacts, RunState, StoredAnswer, seal
from claimx.llm.journal.standing import standing_error
from claimx.models import Usage

if TYPE_CHECKING:
    from filelock import BaseFileLock

    from claimx.llm.asker import Answer

Statement: TypeAlias = tuple[str, Sequence[object]]
"""SQL, and the values of its question marks."""

_log = logging.getLogger("claimx.llm")

_OPEN_ASK = """INSERT INTO asks (key, stage, article, state, run) VALUES (?, ?, ?, 'open', ?)
  ON CONFLICT (key) DO UPDATE SET stage = excluded.stage, article = excluded.article, state = 'open',
  run = excluded.run, content = NULL, usage = NULL, answered_by = NULL, repaired = NULL, error = NULL, message = NULL,
  hint = NULL, retryable = NULL, seal = NULL"""
_SEND = "INSERT INTO calls (ask, run, attempt, sent_at) VALUES ((SELECT id FROM asks WHERE key = ?), ?, ?, ?)"
_END = """UPDATE calls SET ended_at = ?, outcome = ?, prompt_tokens = ?, completion_tokens = ?, cached_tokens = ?,
  reasoning_tokens = ? WHERE id = ?"""
_SETTLE = """UPDATE asks SET state = ?, content = ?, usage = ?, answered_by = ?, repaired = ?, error = ?, message = ?,
  hint = ?, retryable = ?, seal = ?, run = ? WHERE key = ?"""
_BEGIN_RUN = """INSERT INTO run (command, model, host, claimx, inputs, started, state)
  VALUES (?, ?, ?, ?, ?, ?, 'running')"""


class Journal:
    """One open journal, held by its lock; a context manager. Made by `Journal.open`.

    `broken` is the error after which nothing more could be written. The answer that was just paid for is still given
    to whoever asked; no other call leaves from then on.
    """

    def __init__(self, path: Path, lock: BaseFileLock, connection: sqlite3.Connection, run: int) -> None:
        self.path = path
        self.broken: JournalError | None = None
        self._lock = lock
        self._connection = connection
        self._run = run
        self._since = 1
        self._inode = path.stat().st_ino

    @classmethod
    def open(cls, path: str | Path, run: RunFacts, *, fresh: bool = False, retry_failed: bool = False) -> Journal:
        """Begin a run in the journal at `path`, or resume the one it holds.

        With `fresh`, an older file is kept beside it as `<name>.1.db`, `<name>.2.db`, … With `retry_failed`, failures
        that stand are asked about once more. Raises `JournalBusy` where another run writes to it, `JournalUnreadable`
        where it is damaged or something else, `JournalUnwritable` where it cannot be written.
        """
        path = Path(path).resolve()  # the lock stands beside the file itself, whatever link led there
        with naming_faults(path):
            lock = acquire(path)
            try:
                if fresh:
                    set_aside(path)
                connection = connect(path)
                try:
                    facts = (run.command, run.model, run.host, __version__, run.inputs, _now())
                    journal = cls(path, lock, connection, cast(int, connection.execute(_BEGIN_RUN, facts).lastrowid))
                except BaseException:
                    connection.close()
                    raise
            except BaseException:
                lock.release()
                raise
        if retry_failed:
            journal._since = journal._run
        return journal

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close("done")
        else:
            self.close("stopped" if issubclass(kind, RunStopped | KeyboardInterrupt) else "failed")

    def answer(self, key: str) -> StoredAnswer | None:
        """The answer kept under `key`, if there is one. Raises the recorded error where a failure stands."""
        with naming_faults(self.path):
            row = self._connection.execute(f"SELECT {SETTLED}, seal, run FROM asks WHERE key = ?", (key,)).fetchone()  # noqa: S608
        if row is None:
            return None
        *columns, sealed, run = row
        _, state, content, usage, answered_by, repaired, error, message, hint, _ = columns
        if state == "open":
            return None
        if seal(*columns) != sealed:
            raise JournalUnreadable(f"{self.path} is damaged: an answer in it was changed")
        spent = Usage.model_validate_json(usage)
        if state == "answered":
            return StoredAnswer(content, spent, answered_by, bool(repaired))
        if run >= self._since and (failure := standing_error(error, message, hint)):
            failure.usage = spent
            raise failure
        return None

    def log(self, key: str, stage: str, article: str) -> AskLog:
        """Where the calls of one ask are noted."""
        return AskLog(self, key, stage, article)

    def keep(self, key: str, answer: Answer[Any]) -> None:
        """Keep a validated answer. What cannot be written is logged and breaks the journal: see `broken`."""
        usage = answer.usage.model_dump_json()
        self._settle(key, "answered", answer.content, usage, answer.answered_by, int(answer.repaired))

    def failed(self, key: str, error: ClaimxError) -> None:
        """Note that an ask failed, why, and what it cost."""
        usage = error.usage or Usage()
        why = (type(error).__name__, error.message, error.hint, int(error.retryable))
        self._settle(key, "failed", None, usage.model_dump_json(), None, None, *why)

    def batched(self, key: str) -> Usage:
        """What of the cost of the answer under `key` was paid at the price of a batch."""
        rows = self.read("SELECT usage FROM batch_lines WHERE ask = ? AND counted = 1", key)
        return sum((Usage.model_validate_json(usage) for (usage,) in rows), Usage())

    def read(self, query: str, *values: object) -> list[Any]:
        """The rows of a query. Raises a `JournalError`."""
        with naming_faults(self.path):
            return self._connection.execute(query, values).fetchall()

    def write(self, *statements: Statement, durable: bool = False) -> int:
        """Execute all or nothing; the row id of the last insert. Raises a `JournalError`.

        What is `durable` is on the disk when this returns, and outlives a loss of power.
        """
        if self.broken is not None:
            raise self.broken
        with naming_faults(self.path):
            if not durable:
                return self._commit(*statements)
            self._connection.execute("PRAGMA synchronous = FULL")
            try:
                return self._commit(*statements)
            finally:
                self._connection.execute("PRAGMA synchronous = NORMAL")

    def close(self, state: RunState = "done") -> None:
        """Note how the run ended, and free the journal. Safe to call twice."""
        if not self._lock.is_locked:
            return
        try:
            self._note(("UPDATE run SET ended = ?, state = ? WHERE id = ?", (_now(), state, self._run)))
        finally:
            tidy(self._connection)
            self._connection.close()
            self._lock.release()

    def sent(self, log: AskLog, attempt: int) -> int:
        """Commit that a call leaves. Raises a `JournalError` where that is impossible: then it must not leave."""
        if self.broken is not None:
            raise self.broken
        opened = (log.key, log.stage, log.article, self._run)
        with naming_faults(self.path):
            return self._commit((_OPEN_ASK, opened), (_SEND, (log.key, self._run, attempt, time.time())))

    def ended(self, call: int, outcome: str, usage: Usage) -> None:
        """Commit that a call ended, and what it cost."""
        tokens = (usage.prompt_tokens, usage.completion_tokens, usage.cached_tokens, usage.reasoning_tokens)
        self._note((_END, (time.time(), outcome, *tokens, call)))

    def _settle(self, key: str, state: str, *columns: object) -> None:
        settled = (*columns, *(None,) * (8 - len(columns)))
        self._note((_SETTLE, (state, *settled, seal(key, state, *settled), self._run, key)))

    def _note(self, *statements: Statement) -> None:
        """Commit what has happened already: an error here must not cost the caller what was just paid for."""
        if self.broken is not None:
            return
        try:
            with naming_faults(self.path):
                self._commit(*statements)
        except JournalError as error:
            self.broken = error
            _log.warning("%s; what comes back from now on is used, but not saved", error)

    def _commit(self, *statements: Statement) -> int:
        """Execute all or nothing; the row id of the last insert."""
        self._require_in_place()
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        try:
            for statement, values in statements:
                row = execute(statement, values).lastrowid
            execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # some errors roll back by themselves
                execute("ROLLBACK")
            raise
        return cast(int, row)

    def _require_in_place(self) -> None:
        # SQLite writes happily on into a file that nobody will find again.
        try:
            found = self.path.stat().st_ino
        except FileNotFoundError:
            found = None
        if found != self._inode:
            raise JournalUnwritable(f"the journal {self.path} was removed or replaced while a run was writing to it")


@dataclass(frozen=True)
class AskLog:
    """A `CallLog` into a journal."""

    journal: Journal
    key: str
    stage: str
    article: str

    def sent(self, attempt: int) -> object:
        return self.journal.sent(self, attempt)

    def ended(self, call: object, outcome: str, usage: Usage) -> None:
        self.journal.ended(cast(int, call), outcome, usage)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
