"""The tables of a journal, and whether a file has them. A change here is a new `VERSION`."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from claimx.errors import JournalUnreadable

APPLICATION = 0x636C6D78  # "clmx", where `file` and SQLite look for whose database it is
VERSION = 2

_RUNS = (
    # One row each time the command was started: the first start and every resumption. Times are ISO 8601, UTC.
    """CREATE TABLE run (
  id INTEGER PRIMARY KEY, command TEXT NOT NULL, model TEXT NOT NULL, host TEXT NOT NULL, claimx TEXT NOT NULL,
  inputs INTEGER NOT NULL, started TEXT NOT NULL, ended TEXT,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'stopped', 'failed')))""",
    # One row a question. The request itself is not kept (some 30 kB each): `key` is its hash.
    """CREATE TABLE asks (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, stage TEXT NOT NULL, article TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'failed')), run INTEGER NOT NULL,
  content TEXT, usage TEXT, answered_by TEXT, repaired INTEGER, error TEXT, message TEXT, hint TEXT,
  retryable INTEGER, seal TEXT)""",
    # One row an HTTP request; without an end it was in flight when its run ended. Times are Unix seconds.
    """CREATE TABLE calls (
  id INTEGER PRIMARY KEY, ask INTEGER NOT NULL, run INTEGER NOT NULL, attempt INTEGER NOT NULL, sent_at REAL NOT NULL,
  ended_at REAL, outcome TEXT, prompt_tokens INTEGER, completion_tokens INTEGER, cached_tokens INTEGER,
  reasoning_tokens INTEGER)""",
)
_BATCHES = (
    # One row a batch, written before its file is uploaded. `token` is in its metadata: by it a batch is found again
    # whose making was cut off. Without `remote` nobody knows yet whether it was made. Times are Unix seconds.
    """CREATE TABLE batches (
  id INTEGER PRIMARY KEY, round INTEGER NOT NULL, token TEXT NOT NULL UNIQUE, prepared REAL NOT NULL,
  input_file TEXT, remote TEXT, collected REAL)""",
    # One row a line of a batch's file; without `batch`, what the next one would hold. `key` is its custom_id, `ask` the
    # question it belongs to. `content` is what came back, until the question is settled; `counted` says that what the
    # question cost holds what this line cost.
    """CREATE TABLE batch_lines (
  id INTEGER PRIMARY KEY, batch INTEGER, key TEXT NOT NULL, ask TEXT NOT NULL, stage TEXT NOT NULL,
  article TEXT NOT NULL, outcome TEXT CHECK (outcome IN ('answered', 'refused', 'failed', 'cancelled')),
  content TEXT, usage TEXT, counted INTEGER NOT NULL DEFAULT 0, seal TEXT)""",
    "CREATE INDEX batch_lines_by_key ON batch_lines (key)",
    "CREATE INDEX batch_lines_by_ask ON batch_lines (ask)",
)
_LAYOUTS = {1: _RUNS, VERSION: _RUNS + _BATCHES}
TABLES = _LAYOUTS[VERSION]


def lay_out(connection: sqlite3.Connection) -> None:
    """Make the tables, all or none."""
    connection.execute("BEGIN IMMEDIATE")
    for table in TABLES:
        connection.execute(table)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Add the tables that a sound journal of an older layout lacks, all or none. What it holds stays as it is."""
    if has_batches(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    for table in _BATCHES:
        connection.execute(table)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def has_batches(connection: sqlite3.Connection) -> bool:
    """Whether the layout of a sound journal has tables for batches."""
    return _number(connection, "user_version") > 1


def is_blank(connection: sqlite3.Connection) -> bool:
    """Whether nobody has put anything into this database yet: a new one, or one whose maker was killed at once."""
    return _number(connection, "application_id") == 0 and not _tables(connection)


def require_layout(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `JournalUnreadable` for another program's database, and for a journal of a newer or a damaged layout."""
    if _number(connection, "application_id") != APPLICATION:
        raise JournalUnreadable(f"{path} is a database, but no journal of claimx", hint="name another file")
    version = _number(connection, "user_version")
    if version > VERSION:
        raise JournalUnreadable(
            f"{path} was written by a newer claimx (layout {version}, this one reads {VERSION})",
            hint="upgrade claimx, or begin a fresh journal",
        )
    if _tables(connection) != sorted(_LAYOUTS.get(version, ())):
        raise JournalUnreadable(f"{path} is damaged: its tables are not those of a journal")


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def _tables(connection: sqlite3.Connection) -> list[str]:
    # Indexes that SQLite makes for itself have no text.
    return sorted(sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
