"""DuckDB, which comes with the extra `lake`, and its errors under our names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from claimx.errors import InvalidQuery, LakeDamaged
from claimx.writers.frames import require_package


def duckdb_package() -> Any:
    """The package, or an OutputError that says how to install it."""
    return require_package("duckdb", "lake")


@contextmanager
def naming_faults(lake: object) -> Iterator[None]:
    """Raise DuckDB's errors as LakeDamaged where a file cannot be read, and as InvalidQuery else."""
    engine = duckdb_package()
    try:
        yield
    except engine.Error as error:
        # What its decoders meet in a damaged page it raises bare, and the rest with a word on the file.
        undecoded = isinstance(error, engine.IOException) or type(error) is engine.Error
        if undecoded or "parquet" in str(error).casefold():
            hint = f"`claimx lake check {lake}` finds every such file"
            raise LakeDamaged(f"cannot read the lake: {first_line(error)}", hint=hint) from error
        raise InvalidQuery(f"DuckDB cannot answer that: {first_line(error)}") from error


def first_line(error: Exception) -> str:
    """What DuckDB says; what follows is the query, with a mark under it."""
    return str(error).strip().partition("\n")[0]
