"""The table of stances as a data frame, and as Parquet: the columns of stance_table, typed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimx.errors import OutputError
from claimx.models import Report
from claimx.writers.stance_table import EXTRA, stance_columns

if TYPE_CHECKING:
    import pandas
    import polars

_INTEGERS = frozenset({"start", "end"})
_BOOLEANS = frozenset({"holder_named"})


def to_polars(report: Report) -> polars.DataFrame:
    """The table as a polars frame: a row a stance, `published_at` in UTC, integers and booleans as such.

    The columns are those of `writers.stance_table`: the same for every report, and then one for each field of one's
    own, of one type where its values are. Raises OutputError without polars.
    """
    frames = require_package("polars", "parquet")
    columns = _columns(report)
    types: dict[str, Any] = dict.fromkeys(columns, frames.String)
    types |= dict.fromkeys(_INTEGERS, frames.Int64) | dict.fromkeys(_BOOLEANS, frames.Boolean)
    types |= {"salience": frames.Float64, "published_at": frames.Datetime("us", "UTC")}
    own = {bool: frames.Boolean, int: frames.Int64, float: frames.Float64, str: frames.String}
    types |= {name: own[kind] for name, kind in _own_types(columns).items()}
    frame: polars.DataFrame = frames.DataFrame(columns, schema=types)
    return frame


def to_pandas(report: Report) -> pandas.DataFrame:
    """The same table as a pandas frame, with nullable types. Raises OutputError without pandas."""
    frames = require_package("pandas", "pandas")
    columns = _columns(report)
    frame = frames.DataFrame(columns)
    types = dict.fromkeys(columns, "string") | dict.fromkeys(_INTEGERS, "Int64")
    types |= dict.fromkeys(_BOOLEANS, "boolean") | {"salience": "Float64"}
    own = {bool: "boolean", int: "Int64", float: "Float64", str: "string"}
    types |= {name: own[kind] for name, kind in _own_types(columns).items()}
    del types["published_at"]
    frame["published_at"] = frames.to_datetime(frame["published_at"], utc=True).astype("datetime64[us, UTC]")
    typed: pandas.DataFrame = frame.astype(types)
    return typed


def write_parquet(report: Report, path: Path) -> None:
    """Write the table as Parquet, compressed by zstd."""
    # In memory first: an error of the disk is then Python's own, and told like any other writer's.
    content = io.BytesIO()
    to_polars(report).write_parquet(content)
    path.write_bytes(content.getvalue())


def _columns(report: Report) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = dict(stance_columns(report))
    columns["published_at"] = [
        moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
        for moment in columns["published_at"]
    ]
    for name, kind in _own_types(columns).items():
        columns[name] = [None if value is None else kind(value) for value in columns[name]]
    return columns


def _own_types(columns: Mapping[str, list[Any]]) -> dict[str, type]:
    """For each column of a field of one's own the type of all its values; text where they have none in common."""
    types: dict[str, type] = {}
    for name, values in columns.items():
        if name.startswith(EXTRA):
            kinds = {type(value) for value in values if value is not None}
            whole_or_not = float if kinds == {int, float} else str
            types[name] = kinds.pop() if len(kinds) == 1 else whole_or_not
    return types


def require_package(package: str, extra: str) -> Any:
    """The package, or an OutputError that says how to install it."""
    try:
        return import_module(package)
    except ImportError as error:
        raise OutputError(f"the package {package} is not installed", hint=f'pip install "claimx[{extra}]"') from error
