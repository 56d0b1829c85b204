"""Asking a lake: by SQL or by name, in three forms."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import reports
from claimx import InvalidQuery, write
from claimx.cli import app
from claimx.lake import add, connect, named_queries, query


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lake")
    add(folder, [reports.REPORT])
    return folder


def claimx(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["lake", *map(str, arguments)])


@pytest.mark.parametrize("name", [one.name for one in named_queries()])
def test_a_named_query_runs_over_any_lake_and_says_what_it_answers(lake: Path, name: str) -> None:
    answer = query(lake, name)
    assert len(answer.columns) > 2
    (described,) = [one.description for one in named_queries() if one.name == name]
    assert described.endswith(".")


def test_a_name_that_is_none_leads_to_those_that_are(lake: Path) -> None:
    with pytest.raises(InvalidQuery, match="claimx lake queries"):
        query(lake, "denied-this-year")


def test_sql_that_is_none_is_told_in_one_line(lake: Path) -> None:
    result = claimx("query", lake, "SELECT nothing FROM claims")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert 'Referenced column "nothing"' in result.stderr


def test_a_variable_is_given_by_name(lake: Path) -> None:
    sql = "SELECT getvariable('least') AS least, getvariable('other') AS other"
    assert query(lake, sql, {"least": "3"}).rows == ({"least": "3", "other": None},)
    assert claimx("query", lake, sql, "--set", "least").exit_code == 2


def test_an_answer_is_a_table_csv_or_lines_of_json(lake: Path) -> None:
    sql = "SELECT id, salience, text, parent_id FROM claims ORDER BY salience DESC LIMIT 1"
    claim = reports.REPORT.claims[0]
    assert claim.id in claimx("query", lake, sql).stdout
    (line,) = claimx("query", lake, sql, "--format", "jsonl").stdout.splitlines()
    assert json.loads(line) == {"id": claim.id, "salience": claim.salience, "text": claim.text, "parent_id": None}
    header, row = csv.reader(claimx("query", lake, sql, "--format", "csv").stdout.splitlines())
    assert (header, row[2:]) == (["id", "salience", "text", "parent_id"], [claim.text, ""])


def test_nothing_that_an_article_writes_is_a_formula_or_steers_the_terminal(lake: Path) -> None:
    hostile = "SELECT '=1+1' AS a, '\x1b[31m' AS b"
    assert claimx("query", lake, hostile, "--format", "csv").stdout.splitlines()[1].startswith("'=1+1")
    assert "\x1b" not in claimx("query", lake, hostile).stdout


def test_a_query_can_change_nothing_in_the_lake(lake: Path) -> None:
    with pytest.raises(InvalidQuery, match="read-only"):
        query(lake, "DROP VIEW claims")


def test_duckdb_itself_can_be_had(lake: Path) -> None:
    with connect(lake) as database:
        assert database.execute("SELECT count(*) FROM reports").fetchall() == [(1,)]


def test_files_are_added_and_one_that_cannot_be_read_is_named_while_the_rest_goes_on(tmp_path: Path) -> None:
    write(reports.REPORT, tmp_path / "report.json")
    (tmp_path / "other.json").write_text("{}")
    result = claimx("add", tmp_path / "lake", tmp_path / "other.json", tmp_path / "report.json")
    assert result.exit_code == 1
    assert result.stdout.endswith("added 1 reports and 0 extractions, 0 were there already\n")
    assert "other.json is no claimx-report/1" in result.stderr


def test_check_names_what_cannot_serve_and_puts_it_away_if_asked(tmp_path: Path) -> None:
    add(tmp_path, [reports.REPORT])
    assert claimx("check", tmp_path).stdout == "all files can be read\n"
    (file,) = (tmp_path / "claims").rglob("2*.parquet")
    file.write_bytes(b"")
    result = claimx("check", tmp_path)
    assert (result.exit_code, result.stdout.split(": ")[:2]) == (1, ["damaged", str(file)])
    assert claimx("check", tmp_path, "--repair").exit_code == 0
    assert claimx("check", tmp_path).exit_code == 0


def test_the_sql_of_a_named_query_can_be_read() -> None:
    assert claimx("queries", "contested").stdout == next(q.sql for q in named_queries() if q.name == "contested")
    assert claimx("queries").stdout.count("\n") > len(named_queries())
