"""docs/scale.md holds: its commands and snippets run, its ten queries find what is in the three example stories, and its
figures are worked out from what was measured.
"""

from __future__ import annotations

import shlex
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import make_scale
import pytest
import scale
from typer.testing import CliRunner

import claimx
from claimx.cli import app
from claimx.lake import add, named_queries, query
from claimx.llm.prices import Price
from test_docs import DOCS, ROOT, blocks
from test_stories import story

PAPER = DOCS / "scale.md"

pytestmark = pytest.mark.checkout


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three stories, as a model put them together."""
    folder = tmp_path_factory.mktemp("lake")
    for name in ("aid-request", "crane-dispute", "ferry-fire"):
        add(folder, [story(name)], story=name)
    return folder


def answered(lake: Path, name: str, **variables: str) -> list[dict[str, Any]]:
    return list(query(lake, name, variables).rows)


def test_the_paper_shows_what_the_code_makes() -> None:
    text = PAPER.read_text(encoding="utf-8")
    assert make_scale.filled_in(text) == text, "make readme"


def test_there_are_ten_queries_and_the_paper_names_each() -> None:
    text = PAPER.read_text(encoding="utf-8")
    assert len(named_queries()) == 10
    assert [one.name for one in named_queries() if f"claimx lake query my-lake {one.name}`" not in text] == []


def test_the_commands_and_the_snippet_run_as_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "fixtures" / "stories" / "aid-request", tmp_path / "fixtures" / "stories" / "aid-request")
    monkeypatch.chdir(tmp_path)
    claimx.write(story("aid-request"), "out/report.json")
    extraction = claimx.extract(story("aid-request").articles[0], model=claimx.Model.rules())
    Path("extractions.jsonl").write_text(extraction.model_dump_json() + "\n", encoding="utf-8")
    for line in blocks(PAPER, "sh")[0].splitlines():
        _, *arguments = shlex.split(line)
        done = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert done.exit_code == 0, done.output
    (snippet,) = blocks(PAPER, "python")
    exec(compile(snippet, "scale.md", "exec"), {})


# The ten queries


def test_who_denied_what_this_week(lake: Path) -> None:
    rows = answered(lake, "denied-this-week", now="2022-03-16")
    assert {"Dmitry Peskov", "Zhao Lijian"} <= {row["holder"] for row in rows}
    assert all("2022-03-09" < row["first_printed"] < "2022-03-16" for row in rows)
    assert answered(lake, "denied-this-week", now="2022-03-30") == []
    assert {row["holder"] for row in answered(lake, "denied-this-week", now="2031-05-09")} >= {"Varholm Line"}


def test_claims_with_one_origin_in_many_papers(lake: Path) -> None:
    rows = answered(lake, "one-origin", least="2")
    alarm = next(row for row in rows if "80 minutes" in row["claim"])
    assert (alarm["story"], alarm["publishers"]) == ("ferry-fire", 2)
    assert answered(lake, "one-origin") == []  # nothing stands in ten


def test_figures_that_grew(lake: Path) -> None:
    grown = {(row["story"], row["first_figure"], row["last_figure"]) for row in answered(lake, "grown-figures")}
    assert grown == {
        ("ferry-fire", "214 people", "286 survivors"),
        ("ferry-fire", "At least four people", "17"),
        ("ferry-fire", "12 patients", "38 hospital admissions"),
    }


def test_who_quotes_whom(lake: Path) -> None:
    rows = {(row["publisher"], row["holder"]): row["quotes"] for row in answered(lake, "quotations")}
    assert rows["Norvia Public Radio", "Karel Brume"] == 5
    assert rows["Harbor Wire", "Dmitry Peskov"] == 4


def test_claims_whose_status_changed_between_reports(tmp_path: Path) -> None:
    articles = story("ferry-fire").articles
    extractions = [claimx.extract(article, model=claimx.Model.rules()) for article in articles]
    before, after = claimx.reconcile(extractions[:3]), claimx.reconcile(extractions)
    add(tmp_path, [before, after], story="ferry-fire")
    was = {claim.id: claim.status for claim in before.claims}
    wanted = [
        (claim.text, was[claim.id], claim.status)
        for claim in after.claims
        if was.get(claim.id) not in (None, claim.status)
    ]
    assert wanted
    rows = answered(tmp_path, "changed-status")
    assert [(row["claim"], row["status_before"], row["status"]) for row in rows] == wanted


def test_sources_that_withdrew(lake: Path) -> None:
    rows = answered(lake, "withdrawn")
    assert {row["story"] for row in rows} == {"ferry-fire"}
    assert "Deckwatch Maritime Weekly" in {row["holder"] for row in rows}


def test_publishers_that_only_copy(lake: Path) -> None:
    assert [(row["publisher"], row["taken_from"]) for row in answered(lake, "only-copies")] == [
        ("Metro Pulse Daily", "Harbor Wire"),
        ("Skarrey Observer", "The Norvian Courier"),
    ]


def test_forecasts_whose_time_has_passed(lake: Path) -> None:
    due = answered(lake, "due-forecasts", now="2031-06-01")
    assert {"on Monday", "as early as October"} <= {row["due"] for row in due}
    assert [row["story"] for row in answered(lake, "due-forecasts", now="2022-03-16")] == ["aid-request"]


def test_claims_with_unnamed_sources_alone(lake: Path) -> None:
    rows = answered(lake, "unnamed-only")
    assert "Russia made its request to China in late February." in {row["claim"] for row in rows}
    assert all(row["unnamed_sources"] > 0 for row in rows)
    assert not {"Russia asked China for help."} & {row["claim"] for row in rows}


def test_the_most_contested_claims(lake: Path) -> None:
    rows = answered(lake, "contested")
    assert (rows[0]["story"], rows[0]["claim"]) == ("aid-request", "Russia asked China for help.")
    assert [row["deniers"] for row in rows] == sorted((row["deniers"] for row in rows), reverse=True)


# What is worked out


def test_cores_follow_from_processor_time_and_the_hours_of_a_day() -> None:
    (need,) = make_scale.needs([scale.Measured("lake", 1_000, 20.0, 8.64, 100.0)], a_day=10_000_000)
    assert (need.cost, round(need.mean, 6)) == (8.64, 1.0)
    assert round(need.peak, 3) == round(3 / 0.7, 3)


def test_the_largest_size_that_was_measured_counts() -> None:
    found = [scale.Measured("extract", 100, 1.0, 9.0, None), scale.Measured("extract", 1_000, 1.0, 10.0, None)]
    assert [need.cost for need in make_scale.needs(found)] == [10.0]


def test_the_bill_follows_from_tokens_and_prices() -> None:
    recorded = make_scale.Recorded(articles=1, calls=2, prompt_tokens=1_000, completion_tokens=500, prefix=400)
    price = Price(prompt=Decimal(1), cached=Decimal("0.1"), completion=Decimal(4))
    bill = make_scale.bill(price, recorded, a_day=1_000)
    assert (bill.plain, bill.cached) == (Decimal(3), Decimal(3) - Decimal("0.36"))
    assert (bill.batch, bill.both) == (bill.plain / 2, bill.cached / 2)


def test_what_grows_in_proportion_has_the_exponent_one_and_is_worked_out_by_it() -> None:
    found = [scale.Measured("lake", size, size / 10, size / 100, None) for size in (1_000, 10_000)]
    assert scale.exponent(found) == pytest.approx(1.0)
    assert scale.worked_out(found, 100_000).cpu == pytest.approx(1_000)
    last = scale.table(found, [10_000, 100_000]).splitlines()[-1]
    assert last.startswith("| lake | 100,000 | ≈ 100 | ≈ 10.00 |")
