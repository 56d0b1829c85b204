"""Data frames and .parquet: the table of stances, typed."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

import claimx
from claimx.errors import OutputError
from claimx.models import Report
from claimx.writers.stance_table import COLUMNS, stance_rows
from reports import REPORT

polars = pytest.importorskip("polars")
pandas = pytest.importorskip("pandas")


def test_a_polars_frame_holds_every_row_of_the_table(story: Report) -> None:
    rows = [row.cells() for row in stance_rows(story)]
    assert claimx.to_polars(story).rows() == rows


def test_a_pandas_frame_holds_the_same(story: Report) -> None:
    frame = claimx.to_pandas(story)
    assert tuple(frame.columns) == tuple(claimx.to_polars(story).columns)
    assert frame["quote"].tolist() == claimx.to_polars(story)["quote"].to_list()
    assert [int(start) for start in frame["start"]] == claimx.to_polars(story)["start"].to_list()


def test_an_empty_report_has_the_same_columns_and_types() -> None:
    empty = REPORT.model_copy(update={"claims": ()})
    assert claimx.to_polars(empty).schema == claimx.to_polars(REPORT).schema
    assert list(claimx.to_pandas(empty).dtypes) == list(claimx.to_pandas(REPORT).dtypes)
    assert len(claimx.to_pandas(empty)) == 0


def test_parquet_comes_back_as_the_frame_it_was(tmp_path: Path, story: Report) -> None:
    claimx.write(story, tmp_path / "r.parquet")
    assert polars.read_parquet(tmp_path / "r.parquet").equals(claimx.to_polars(story))


@pytest.mark.parametrize("offset", [None, 0, 8, -5])
def test_moments_are_in_utc_and_one_without_an_offset_is_taken_for_it(offset: int | None) -> None:
    zone = None if offset is None else timezone(timedelta(hours=offset))
    moment = datetime(2024, 3, 14, 12, tzinfo=zone)
    articles = tuple(article.model_copy(update={"published_at": moment}) for article in REPORT.articles)
    report = REPORT.model_copy(update={"articles": articles})
    wanted = datetime(2024, 3, 14, 12 - (offset or 0), tzinfo=UTC)
    assert claimx.to_polars(report)["published_at"].to_list() == [wanted] * 4
    assert [stamp.to_pydatetime() for stamp in claimx.to_pandas(report)["published_at"]] == [wanted] * 4


def test_the_columns_are_those_of_the_table() -> None:
    assert tuple(claimx.to_polars(REPORT).columns) == COLUMNS


@pytest.mark.parametrize(("package", "call"), [("polars", claimx.to_polars), ("pandas", claimx.to_pandas)])
def test_a_missing_package_is_named_with_the_way_to_get_it(
    monkeypatch: pytest.MonkeyPatch, package: str, call: object
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(OutputError, match=rf"the package {package} is not installed \(pip install"):
        call(REPORT)  # type: ignore[operator]
