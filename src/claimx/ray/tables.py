"""What stands in the sink: four tables, each a frame a story, and the day under which its rows lie.

    reports      a row a story: its counts, and the whole report as `report.json` has it
    stances      a row a stance, as `to_polars` gives them
    extractions  a row an article: its details, and the extraction as `claimx extract` writes it
    failures     a row for each article, input or question that gave nothing, and why

Each has the `story` first. `day` is that of the story's latest article, in UTC; null where none has a date.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from typing import TypeAlias

import polars as pl
import pyarrow as pa

from claimx.models import Extraction, Failure, Report, latest_day
from claimx.ray.rows import Entry
from claimx.writers.frames import to_polars
from claimx.writers.report_json import render_json

Frames: TypeAlias = Mapping[str, pl.DataFrame]
"""By table."""
_Columns: TypeAlias = "dict[str, type[pl.DataType] | pl.DataType]"

TABLES = ("reports", "stances", "extractions", "failures")
DAY = "day"

_REPORTS: _Columns = {
    "story": pl.String,
    "articles": pl.Int64,
    "claims": pl.Int64,
    "origins": pl.Int64,
    "failures": pl.Int64,
    "model": pl.String,
    "prompt_tokens": pl.Int64,
    "completion_tokens": pl.Int64,
    "report": pl.String,
}
_EXTRACTIONS: _Columns = {
    "story": pl.String,
    "article_id": pl.String,
    "publisher": pl.String,
    "headline": pl.String,
    "url": pl.String,
    "published_at": pl.Datetime("us", "UTC"),
    "language": pl.String,
    "claims": pl.Int64,
    "extraction": pl.String,
}
_FAILURES: _Columns = {
    "story": pl.String,
    "article_id": pl.String,
    "reason": pl.String,
    "retryable": pl.Boolean,
    "skipped": pl.Boolean,
}


def frames_of(story: str, entries: Sequence[Entry], report: Report | None, failures: Sequence[Failure]) -> Frames:
    """The rows of one story, of one day."""
    extractions = [entry.extraction for entry in entries if entry.extraction is not None]
    frames = {
        "extractions": pl.DataFrame([_extraction_row(story, one) for one in extractions], _EXTRACTIONS, orient="row"),
        "failures": pl.DataFrame([_failure_row(story, one) for one in failures], _FAILURES, orient="row"),
    }
    if report is not None:
        stances = to_polars(report)
        frames["reports"] = pl.DataFrame([_report_row(story, report)], _REPORTS, orient="row")
        frames["stances"] = stances.select(pl.lit(story).alias("story"), pl.all())
    day = latest_day(article for entry in entries if (article := entry.its_article) is not None)
    return {table: frame.with_columns(pl.lit(day, pl.Date).alias(DAY)) for table, frame in frames.items()}


def to_blobs(stories: Iterable[Frames]) -> pa.Table:
    """A row a story, and a column a table with its frame as bytes: what they cost on the way is their size alone."""
    rows = [{table: _pack(frames[table]) if table in frames else None for table in TABLES} for frames in stories]
    return pa.Table.from_pylist(rows, schema=pa.schema({table: pa.large_binary() for table in TABLES}))


def from_blobs(rows: pa.Table) -> Frames:
    """All stories' rows, table by table; a field of one's own that only some have is null for the others."""
    packed = {table: [blob for blob in rows[table].to_pylist() if blob is not None] for table in TABLES}
    return {
        table: pl.concat([pl.read_ipc(io.BytesIO(blob)) for blob in blobs], how="diagonal_relaxed")
        for table, blobs in packed.items()
        if blobs
    }


def _pack(frame: pl.DataFrame) -> bytes:
    content = io.BytesIO()
    frame.write_ipc(content)
    return content.getvalue()


def _report_row(story: str, report: Report) -> tuple[object, ...]:
    usage = report.usage
    counts = (len(report.articles), len(report.claims), len(report.origins), len(report.failures))
    model = report.provenance.model
    return (story, *counts, model, usage.prompt_tokens, usage.completion_tokens, render_json(report))


def _extraction_row(story: str, extraction: Extraction) -> tuple[object, ...]:
    article = extraction.article
    moment = article.published_at
    when = moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
    details = (article.id, article.publisher, article.headline, article.url, when, article.language)
    return (story, *details, len(extraction.claims), extraction.model_dump_json())


def _failure_row(story: str, failure: Failure) -> tuple[object, ...]:
    return (story or None, failure.article, failure.reason, failure.retryable, failure.skipped)
