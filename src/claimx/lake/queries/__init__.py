"""Queries that go by a name: a file of SQL each, whose first lines say what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class NamedQuery:
    name: str
    description: str
    sql: str


@cache
def named_queries() -> tuple[NamedQuery, ...]:
    """All of them, by name."""
    found = (file for file in files(__name__).iterdir() if file.name.endswith(".sql"))
    return tuple(
        _read(file.name.removesuffix(".sql"), file.read_text(encoding="utf-8"))
        for file in sorted(found, key=lambda file: file.name)
    )


def find_query(name: str) -> NamedQuery | None:
    """The query of that name, if there is one."""
    return next((query for query in named_queries() if query.name == name), None)


def _read(name: str, sql: str) -> NamedQuery:
    description = sql.splitlines()[0].removeprefix("-- ")
    return NamedQuery(name, description, sql)
