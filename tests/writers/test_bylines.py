"""Who wrote an article, in every format that tells of articles; and no trace of it where nobody is named."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from rich.console import Console

import claimx
from claimx.models import Article
from claimx.pipeline import load_report
from claimx.writers.html import render_html
from claimx.writers.linked_data import render_json_ld
from claimx.writers.report_json import render_json
from claimx.writers.spreadsheet import render_csv
from claimx.writers.terminal import ClaimPrinter, print_article
from reports import REPORT, WIRE

BYLINE = "By Jana Weiss"
SIGNED = WIRE.model_copy(update={"byline": BYLINE})
NAMED = REPORT.model_copy(update={"articles": (REPORT.articles[0], SIGNED)})


def test_an_article_without_one_is_written_as_it_always_was() -> None:
    assert "byline" not in render_json(REPORT)
    assert "byline" not in WIRE.model_dump_json()
    assert Article.model_validate_json(SIGNED.model_dump_json()) == SIGNED


def test_it_comes_back_from_json(tmp_path: Path) -> None:
    claimx.write(NAMED, tmp_path / "r.json")
    assert [one.byline for one in load_report(tmp_path / "r.json", without_text=True).articles] == [None, BYLINE]


def test_it_stands_in_the_table_of_stances() -> None:
    rows = csv.DictReader(io.StringIO(render_csv(NAMED).removeprefix("\ufeff")))
    assert {(row["article_id"], row["byline"]) for row in rows} == {("wire", BYLINE), ("ledger", "")}


def test_it_stands_in_the_database(tmp_path: Path) -> None:
    claimx.write(NAMED, tmp_path / "r.db")
    with closing(sqlite3.connect(tmp_path / "r.db")) as database:
        found = database.execute("SELECT id, byline FROM articles").fetchall()
    assert sorted(found) == [("ledger", None), ("wire", BYLINE)]


def test_it_is_the_author_of_schema_org() -> None:
    nodes = json.loads(render_json_ld(NAMED))["@graph"]
    articles = {node["identifier"]: node for node in nodes if "NewsArticle" in node["@type"]}
    assert articles["wire"]["author"] == BYLINE
    assert "author" not in articles["ledger"]


def test_it_stands_with_its_article_in_the_page() -> None:
    assert f'"byline":"{BYLINE}"' in render_html(NAMED)


def test_it_is_told_with_the_article_in_the_terminal() -> None:
    console = Console(file=io.StringIO(), width=200)
    print_article(SIGNED, ClaimPrinter(NAMED, console))
    assert f"Harbor Wire · {BYLINE} · 2022-03-14" in console.file.getvalue()  # type: ignore[attr-defined]
