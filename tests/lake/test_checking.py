"""A corrupt file among many is told by name; the others go on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import reports
from claimx import LakeDamaged, PathNotFound, Report
from claimx.lake import add, check, query

REPORTS = 30


def on_story(number: int) -> Report:
    """The same report on other articles, a day later each."""
    day = datetime(2026, 1, 1 + number % 28, tzinfo=UTC)
    details = {"published_at": day, "sha256": f"{number:064x}"[::-1]}
    articles = tuple(one.model_copy(update=details) for one in reports.REPORT.articles)
    return reports.REPORT.model_copy(update={"articles": articles})


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """Thirty reports, each of them a part with files of its own."""
    assert add(tmp_path, map(on_story, range(REPORTS)), part_bytes=1).reports == REPORTS
    return tmp_path


def stories(lake: Path) -> int:
    number: int = query(lake, "SELECT count(DISTINCT story) AS n FROM stances").rows[0]["n"]
    return number


def broken(lake: Path) -> Path:
    """A file of the lake that is damaged in its pages; its footer still says that all is well."""
    file = sorted((lake / "stances").rglob("2*.parquet"))[17]
    content = bytearray(file.read_bytes())
    content[40:400] = bytes(360)
    file.write_bytes(content)
    return file


def test_a_damaged_file_among_hundreds_is_told_by_its_name(lake: Path) -> None:
    file = broken(lake)
    assert len(list(lake.rglob("*.parquet"))) > 200
    (fault,) = check(lake)
    assert (fault.path, fault.kind) == (file, "damaged")


def test_a_query_over_a_damaged_file_says_so_and_how_to_go_on(lake: Path) -> None:
    sorted((lake / "stances").rglob("2*.parquet"))[17].write_bytes(b"PAR1 no more")
    with pytest.raises(LakeDamaged, match="lake check"):
        query(lake, "SELECT * FROM stances")


def test_once_it_is_set_aside_the_rest_goes_on_and_its_report_can_be_added_again(lake: Path) -> None:
    file = broken(lake)
    (fault,) = check(lake, repair=True)
    assert (lake / "damaged" / file.relative_to(lake)).is_file()
    assert stories(lake) == REPORTS - 1
    assert add(lake, map(on_story, range(REPORTS))).reports == 1
    assert stories(lake) == REPORTS
    assert list(check(lake)) == []
    assert fault.path == file


def test_a_lake_whose_contents_were_set_aside_loses_no_rows(lake: Path) -> None:
    (lake / "contents" / "empty.parquet").write_bytes(b"")
    sorted((lake / "contents").glob("2*.parquet"))[3].write_bytes(b"")
    assert [fault.kind for fault in check(lake, repair=True)] == ["damaged", "damaged"]
    assert list(check(lake)) == []
    assert stories(lake) == REPORTS - 1


def test_where_no_lake_is_nothing_can_be_checked_or_asked(tmp_path: Path) -> None:
    with pytest.raises(PathNotFound, match="is no lake"):
        list(check(tmp_path))
    with pytest.raises(PathNotFound, match="is no lake"):
        query(tmp_path, "SELECT 1")
