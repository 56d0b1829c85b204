"""The catalogue: a DuckDB file that holds views over the Parquet files, and no data. It can always be made anew.

For every table there is a view of what counts now, and one of all that was ever added, with `_history` behind its name.
Paths are relative to the lake: open the catalogue in its folder, or set `file_search_path` to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from claimx.errors import OutputError
from claimx.lake.duck import duckdb_package, first_line
from claimx.lake.layout import CATALOGUE
from claimx.lake.rows import TABLES
from claimx.whole_files import whole_file

if TYPE_CHECKING:
    import duckdb

_VIEWS = files("claimx.lake") / "views.sql"
# Drafts begin with a dot; DuckDB's * would take them for files of the lake.
_TABLE_VIEW = """
CREATE VIEW {view} AS
SELECT records.name AS {name}, records.added_at, tables.*
FROM read_parquet(
    '{table}/*/[!.]*.parquet', hive_partitioning = true, hive_types = {{'day': DATE}}, union_by_name = true
) AS tables
JOIN {records} AS records USING (part, record)
"""


def is_current(lake: Path) -> bool:
    """Whether the lake has a catalogue that can be read, and its views are those that this claimx makes."""
    if not (lake / CATALOGUE).exists():
        return False
    try:
        with open_catalogue(lake) as database:
            made = database.execute("SELECT comment FROM duckdb_views() WHERE view_name = 'contents'").fetchone()
    except duckdb_package().Error:
        return False
    return made == (_fingerprint(),)


def make_catalogue(lake: Path) -> None:
    """Write `LAKE/catalogue.duckdb`, also over an older one. The Parquet files of all tables have to be there.

    Raises OutputError where it cannot be written.
    """
    target = lake / CATALOGUE
    engine = duckdb_package()
    with whole_file(target) as draft:
        draft.unlink()  # DuckDB takes no empty file for a database
        try:
            with engine.connect(str(draft)) as database:
                _look_into(lake, database)
                for statement in _statements():
                    database.execute(statement)
                database.execute(f"COMMENT ON VIEW contents IS '{_fingerprint()}'")
        except engine.Error as error:
            raise OutputError(f"cannot write {target}: {first_line(error)}") from error


@contextmanager
def open_catalogue(lake: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for reading to what the catalogue tells, in UTC. Any number of processes may have one."""
    offline = {"autoinstall_known_extensions": "false"}  # DuckDB would fetch one that a query happens to want
    with duckdb_package().connect(str(lake / CATALOGUE), read_only=True, config=offline) as database:
        _look_into(lake, database)
        database.execute("SET TimeZone = 'UTC'")
        yield database


def _look_into(lake: Path, database: duckdb.DuckDBPyConnection) -> None:
    place = str(lake.resolve())
    if "," in place:  # DuckDB takes a comma for the end of a path, and knows no way to quote it
        raise OutputError(f"a lake cannot lie in a folder with a comma in its path: {lake}", hint="name another")
    quoted = place.replace("'", "''")
    database.execute(f"SET file_search_path = '{quoted}'")


def _fingerprint() -> str:
    return sha256("".join(_statements()).encode()).hexdigest()[:16]


def _statements() -> Iterator[str]:
    before, after = _VIEWS.read_text(encoding="utf-8").split("-- tables --\n")
    yield before
    for table in TABLES:
        name = "article" if table == "extractions" else "story"
        yield _TABLE_VIEW.format(view=table, table=table, name=name, records="records")
        yield _TABLE_VIEW.format(view=f"{table}_history", table=table, name=name, records="records_history")
    yield after
