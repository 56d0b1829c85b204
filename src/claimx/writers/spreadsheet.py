"""The table of stances as CSV (RFC 4180), fit to be opened in a spreadsheet.

Text of articles must not become a formula there (CWE-1236): a cell that opens with a sign by which spreadsheets know
one gets an apostrophe before it. The file opens with a byte order mark, without which Excel takes it for another
encoding; Python reads such a file as `utf-8-sig`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from claimx.models import Report
from claimx.writers.stance_table import column_names, stance_rows

# Also after spaces, which a spreadsheet trims, and in full width, which some take for the same sign.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r\n]")


def render_csv(report: Report, *, formula_safe: bool = True) -> str:
    """One row a stance, after a row of names. `formula_safe=False` leaves cells as they are, for programs."""
    rows = (row.cells() for row in stance_rows(report))
    return "\ufeff" + to_csv_text(column_names(report), rows, formula_safe=formula_safe)


def to_csv_text(names: Sequence[str], rows: Iterable[Iterable[object]], *, formula_safe: bool = True) -> str:
    """The rows after a row of names, without a byte order mark."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow(_to_cell(value, formula_safe) for value in row)
    return text.getvalue()


def _to_cell(value: object, formula_safe: bool) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if formula_safe and isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value
