"""The .db: a report that SQLite holds to its keys, searches, and that Datasette shows."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import claimx
from claimx.errors import OutputError
from claimx.models import Report
from claimx.review import reach
from claimx.writers import to_document
from claimx.writers.full_text import to_searchable
from reports import DEAD, HOSTILE, REPORT


@pytest.fixture(scope="module")
def path(story: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("db") / "report.db"
    claimx.write(story, path)
    return path


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        yield database


def test_every_foreign_key_leads_somewhere(db: sqlite3.Connection) -> None:
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_every_offset_gives_its_quote_in_sql_too(db: sqlite3.Connection) -> None:
    wrong = (
        "SELECT count(*) FROM quotes JOIN articles ON articles.id = article_id "
        'WHERE substr(articles.text, start + 1, "end" - start) <> exact'
    )
    assert db.execute(wrong).fetchone() == (0,)


def test_nothing_of_the_claims_is_missing(db: sqlite3.Connection, story: Report) -> None:
    appearances = [one for claim in story.claims for one in claim.appearances]
    stances = [stance for one in appearances for stance in one.stances]
    wanted = {
        "articles": len(story.articles),
        "sources": len(story.sources),
        "claims": len(story.claims),
        "appearances": len(appearances),
        "stances": len(stances),
        "relays": sum(len(stance.attribution.via) for stance in stances if stance.attribution),
        "quotes": sum(len(stance.evidence) for stance in stances),
        "quantities": sum(len(one.quantities) for one in appearances),
        "variants": sum(len(claim.variants) for claim in story.claims),
        "merges": sum(len(claim.merges) for claim in story.claims),
        "relations": len(story.relations),
        "origins": len(story.origins),
    }
    assert wanted["relays"] > 0
    assert {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in wanted} == wanted


def test_every_word_of_the_document_stands_in_some_cell(db: sqlite3.Connection, story: Report) -> None:
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    own = [name for name in tables if "_fts" not in name]
    cells = {str(cell) for table in own for row in db.execute(f"SELECT * FROM {table}") for cell in row}
    told = " ".join(cells)
    document = to_document(story).model_dump(
        exclude={"format": True, "provenance": True, "articles": {"__all__": {"state"}}}
    )
    missing = {leaf for leaf in _leaves(document) if leaf not in cells and leaf not in told}
    assert missing == set()


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _leaves(one)
    elif isinstance(value, datetime):
        yield value.isoformat()
    elif isinstance(value, str):
        yield value


def test_the_view_counts_as_the_library_does(db: sqlite3.Connection, story: Report) -> None:
    columns = "publishers, origins, named_sources, unnamed_sources"
    for claim in story.claims:
        counted = db.execute(f"SELECT {columns} FROM claims_at_a_glance WHERE id = ?", [claim.id]).fetchone()
        assert counted == tuple(reach(claim, story).model_dump().values())


def test_claims_articles_and_quotes_can_be_searched(db: sqlite3.Connection) -> None:
    for table, word in (("claims", "drones"), ("articles", "Beijing"), ("quotes", "officials")):
        found = f"SELECT count(*) FROM {table} WHERE rowid IN (SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ?)"
        assert db.execute(found, [word]).fetchone()[0] > 0


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], set[str]]]:
    """What of the claims a search finds, by id."""
    told = {
        "zh": "中国外交部发言人周一否认制裁，称5G网络不受影响。",
        "ja": "外務省はドローンの供与を否定した。",
        "en": "The UN condemned the sanctions against Tarsa's ferries.",
        "de": "Das Außenministerium bestätigte die Prüfung.",
    }
    claims = [
        DEAD.model_copy(
            update={
                "id": id,
                "text": text,
                "parent": None,
                "appearances": (DEAD.appearances[0].model_copy(update={"id": id}),),
            }
        )
        for id, text in told.items()
    ]
    path = tmp_path_factory.mktemp("search") / "r.db"
    claimx.write(REPORT.model_copy(update={"claims": tuple(claims)}), path)
    found = "SELECT id FROM claims WHERE rowid IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH ?)"
    with closing(sqlite3.connect(path)) as database:
        yield lambda words: {id for (id,) in database.execute(found, [f'"{words}"'])}  # quoted, as Datasette does it


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("制裁", {"zh"}),
        ("华", set()),
        ("外交部发言人", {"zh"}),
        ("5G网络", {"zh"}),
        ("5g", {"zh"}),
        ("外", {"zh", "ja"}),
        ("ドローン", {"ja"}),
        ("sanction", {"en"}),
        ("ferry", {"en"}),
        ("UN", {"en"}),
        ("un condemns", {"en"}),
        ("Prufung", {"de"}),
    ],
)
def test_words_are_found_in_chinese_too_and_in_english_in_any_form(
    searched: Callable[[str], set[str]], words: str, found: set[str]
) -> None:
    assert searched(words) == found


@given(st.text(alphabet="制裁中国 ab，5é", max_size=12))
def test_every_stretch_of_chinese_is_a_word_of_its_own(text: str) -> None:
    words = set((to_searchable(text) or "").split())
    runs = [run for run in re.findall(r"\w+", text) if re.search("[一-鿿]", run)]
    for run in runs:
        assert {run[at : at + 2] for at in range(len(run) - 1)} <= words
    assert (to_searchable(text) or "").startswith(text)


def test_who_says_what_reads_alone(db: sqlite3.Connection) -> None:
    denied = db.execute("SELECT claim, holder, quote, publisher FROM who_says_what WHERE label = 'deny'").fetchall()
    assert denied
    assert all(all(row) for row in denied)


def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    articles = [
        article.model_copy(update={"headline": "'); DROP TABLE claims; --", "publisher": HOSTILE})
        for article in REPORT.articles
    ]
    claimx.write(REPORT.model_copy(update={"articles": tuple(articles)}), tmp_path / "r.db")
    with closing(sqlite3.connect(tmp_path / "r.db")) as database:
        assert database.execute("SELECT count(*) FROM claims").fetchone() == (3,)
        assert database.execute("SELECT DISTINCT publisher FROM articles").fetchall() == [(HOSTILE,)]


def test_a_report_that_sqlite_cannot_hold_is_an_error_and_leaves_the_older_file(tmp_path: Path) -> None:
    (tmp_path / "r.db").write_text("older")
    twice = REPORT.model_copy(update={"articles": (REPORT.articles[0], *REPORT.articles)})
    with pytest.raises(OutputError, match=r"cannot write the database: UNIQUE constraint failed: articles\.id"):
        claimx.write(twice, tmp_path / "r.db")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"r.db": "older"}


def test_datasette_shows_the_tables_the_views_and_the_search(path: Path) -> None:
    pytest.importorskip("datasette")
    from datasette.app import Datasette

    async def look() -> tuple[Any, Any, Any]:
        datasette = Datasette(files=[str(path)], immutables=[])
        await datasette.invoke_startup()
        tables = await datasette.client.get("/report.json")
        search = await datasette.client.get("/report/claims.json?_search=drones&_shape=objects&_labels=on")
        page = await datasette.client.get("/report/claims_at_a_glance")
        return tables.json(), search.json(), page

    tables, search, page = asyncio.run(look())
    assert {table["name"]: table["fts_table"] for table in tables["tables"]}["claims"] == "claims_fts"
    assert {view["name"] for view in tables["views"]} == {
        "claims_at_a_glance",
        "claims_by_extra",
        "copies",
        "disputed_claims",
        "who_says_what",
    }
    assert search["filtered_table_rows_count"] > 0
    assert page.status_code == 200
