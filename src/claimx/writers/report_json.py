"""The report as JSON text, the same bytes for the same report."""

from __future__ import annotations

import json
import re

from claimx.errors import OutputError
from claimx.models import Report
from claimx.writers.document import to_document

# As escapes they are the same JSON, and cannot steer a terminal that prints it or reorder what an editor sees.
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def render_json(report: Report) -> str:
    """The report document (format `claimx-report/1`) as JSON, ending in a newline."""
    return to_json_text(to_document(report).model_dump(mode="json"), indent=1) + "\n"


def to_json_text(content: object, indent: int | None = None) -> str:
    """The content as JSON, invisible characters as escapes. Raises OutputError for a number that JSON cannot hold."""
    try:
        text = json.dumps(content, ensure_ascii=False, indent=indent, allow_nan=False)
    except ValueError as error:
        raise OutputError(f"the report holds a number that JSON cannot: {error}") from error
    return _UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
