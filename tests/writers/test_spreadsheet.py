"""The .csv: a row a stance, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import claimx
from claimx.models import Report
from claimx.writers.spreadsheet import render_csv
from claimx.writers.stance_table import COLUMNS, stance_rows
from reports import LEDGER, REPORT


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _with_headline(headline: str) -> Report:
    articles = [article.model_copy(update={"headline": headline}) for article in REPORT.articles]
    return REPORT.model_copy(update={"articles": tuple(articles)})


def test_each_stance_is_a_row_with_its_publisher_address_quote_and_offsets(tmp_path: Path, story: Report) -> None:
    claimx.write(story, tmp_path / "r.csv")
    rows = _read(tmp_path / "r.csv")
    texts = {article.id: article for article in story.articles}
    assert len(rows) == sum(len(one.stances) for claim in story.claims for one in claim.appearances)
    for row in rows:
        article = texts[row["article_id"]]
        quote = article.text[int(row["start"]) : int(row["end"])]
        assert (row["quote"].removeprefix("'"), row["publisher"], row["url"]) == (
            quote,
            article.publisher,
            article.url or "",
        )


def test_a_row_names_the_holder_across_articles_and_as_given_and_who_relayed_it(tmp_path: Path) -> None:
    claimx.write(REPORT, tmp_path / "r.csv")
    asked, denied, dead, _ = _read(tmp_path / "r.csv")
    assert (asked["holder"], asked["holder_named"], asked["via"], asked["cue"]) == (
        "two officials",
        "false",
        "Peskov",
        "two officials said",
    )
    assert (denied["label"], denied["holder"], denied["holder_as_given"]) == ("deny", "Dmitry Peskov", "Peskov")
    assert (dead["holder"], dead["holder_id"]) == ("Harbor Wire", "")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\n=1", "＝1", '=cmd|" /C calc"!A0', '=HYPERLINK("https://x")'],
)
def test_no_cell_can_be_a_formula(text: str) -> None:
    rows = list(csv.DictReader(render_csv(_with_headline(text)).removeprefix("\ufeff").splitlines(keepends=True)))
    assert {row["headline"] for row in rows} == {f"'{text}"}


def test_programs_may_have_the_cells_as_they_are() -> None:
    text = render_csv(_with_headline("=1+1"), formula_safe=False)
    assert "\r\n" in text
    assert "'=" not in text


def test_quotes_line_ends_and_commas_come_back(tmp_path: Path) -> None:
    claimx.write(REPORT, tmp_path / "r.csv")
    last = _read(tmp_path / "r.csv")[-1]
    assert last["quote"] == LEDGER.text[int(last["start"]) : int(last["end"])]
    assert "\n" in last["quote"]


def test_the_columns_are_the_fields_of_a_row() -> None:
    assert render_csv(REPORT).removeprefix("\ufeff").startswith(",".join(COLUMNS))
    assert len(list(stance_rows(REPORT))) == 4
