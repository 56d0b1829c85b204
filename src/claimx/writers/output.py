"""The door out: the suffix chooses the format, and a file is there whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from claimx.errors import OutputError
from claimx.models import Report
from claimx.writers.markdown import render_markdown
from claimx.writers.report_json import render_json

Format = Callable[[Report, Path], None]
"""Writes a report to a path that does not exist yet; it need not care for what happens when it fails halfway."""


def text_format(render: Callable[[Report], str]) -> Format:
    """A format that is one text, in UTF-8, with the same line ends on every machine."""

    def _write(report: Report, path: Path) -> None:
        path.write_text(render(report), encoding="utf-8", newline="\n")

    return _write


FORMATS: dict[str, Format] = {
    ".json": text_format(render_json),
    ".md": text_format(render_markdown),
}


def write(report: Report, path: str | Path) -> None:
    """Write the report in the format that the path's suffix names; the folders above it are made.

    Raises OutputError for a suffix that names no format and for a place that cannot be written. An older file at
    `path` is replaced only once the new one is complete.
    """
    target = Path(path)
    format_ = FORMATS.get(target.suffix.lower())
    if format_ is None:
        known = ", ".join(FORMATS)
        raise OutputError(f"not a format claimx writes: {target.suffix or target.name!r}", hint=f"it writes {known}")
    try:
        _write_whole(report, target, format_)
    except OSError as error:
        raise OutputError(f"cannot write {target}: {error.strerror or error}") from error


def _write_whole(report: Report, target: Path, format_: Format) -> None:
    target = Path(os.path.realpath(target))  # a link stays a link, and what it points to is replaced
    target.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder, since a rename is whole only within one file system; not by tempfile, whose files nobody else
    # may read, and without the target's name, which may be as long as names can be.
    draft = target.parent / f".claimx-{secrets.token_hex(8)}{target.suffix}"
    try:
        format_(report, draft)
        _flush_to_disk(draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _flush_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
