"""A report as a SQLite database, laid out to be opened in Datasette; the tables are told in database_schema.sql."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import cache
from importlib.resources import files
from itertools import count
from pathlib import Path

from claimx.errors import OutputError
from claimx.models import Claim, MergedClaim, Report, Span, Stance
from claimx.writers.extra_values import to_cell
from claimx.writers.full_text import to_searchable
from claimx.writers.resolution import SourceIndex

Row = tuple[object, ...]
_SCHEMA = files("claimx.writers").joinpath("database_schema.sql")
_FULL_TEXT = {"claims": ("text",), "articles": ("headline", "text"), "quotes": ("exact",)}


def write_database(report: Report, path: Path, *, texts: bool = True) -> None:
    """Write the report to a database at `path`, where none is. Raises OutputError where SQLite cannot.

    Without `texts` the articles' texts are empty, and so is what was left of them unread; what is quoted stays.
    """
    tables = report_tables(report, texts=texts)
    try:
        with closing(sqlite3.connect(path)) as database:
            # The file is a draft until it is whole: a journal beside it would protect nothing.
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.executescript(_SCHEMA.read_text(encoding="utf-8"))
            for table, rows in tables:
                for row in rows:
                    marks = ", ".join("?" * len(row))
                    database.execute(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608 - our own table names
            _index_words(database)
            database.execute("PRAGMA user_version = 1")
            database.commit()
    except sqlite3.Error as error:
        raise OutputError(f"cannot write the database: {error}") from error


def report_tables(report: Report, *, texts: bool = True) -> Iterator[tuple[str, Iterable[Row]]]:
    """Each table with its rows, in the order of `table_columns`; a table that others point to comes before them."""
    return _Tables(report, texts).fill()


@cache
def table_columns() -> dict[str, dict[str, str]]:
    """For each table of the schema its columns, with the types that the schema gives them."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(_SCHEMA.read_text(encoding="utf-8"))
        columns = database.execute(
            "SELECT tables.name, columns.name, columns.type FROM pragma_table_list AS tables "
            "JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table' "
            "ORDER BY tables.name, columns.cid"
        )
        types: dict[str, dict[str, str]] = {}
        for table, column, type_ in columns:
            types.setdefault(table, {})[column] = type_
    return types


def _index_words(database: sqlite3.Connection) -> None:
    database.create_function("searchable", 1, to_searchable, deterministic=True)
    for table, columns in _FULL_TEXT.items():
        words = ", ".join(f"searchable({column})" for column in columns)
        database.execute(
            f"INSERT INTO {table}_fts (rowid, {', '.join(columns)}) SELECT rowid, {words} FROM {table}"  # noqa: S608 - our own names
        )


class _Tables:
    """Turns a report into rows, table by table, in the order of their columns."""

    def __init__(self, report: Report, texts: bool) -> None:
        self._report = report
        self._texts = texts
        self._index = SourceIndex(report)
        self._stances: list[Row] = []
        self._quotes: list[Row] = []
        self._relays: list[Row] = []
        numbers = count(1)
        for claim in report.claims:
            for appearance in claim.appearances:
                for stance in appearance.stances:
                    self._add_stance(next(numbers), appearance, stance)

    def fill(self) -> Iterator[tuple[str, Iterable[Row]]]:
        """Each table with its rows, those that others point to first."""
        report = self._report
        yield "about", self._about()
        yield "origins", [(origin.id,) for origin in report.origins]
        yield "articles", self._articles()
        yield (
            "origin_links",
            [(origin.id, link.kind, link.a, link.b, link.evidence) for origin in report.origins for link in origin.why],
        )
        yield "sources", self._sources()
        yield (
            "claims",
            [
                (claim.id, claim.text, claim.status, claim.salience, claim.parent, claim.first_appearance)
                for claim in report.claims
            ],
        )
        yield "appearances", (row for claim in report.claims for row in _appearances(claim))
        yield "stances", self._stances
        yield "relays", self._relays
        yield "quotes", self._quotes
        yield "quantities", (row for claim in report.claims for row in _quantities(claim))
        yield "extra", (row for claim in report.claims for row in _extra(claim))
        yield from self._variants()
        yield (
            "merges",
            [
                (claim.id, merge.a, merge.b, merge.method, merge.score, merge.why)
                for claim in report.claims
                for merge in claim.merges
            ],
        )
        yield "relations", [(relation.a, relation.b, relation.kind, relation.why) for relation in report.relations]
        yield "left_out", self._left_out()
        yield "failures", [(failure.article, failure.reason, failure.retryable) for failure in report.failures]

    def _about(self) -> Iterator[Row]:
        yield "format", "claimx-report/1 as a database"
        for name, value in self._report.provenance.model_dump(mode="json").items():
            yield name, value if isinstance(value, str | None) else json.dumps(value)
        for name, value in self._report.usage.model_dump(mode="json").items():
            yield name, str(value)
        yield "overrides", self._report.overrides.model_dump_json()

    def _articles(self) -> Iterator[Row]:
        origins = {article_id: origin.id for origin in self._report.origins for article_id in origin.articles}
        for article in self._report.articles:
            published = article.published_at.isoformat() if article.published_at else None
            yield (
                article.id,
                article.publisher,
                article.headline,
                article.byline,
                article.url,
                published,
                article.language,
                article.path,
                article.sha256,
                origins.get(article.id),
                article.text if self._texts else "",
            )

    def _sources(self) -> Iterator[Row]:
        for source in (*self._report.sources, *self._index.unlisted):
            if source.id is not None:
                aliases = json.dumps(source.aliases, ensure_ascii=False)
                yield source.id, source.name, source.kind, source.role, source.affiliation, source.named, aliases

    def _add_stance(self, number: int, appearance: Claim, stance: Stance) -> None:
        attribution, holder = stance.attribution, stance.holder
        self._stances.append(
            (
                number,
                appearance.id,
                stance.label,
                stance.certainty,
                self._index.id_of(holder) if holder else None,
                holder.name if holder else None,
                attribution.mode if attribution else None,
                *_place(attribution.cue if attribution else None),
                *_place(stance.hedge),
                *_place(attribution.content if attribution else None),
                attribution.said_at if attribution else None,
            )
        )
        for place, source in enumerate(attribution.via if attribution else ()):
            self._relays.append((number, place, self._index.id_of(source)))
        for span in stance.evidence:
            quote = (appearance.article_id, span.start, span.end, span.exact, span.alignment)
            self._quotes.append((None, number, *quote))

    def _variants(self) -> Iterator[tuple[str, Iterable[Row]]]:
        variants: list[Row] = []
        values: list[Row] = []
        for claim in self._report.claims:
            for variant in claim.variants:
                number = len(variants) + 1
                variants.append((number, claim.id, variant.kind, variant.compatible, variant.why))
                values += [(number, held, value.value) for value in variant.values for held in value.appearances]
        yield "variants", variants
        yield "variant_values", values

    def _left_out(self) -> Iterator[Row]:
        report = self._report
        for article_id, rejections in report.rejected.items():
            for rejection in rejections:
                yield article_id, "rejected", rejection.reason, rejection.text, None, None
        for kind, spans in (("unread", report.unread), ("furniture", report.furniture)):
            for article_id, stretches in spans.items():
                for span in stretches:
                    yield article_id, kind, None, span.exact if self._texts else "", span.start, span.end


def _place(span: Span | None) -> Row:
    return (span.exact, span.start, span.end) if span else (None, None, None)


def _appearances(claim: MergedClaim) -> Iterator[Row]:
    for appearance in claim.appearances:
        time = appearance.time
        when: Row = (None,) * 5
        if time is not None:
            start, end = (moment.isoformat() if moment else None for moment in (time.start, time.end))
            when = (time.text, start, end, time.span.start, time.span.end)
        yield appearance.id, claim.id, appearance.article_id, appearance.text, appearance.kind, *when


def _extra(claim: MergedClaim) -> Iterator[Row]:
    for appearance in claim.appearances:
        for name, value in appearance.extra.items():
            held = json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else to_cell(value)
            yield appearance.id, name, held


def _quantities(claim: MergedClaim) -> Iterator[Row]:
    for appearance in claim.appearances:
        for one in appearance.quantities:
            words = (one.span.start, one.span.end, one.span.exact)
            yield appearance.id, one.value, one.low, one.high, one.unit, one.of, *words
