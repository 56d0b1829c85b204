"""Reports and extractions → frames, a table each. The tables are those of the other writers, with two columns more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from claimx.models import Article, Extraction, Provenance, Report, Usage, latest_day
from claimx.writers.database import report_tables, table_columns
from claimx.writers.document import to_document
from claimx.writers.frames import require_package, to_polars

if TYPE_CHECKING:
    import polars

STANCES = "stances"
"""The table of `writers.stance_table`: for most questions it is enough by itself."""
KEPT = (
    *("articles", "sources", "claims", "appearances", "quantities", "variants", "variant_values"),
    *("relations", "origin_links", "failures"),
)
"""The tables of `writers.database` that hold what `stances` does not; articles come without their texts."""
EXTRACTIONS = "extractions"
TABLES = (STANCES, *KEPT, EXTRACTIONS)
_EXTRACTION_COLUMNS = dict.fromkeys(
    ("article_id", "sha256", "publisher", "headline", "url", "published_at", "language", "extraction"), "TEXT"
)
_CONTENTS_COLUMNS = {
    "part": "TEXT",
    "added_at": "MOMENT",
    "kind": "TEXT",
    "name": "TEXT",
    "record": "TEXT",
    "day": "DAY",
    "articles": "INTEGER",
    "claims": "INTEGER",
    "model": "TEXT",
    **dict.fromkeys(Usage.model_fields, "INTEGER"),
}
_MOMENTS = frozenset({"published_at", "time_start", "time_end"})
"""Text in SQLite, which has no type for them."""


@dataclass(frozen=True)
class Record:
    """A report or an extraction as the lake keeps it.

    `name` is the story of a report, or the article of an extraction: the last record of a name is the one that counts.
    `digest` tells whether it is the same. `day` is that of the latest article, None where none has a date.
    """

    kind: str
    name: str
    digest: str
    day: date | None
    provenance: Provenance
    usage: Usage
    articles: int
    claims: int
    frames: Mapping[str, polars.DataFrame] = field(compare=False, repr=False)

    def facts(self) -> dict[str, Any]:
        """What `contents` says of it, beside the part and the moment."""
        return {
            "kind": self.kind,
            "name": self.name,
            "record": self.digest,
            "day": self.day,
            "articles": self.articles,
            "claims": self.claims,
            "model": self.provenance.model,
            **self.usage.model_dump(),
        }


def report_record(report: Report, story: str | None = None) -> Record:
    """The report under the name of its story, or else of its earliest article."""
    frames = {STANCES: to_polars(report)}
    for table, rows in report_tables(report, texts=False):
        if table in KEPT:
            frames[table] = _frame(table_columns()[table], rows)
    return Record(
        kind="report",
        name=story or _story_of(report),
        digest=_digest(to_document(report).model_dump_json()),
        day=latest_day(report.articles),
        provenance=report.provenance,
        usage=report.usage,
        articles=len(report.articles),
        claims=len(report.claims),
        frames=frames,
    )


def extraction_record(extraction: Extraction) -> Record:
    """The extraction under the name of its article; the row holds it whole, as JSON."""
    article = extraction.article
    line = extraction.model_dump_json()
    moment = article.published_at.isoformat() if article.published_at else None
    row = (article.id, article.sha256, article.publisher, article.headline, article.url, moment, article.language, line)
    return Record(
        kind="extraction",
        name=_key(article),
        digest=_digest(line),
        day=latest_day((article,)),
        provenance=extraction.provenance,
        usage=extraction.usage,
        articles=1,
        claims=len(extraction.claims),
        frames={EXTRACTIONS: _frame(_EXTRACTION_COLUMNS, [row])},
    )


def empty_frames() -> dict[str, polars.DataFrame]:
    """Every table without a row, so that a new lake can be asked, and a table that stays empty."""
    nothing = Report(articles=(), claims=(), provenance=Provenance(claimx=""))
    frames = {table: _frame(table_columns()[table], ()) for table in KEPT}
    frames |= {STANCES: to_polars(nothing), EXTRACTIONS: _frame(_EXTRACTION_COLUMNS, ())}
    return {table: keyed(frame, "", "") for table, frame in frames.items()}


def keyed(frame: polars.DataFrame, part: str, record: str) -> polars.DataFrame:
    """The frame, and before its own columns the part it is committed with and the record it is of."""
    pl = require_package("polars", "lake")
    rows: polars.DataFrame = frame.select(pl.lit(part).alias("part"), pl.lit(record).alias("record"), pl.all())
    return rows


def contents_frame(facts: Iterable[Mapping[str, Any]]) -> polars.DataFrame:
    """A row for each record that a part holds."""
    return _frame(_CONTENTS_COLUMNS, [tuple(one[name] for name in _CONTENTS_COLUMNS) for one in facts])


def _frame(columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> polars.DataFrame:
    pl = require_package("polars", "lake")
    types = {"TEXT": pl.String, "INTEGER": pl.Int64, "REAL": pl.Float64, "DAY": pl.Date}
    moment = pl.Datetime("us", "UTC")
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    series = [
        pl.Series(name, list(map(_to_moment, values)), moment)
        if name in _MOMENTS or kind == "MOMENT"
        else pl.Series(name, values, types[kind], strict=False)  # SQLite's integers are also truths
        for (name, kind), values in zip(columns.items(), cells, strict=True)
    ]
    frame: polars.DataFrame = pl.DataFrame(series)
    return frame


def _to_moment(value: Any) -> datetime | None:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _story_of(report: Report) -> str:
    """Its earliest article, whose text tells it from another of the same id."""
    dated = [(_to_moment(one.published_at) or datetime.max.replace(tzinfo=UTC), one.id, one) for one in report.articles]
    return _key(min(dated, key=lambda one: one[:2])[2]) if dated else "(no article)"


def _key(article: Article) -> str:
    return f"{article.id}-{article.sha256[:8]}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
