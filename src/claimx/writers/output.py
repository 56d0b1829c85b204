"""The door out: the suffix chooses the format, and a file is there whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from claimx.errors import OutputError
from claimx.models import Rating, Report
from claimx.whole_files import whole_file
from claimx.writers.database import write_database
from claimx.writers.frames import write_parquet
from claimx.writers.html import render_html
from claimx.writers.json_lines import render_json_lines
from claimx.writers.linked_data import render_json_ld
from claimx.writers.markdown import render_markdown
from claimx.writers.report_json import render_json
from claimx.writers.source_graph import write_graphml
from claimx.writers.spreadsheet import render_csv

Format = Callable[[Report, Path], None]
"""Writes a report into an empty file; it need not care for what happens when it fails halfway."""


def text_format(render: Callable[[Report], str]) -> Format:
    """A format that is one text, in UTF-8, with the same line ends on every machine."""

    def _write(report: Report, path: Path) -> None:
        path.write_text(render(report), encoding="utf-8", newline="\n")

    return _write


FORMATS: dict[str, Format] = {
    ".json": text_format(render_json),
    ".md": text_format(render_markdown),
    ".html": text_format(render_html),
    ".jsonl": text_format(render_json_lines),
    ".csv": text_format(render_csv),
    ".db": write_database,
    ".parquet": write_parquet,
    ".jsonld": text_format(render_json_ld),
    ".graphml": write_graphml,
}
WITHOUT_TEXTS: dict[str, Format] = {
    ".html": text_format(partial(render_html, texts=False)),
    ".db": partial(write_database, texts=False),
}
"""The formats that hold whole articles, as they are written without them; the others hold none."""
RATED = ".jsonld"
"""The one format that has words for a person's rating."""


def write(report: Report, path: str | Path, *, texts: bool = True, ratings: Iterable[Rating] = ()) -> None:
    """Write the report in the format that the path's suffix names; the folders above it are made.

    Without `texts` the articles' texts are left out where the format has them (`.html`, `.db`); what is quoted stays.
    `ratings` are a reviewer's, and stand in a `.jsonld` as ClaimReview; see `load_ratings`.

    Raises OutputError for a suffix that names no format, for `ratings` where the format has no words for them and for a
    place that cannot be written, InvalidRatings for a rating of a claim that the report does not have. An older file at
    `path` is replaced only once the new one is complete.
    """
    target = Path(path)
    format_ = _choose(target, texts, tuple(ratings))
    with whole_file(target) as draft:
        format_(report, draft)


def _choose(target: Path, texts: bool, ratings: tuple[Rating, ...]) -> Format:
    suffix = target.suffix.lower()
    if ratings and suffix == RATED:
        return text_format(partial(render_json_ld, ratings=ratings))
    if ratings:
        raise OutputError(f"no ratings can be written to {target.name}", hint=f"{RATED} holds them")
    format_ = (FORMATS if texts else FORMATS | WITHOUT_TEXTS).get(suffix)
    if format_ is None:
        known = ", ".join(FORMATS)
        raise OutputError(f"not a format claimx writes: {target.suffix or target.name!r}", hint=f"it writes {known}")
    return format_
