"""Looks through every file of a lake, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from typing import Any

from claimx.errors import OutputError
from claimx.lake.duck import duckdb_package, first_line
from claimx.lake.layout import CONTENTS, DAMAGED, holding, parquet_files, require_lake


@dataclass(frozen=True)
class Fault:
    """A file that cannot serve. `kind`: damaged · abandoned (left by a process that died before it could commit)."""

    path: Path
    kind: str
    reason: str


def check(lake: str | Path, *, repair: bool = False) -> Iterator[Fault]:
    """Every file that cannot be read whole, and every one that nobody reads; the others are left alone.

    With `repair`, what is damaged is set aside in `LAKE/damaged`, so that queries go on without it, and what is
    abandoned is deleted. The reports in a part of which something was set aside can be added once more. Raises
    PathNotFound where no lake is, LakeBusy where a repair would disturb somebody who adds.
    """
    place = Path(lake)
    require_lake(place)
    with holding(place) if repair else nullcontext(), duckdb_package().connect() as database:
        committed = {path.stem for folder in (place, place / DAMAGED) for path in (folder / CONTENTS).glob("*")}
        for path in parquet_files(place):
            fault = _fault_of(path, committed, database)
            if fault is None:
                continue
            yield fault
            if repair:
                _put_away(fault, place)


def _fault_of(path: Path, committed: set[str], database: Any) -> Fault | None:
    if path.stem not in committed and path.stem != "empty":
        return Fault(path, "abandoned", "no part of that name was committed")
    try:
        # The footer may be sound where the pages are not: every value is read.
        database.execute("SELECT max(hash(COLUMNS(*))) FROM read_parquet(?)", [escape(str(path))]).fetchall()
    except duckdb_package().Error as error:
        return Fault(path, "damaged", first_line(error))
    return None


def _put_away(fault: Fault, lake: Path) -> None:
    try:
        if fault.kind == "abandoned":
            fault.path.unlink()
            return
        aside = lake / DAMAGED / fault.path.relative_to(lake)
        aside.parent.mkdir(parents=True, exist_ok=True)
        fault.path.replace(aside)
    except OSError as error:
        raise OutputError(f"cannot put {fault.path} away: {error.strerror or error}") from error
