"""Fields of somebody's own in every format: there, typed, harmless, and nowhere where there are none."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

import claimx
from claimx.models import Plain, Report
from claimx.writers import FORMATS, from_document, to_document
from claimx.writers.database import write_database
from claimx.writers.entries import ReportDocument
from claimx.writers.html import render_html
from claimx.writers.json_lines import parse_json_lines, render_json_lines
from claimx.writers.linked_data import render_json_ld
from claimx.writers.markdown import render_markdown
from claimx.writers.report_json import render_json
from claimx.writers.spreadsheet import render_csv
from claimx.writers.stance_table import COLUMNS
from claimx.writers.terminal.claim import ClaimPrinter
from own_fields import VALUES, report_with
from reports import HOSTILE, REPORT

REPORT_WITH = report_with(VALUES)
PLAIN: st.SearchStrategy[Plain] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()
)


def rows_of(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render_csv(report).removeprefix("\ufeff"))))


def column(report: Report, name: str) -> tuple[object, list[object]]:
    found = claimx.to_polars(report)[name]
    return found.dtype, found.to_list()


@settings(max_examples=30)
@given(st.dictionaries(st.text(), st.one_of(PLAIN, st.lists(PLAIN).map(tuple)), min_size=1))
def test_whatever_is_plain_comes_back_from_the_file_in_its_order(values: dict[str, Any]) -> None:
    report = report_with(values)
    document = ReportDocument.model_validate_json(render_json(report))
    (read, *_) = from_document(document, {one.id: one for one in report.articles}).claims[0].appearances
    assert read == report.claims[0].appearances[0]
    assert list(read.extra) == list(values)


def test_lines_hold_what_the_document_holds() -> None:
    assert parse_json_lines(render_json_lines(REPORT_WITH).splitlines()) == to_document(REPORT_WITH)


def test_a_document_with_extra_is_one_of_the_format() -> None:
    content = json.loads(render_json(REPORT_WITH))
    jsonschema.validate(content, claimx.report_schema())
    told = [one.get("extra") for claim in content["claims"] for one in claim["appearances"]]
    assert told == [VALUES, None, None, None]
    content["claims"][0]["appearances"][0]["extra"] = {"topic": {"deep": 1}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, claimx.report_schema())


def test_every_field_is_a_column_of_its_own_behind_ours() -> None:
    first, *others = rows_of(REPORT_WITH)
    assert list(first) == [*COLUMNS, *(f"extra.{name}" for name in VALUES)]
    assert [first[f"extra.{name}"] for name in VALUES] == ["trade", "", "Ostra; Lind", "0.5", "true"]
    assert {row["extra.topic"] for row in others} == {""}


@pytest.mark.parametrize("words", ["=1+1", "@SUM(A1)", "\t-2", "＝1"])
def test_no_value_can_be_a_formula(words: str) -> None:
    row = rows_of(report_with({"topic": words, "places": (words, words)}))[0]
    assert row["extra.topic"] == f"'{words}"
    assert row["extra.places"].startswith("'")


@pytest.mark.parametrize(
    ("values", "dtype", "first"),
    [
        ({"n": 3}, polars.Int64(), 3),
        ({"n": 0.5}, polars.Float64(), 0.5),
        ({"n": True}, polars.Boolean(), True),
        ({"n": "x"}, polars.String(), "x"),
        ({"n": None}, polars.String(), None),
        ({"n": ("a", 1, None)}, polars.String(), "a; 1; "),
        ({"n": 10**30}, polars.String(), "1" + "0" * 30),
    ],
)
def test_a_column_of_a_frame_has_the_type_of_its_values(values: dict[str, Any], dtype: object, first: object) -> None:
    found, cells = column(report_with(values), "extra.n")
    assert (found, cells) == (dtype, [first, None, None, None])
    frame = claimx.to_pandas(report_with(values))
    assert frame["extra.n"].isna().tolist() == [first is None, True, True, True]


def test_values_of_several_types_are_a_column_of_text_and_numbers_one_of_numbers() -> None:
    def mixed(other: Plain) -> Report:
        (claim, second, *others) = report_with({"n": 3}).claims
        changed = second.appearances[0].model_validate({**dict(second.appearances[0]), "extra": {"n": other}})
        return REPORT.model_copy(
            update={"claims": (claim, second.model_copy(update={"appearances": (changed,)}), *others)}
        )

    assert column(mixed("x"), "extra.n") == (polars.String(), ["3", None, "x", None])
    assert column(mixed(0.5), "extra.n") == (polars.Float64(), [3.0, None, 0.5, None])


def test_a_database_has_a_row_a_value_and_a_view_by_claim(tmp_path: Path) -> None:
    write_database(report_with({**VALUES, "large": 10**30}), tmp_path / "r.db")
    with closing(sqlite3.connect(tmp_path / "r.db")) as db:
        values = dict(db.execute("SELECT name, value FROM extra WHERE appearance_id = 'wire-1'"))
        seen = db.execute("SELECT claim, appearances FROM claims_by_extra WHERE name = 'topic'").fetchall()
        places = db.execute("SELECT json_extract(value, '$[1]') FROM extra WHERE name = 'places'").fetchone()
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert values == {**VALUES, "places": '["Ostra", "Lind"]', "certain": 1, "large": str(10**30)}
    assert (seen, places) == ([("Russia asked China for arms.", 1)], ("Lind",))


def test_linked_data_gives_each_value_as_a_property_and_leaves_out_what_is_nothing() -> None:
    nodes = json.loads(render_json_ld(REPORT_WITH))["@graph"]
    (given,) = [node["additionalProperty"] for node in nodes if "additionalProperty" in node]
    assert {one["name"]: one["value"] for one in given} == {k: v for k, v in VALUES.items() if v is not None}
    assert {one["@type"] for one in given} == {"PropertyValue"}


def test_markdown_names_publishers_where_the_articles_differ() -> None:
    alike = report_with({"topic": "war", "certain": False, "harm": None})
    assert "\n- topic: war\n- certain: no\n" in render_markdown(alike)
    assert "harm" not in render_markdown(alike)
    (claim, *others) = alike.claims
    second = claim.appearances[1].model_validate({**dict(claim.appearances[1]), "extra": {"topic": "law"}})
    differing = claim.model_copy(update={"appearances": (claim.appearances[0], second)})
    told = render_markdown(REPORT.model_copy(update={"claims": (differing, *others)}))
    assert "\n- topic: war (Harbor Wire) / law (Ledger \\| \\<b\\>Daily\\</b\\>)\n" in told


def test_hostile_words_stay_words_in_markdown() -> None:
    told = render_markdown(report_with({"topic": HOSTILE, f"{HOSTILE}name": "x"}))
    assert "<script>" not in told
    assert told.count("\n# ") == 0


def test_the_page_holds_name_and_value_as_data_and_only_where_there_are_any() -> None:
    page = render_html(report_with({"topic": f"</script>{HOSTILE}", "certain": True, "harm": None}))
    details = json.loads(page.partition('id="details">')[2].partition("</script>")[0])
    (first, second) = details[0]["appearances"]
    assert [name for name, _ in first["extra"]] == ["topic", "certain"]
    assert first["extra"][0][1].startswith("</script># Heading")
    assert first["extra"][1] == ["certain", "yes"]
    assert "extra" not in second
    assert "<script>alert(1)" not in page


def test_a_claim_in_the_terminal_tells_the_values_of_each_appearance() -> None:
    report = report_with({"topic": "war\x1b[31m", "places": ("Ostra", "Lind"), "harm": None})
    console = Console(record=True, width=200, file=io.StringIO())
    ClaimPrinter(report, console).print(report.claims[0])
    assert "topic: war<U+001B>[31m · places: Ostra; Lind" in console.export_text()


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_report_without_any_is_written_as_ever(suffix: str, tmp_path: Path) -> None:
    claimx.write(REPORT, tmp_path / f"r{suffix}")
    if suffix not in {".db", ".html"}:  # which tell in their schema and their script what there may be
        assert b"extra" not in (tmp_path / f"r{suffix}").read_bytes()
