"""The document `claimx-report/1` as JSON Lines: each record on a line of its own, so that pipes can pick and count.

Every line has a `record`: first `report` (format, usage, provenance), then `article`, `source`, `claim`, `relation`,
`origin`, `rejected`, `unread` and `failure`, each with the fields of that entry in `report.json`. Nothing is dropped.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from claimx.errors import InvalidReport
from claimx.models import Report
from claimx.writers.document import to_document
from claimx.writers.entries import ReportDocument
from claimx.writers.report_json import to_json_text

_LISTS = {
    "article": "articles",
    "source": "sources",
    "claim": "claims",
    "relation": "relations",
    "origin": "origins",
    "rejected": "rejected",
    "unread": "unread",
    "failure": "failures",
}


def render_json_lines(report: Report) -> str:
    """The lines, each ending in a newline; the same bytes for the same report."""
    return "".join(to_json_text(record) + "\n" for record in _records(report))


def parse_json_lines(lines: Iterable[str]) -> ReportDocument:
    """The document back from its lines, in whatever order they come. Raises InvalidReport where they are no report."""
    content: dict[str, Any] = defaultdict(list)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            kind = record.pop("record")
        except (ValueError, RecursionError, KeyError, AttributeError, TypeError) as error:
            raise InvalidReport(f"line {number} is no record of a report") from error
        if kind == "report":
            content |= record
        elif kind in _LISTS:
            content[_LISTS[kind]].append(record)
        else:
            raise InvalidReport(f"line {number} is no record of a report: {str(kind)[:40]!r}")
    try:
        return ReportDocument.model_validate({name: [] for name in _LISTS.values()} | content)
    except ValidationError as error:
        raise InvalidReport(f"the lines make no claimx-report/1: {error.errors()[0]['msg']}") from error


def _records(report: Report) -> Iterator[dict[str, Any]]:
    content = to_document(report).model_dump(mode="json")
    yield {"record": "report", **{name: value for name, value in content.items() if name not in _LISTS.values()}}
    for kind, name in _LISTS.items():
        for entry in content[name]:
            yield {"record": kind, **entry}
