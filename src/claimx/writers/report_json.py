"""The report as JSON text, the same bytes for the same report."""

from __future__ import annotations

import json

from claimx.errors import OutputError
from claimx.models import Report
from claimx.writers.document import to_document


def render_json(report: Report) -> str:
    """The report document (format `claimx-report/1`) as JSON, ending in a newline."""
    content = to_document(report).model_dump(mode="json")
    try:
        return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    except ValueError as error:
        raise OutputError(f"the report holds a number that JSON cannot: {error}") from error
