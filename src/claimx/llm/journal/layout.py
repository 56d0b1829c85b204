"""The tables of a journal, and whether a file has them. A change here is a new `VERSION`."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from claimx.errors import JournalUnreadable

APPLICATION = 0x636C6D78  # "clmx", where `file` and SQLite look for whose database it is
VERSION = 1

TABLES = (
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


def lay_out(connection: sqlite3.Connection) -> None:
    """Make the tables, all or none."""
    connection.execute("BEGIN IMMEDIATE")
    for table in TABLES:
        connection.execute(table)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


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
    if version != VERSION or _tables(connection) != sorted(TABLES):
        raise JournalUnreadable(f"{path} is damaged: its tables are not those of a journal")


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def _tables(connection: sqlite3.Connection) -> list[str]:
    # Indexes that SQLite makes for itself have no text.
    return sorted(sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
