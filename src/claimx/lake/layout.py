"""Which file of a lake lies where.

    LAKE/catalogue.duckdb                      views over the rest, by relative paths
    LAKE/contents/PART.parquet                 what a part holds: once it is there, the part counts
    LAKE/TABLE/day=2026-11-22/PART.parquet     the part's rows of one day
    LAKE/damaged/…                             what `check` has set aside, at the same path

A part is what one `add` committed at once. `day` is that of the latest article of a report, in UTC, as Hive writes it,
so that DuckDB, Spark and others read it as a column.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from claimx.errors import LakeBusy, PathNotFound
from claimx.whole_files import only_writer

CATALOGUE = "catalogue.duckdb"
CONTENTS = "contents"
DAMAGED = "damaged"
SUFFIX = ".parquet"
_NO_DAY = "__HIVE_DEFAULT_PARTITION__"  # what Hive, and whoever reads its layout, takes for null
_LOCK = ".lock"


def part_file(lake: Path, table: str, part: str, day: date | None = None) -> Path:
    """Where the part's rows of the table lie; those of `contents` are of no day."""
    name = f"{part}{SUFFIX}"
    if table == CONTENTS:
        return lake / CONTENTS / name
    return lake / table / day_folder(day) / name


def day_folder(day: date | None) -> str:
    """The folder of a day's rows, as Hive names it."""
    return f"day={day.isoformat() if day else _NO_DAY}"


def parquet_files(lake: Path) -> Iterator[Path]:
    """All that the views read, table by table."""
    folders = sorted(path for path in lake.iterdir() if path.is_dir() and path.name != DAMAGED)
    for folder in folders:
        yield from sorted(folder.rglob(f"[!.]*{SUFFIX}"))


def require_lake(lake: Path) -> None:
    """Raise PathNotFound where no lake is."""
    if not (lake / CONTENTS).is_dir():
        raise PathNotFound(f"{lake} is no lake", hint="`claimx lake add` makes one")


@contextmanager
def holding(lake: Path) -> Iterator[None]:
    """The right to write to the lake, which the kernel takes back with the process, however that ends.

    Raises LakeBusy while another process has it, and OutputError where nothing can be written.
    """
    busy = partial(LakeBusy, f"another process is writing to {lake}", hint="wait for its end")
    with only_writer(lake / _LOCK, lake, busy):
        yield
