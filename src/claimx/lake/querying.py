"""Out of the lake: answers to SQL, or to a query that goes by a name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimx.errors import InvalidQuery
from claimx.lake.catalogue import make_catalogue, open_catalogue
from claimx.lake.duck import naming_faults
from claimx.lake.layout import CATALOGUE, require_lake
from claimx.lake.queries import find_query

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Answer:
    """Rows by column, in the order of both; each value as JSON would have it, moments in UTC."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]


@contextmanager
def connect(lake: str | Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB's own connection to the lake's views, for reading: `.sql(…).pl()`, `.df()` and so on.

    Raises PathNotFound where no lake is, LakeDamaged and InvalidQuery for what DuckDB raises meanwhile.
    """
    place = Path(lake)
    require_lake(place)
    with naming_faults(lake):
        if not (place / CATALOGUE).exists():
            make_catalogue(place)
        with open_catalogue(place) as database:
            yield database


def query(lake: str | Path, question: str, variables: Mapping[str, str] | None = None) -> Answer:
    """The answer to SQL, or to the query of that name.

    `variables` are what the SQL gets by `getvariable('…')`, as text; named queries know `now` and `least`. Raises
    PathNotFound where no lake is, InvalidQuery for what is neither, and LakeDamaged where a file cannot be read.
    """
    known = find_query(question)
    if known is None and len(question.split()) == 1:
        raise InvalidQuery(f"no query goes by the name {question}", hint="`claimx lake queries` lists them")
    with connect(lake) as database:
        for name, value in (variables or {}).items():
            if not name.isidentifier():
                raise InvalidQuery(f"{name!r} is no name of a variable")
            database.execute(f"SET VARIABLE {name} = ?", [value])
        asked: duckdb.DuckDBPyRelation | None = database.sql(known.sql if known else question)
        if asked is None:  # a statement that gives no rows
            return Answer((), ())
        rows = asked.set_alias("claimx_row").project("to_json(claimx_row)").fetchall()
        return Answer(tuple(asked.columns), tuple(json.loads(row) for (row,) in rows))
