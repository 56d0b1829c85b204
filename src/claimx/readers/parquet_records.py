"""Parquet → records: a row is an article, its columns are what the fields of a JSON object are."""

from __future__ import annotations

import io

from claimx.errors import UnreadableArticle
from claimx.readers.extras import require
from claimx.readers.field_mapping import FieldMapping
from claimx.readers.json_records import to_records
from claimx.readers.records import BadRecord, Record

_PLAIN: FieldMapping = {}


def read_parquet(data: bytes, fields: FieldMapping = _PLAIN) -> list[Record | BadRecord]:
    """The records of a `.parquet` file, which wants `claimx[parquet]`; a bad row fails by itself."""
    polars = require("polars", "parquet")
    try:
        rows = polars.read_parquet(io.BytesIO(data)).to_dicts()
    except (polars.exceptions.PolarsError, OSError) as error:
        raise UnreadableArticle(f"no Parquet, or damaged: {str(error).partition(chr(10))[0]}") from error
    return to_records(rows, fields)
