"""Which suffix is read how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from claimx.errors import UnreadableArticle
from claimx.readers.json_records import read_json, read_json_lines
from claimx.readers.plain_text import read_plain_text
from claimx.readers.records import BadRecord, Record

FORMATS: dict[str, Callable[[bytes], Sequence[Record | BadRecord]]] = {
    ".txt": read_plain_text,
    ".json": read_json,
    ".jsonl": read_json_lines,
}
KNOWN = f"claimx reads {', '.join(FORMATS)}"


def read_file(path: Path) -> Sequence[Record | BadRecord]:
    """All records of one file; raises UnreadableArticle where the file as a whole gives none."""
    parse = FORMATS.get(path.suffix.lower())
    if parse is None:
        raise UnreadableArticle(f"not a format claimx reads: {path.suffix or 'no suffix'}", hint=KNOWN)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableArticle(error.strerror or str(error)) from error
    return parse(data)
