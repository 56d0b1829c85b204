"""Each example runs from any folder, says what it promises, and leaves with 0."""

from __future__ import annotations

import csv
import io
import subprocess
from pathlib import Path

import pytest

from claimx import load_articles
from parrot import parrot
from warm import run_warm

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
STORY = ROOT / "fixtures" / "stories" / "aid-request"

pytestmark = pytest.mark.checkout


def run(name: str, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return run_warm(ROOT / "examples" / name, *arguments, cwd=cwd)


def output_of(name: str, *arguments: str | Path, cwd: Path) -> str:
    done = run(name, *arguments, cwd=cwd)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_fits_on_a_screen_and_says_what_it_shows(example: Path) -> None:
    text = example.read_text(encoding="utf-8")
    assert text.startswith('"""')
    assert len(text.splitlines()) <= 40


def test_disputed_claims_are_shown_from_both_sides(tmp_path: Path) -> None:
    claims = output_of("disputed_claims.py", cwd=tmp_path).strip().split("\n\n")
    assert claims
    for claim in claims:
        assert "\n  support " in claim
        assert "\n  deny " in claim
    assert any("Peskov: “" in claim and "Harbor Wire, characters " in claim for claim in claims)


def test_every_row_of_denials_quotes_its_article_and_starts_no_formula(tmp_path: Path) -> None:
    articles = {article.publisher: article for article in load_articles(STORY)}
    rows = list(csv.DictReader(io.StringIO(output_of("denials_to_csv.py", cwd=tmp_path))))
    assert {"Zhao Lijian", "Dmitry Peskov", "China"} & {row["holder"] for row in rows}
    for row in rows:
        article = articles[row["publisher"]]
        assert article.text[int(row["start"]) : int(row["end"])] == row["quote"]
        assert row["url"] == article.url
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


def test_a_cell_that_looks_like_a_formula_is_written_as_text() -> None:
    import runpy

    safe = runpy.run_path(str(ROOT / "examples" / "denials_to_csv.py"))["safe"]
    assert [safe(cell) for cell in ("=1+1", " \t@SUM(A1)", "＝1", "no", "", None, -1)] == [
        "'=1+1",
        "' \t@SUM(A1)",
        "'＝1",
        "no",
        "",
        None,
        -1,
    ]


def test_own_articles_are_merged_by_rule_and_the_copy_is_found(tmp_path: Path) -> None:
    lines = output_of("own_articles.py", cwd=tmp_path).splitlines()
    assert lines[0].endswith("after merging by rule")
    assert lines[1] == "one origin: harbor-wire, metro-pulse-daily"
    assert lines[2].startswith("  shared_text: ")


def test_fields_of_ones_own_are_told_for_every_claim_of_the_article(tmp_path: Path) -> None:
    lines = output_of("own_schema.py", cwd=tmp_path).splitlines()
    assert len(lines) > 10
    assert {line.split()[0] for line in lines} <= {"rescue", "victims", "cause", "blame", "other"}
    assert {line.split()[0] for line in lines} >= {"victims", "blame"}
    assert any(line.endswith(")") for line in lines)


def test_a_local_model_is_asked_at_the_address_given(tmp_path: Path) -> None:
    with parrot() as endpoint:
        lines = output_of("local_model.py", "--base-url", endpoint.url, STORY, cwd=tmp_path).splitlines()
    assert "putting the story together" in lines
    assert lines[-1].startswith("0 failed, ")
    assert len(endpoint.calls) > 5


def test_local_model_without_an_address_says_how(tmp_path: Path) -> None:
    assert "--base-url URL" in output_of("local_model.py", "--help", cwd=tmp_path)
    done = run("local_model.py", cwd=tmp_path)
    assert done.returncode == 2
    assert "give its address with --base-url URL" in done.stderr
