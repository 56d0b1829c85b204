"""What goes into a lake is there once, the last word counts, and nothing that was committed is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import polars
import pytest
from filelock import FileLock

import reports
from claimx import Extraction, Failure, LakeBusy, LakeDamaged, OutputError, Report
from claimx.lake import add, check, query

EARLIER = reports.REPORT
LATER = EARLIER.model_copy(
    update={"claims": tuple(one.model_copy(update={"status": "corroborated"}) for one in EARLIER.claims)}
)
EXTRACTION = Extraction(
    article=reports.WIRE, claims=(reports.ASKED_IN_WIRE,), provenance=EARLIER.provenance, usage=EARLIER.usage
)


def counted(lake: Path, table: str = "claims") -> int:
    number: int = query(lake, f"SELECT count(*) AS n FROM {table}").rows[0]["n"]
    return number


def told(lake: Path, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in query(lake, sql).rows]


def test_a_report_is_in_the_lake_once_however_often_it_is_added(tmp_path: Path) -> None:
    assert add(tmp_path, [EARLIER, EARLIER]).unchanged == 1
    before = sorted(tmp_path.rglob("*.parquet"))
    assert add(tmp_path, [EARLIER]).unchanged == 1
    assert sorted(tmp_path.rglob("*.parquet")) == before
    assert counted(tmp_path) == len(EARLIER.claims)


def test_the_last_report_on_a_story_counts_and_the_earlier_ones_are_its_history(tmp_path: Path) -> None:
    add(tmp_path, [EARLIER])
    add(tmp_path, [LATER])
    assert told(tmp_path, "SELECT DISTINCT status FROM claims") == [("corroborated",)]
    assert counted(tmp_path) == len(EARLIER.claims)
    assert counted(tmp_path, "claims_history") == 2 * len(EARLIER.claims)


def test_an_earlier_report_that_is_added_again_counts_again_and_is_no_third_one(tmp_path: Path) -> None:
    add(tmp_path, [EARLIER, LATER, EARLIER])
    assert counted(tmp_path, "reports_history") == 2
    assert counted(tmp_path, "claims_history") == 2 * len(EARLIER.claims)
    statuses = {one.status for one in EARLIER.claims}
    assert {status for (status,) in told(tmp_path, "SELECT DISTINCT status FROM claims")} == statuses


def test_a_report_under_the_name_of_another_story_is_another_one(tmp_path: Path) -> None:
    add(tmp_path, [EARLIER], story="monday")
    add(tmp_path, [LATER], story="tuesday")
    assert told(tmp_path, "SELECT story FROM reports ORDER BY story") == [("monday",), ("tuesday",)]


def test_rows_lie_under_the_day_of_the_latest_article(tmp_path: Path) -> None:
    add(tmp_path, [EARLIER])
    (file,) = (tmp_path / "claims" / "day=2022-03-14").iterdir()
    assert told(tmp_path, "SELECT DISTINCT day, story FROM claims") == [("2022-03-14", "wire-00000000")]
    assert file.suffix == ".parquet"


def test_a_report_without_a_date_is_of_no_day(tmp_path: Path) -> None:
    undated = tuple(one.model_copy(update={"published_at": None}) for one in EARLIER.articles)
    add(tmp_path, [EARLIER.model_copy(update={"articles": undated})])
    assert told(tmp_path, "SELECT DISTINCT day FROM claims") == [(None,)]


def test_stances_have_their_fields_of_ones_own_whichever_report_has_them(tmp_path: Path) -> None:
    appearance = reports.ASKED_IN_WIRE.model_copy(update={"extra": {"beat": "foreign"}})
    claim = reports.ASKED.model_copy(update={"appearances": (appearance, reports.ASKED_IN_LEDGER)})
    own = EARLIER.model_copy(update={"claims": (claim, *EARLIER.claims[1:])})
    add(tmp_path, [EARLIER], story="plain")
    add(tmp_path, [own], story="own")
    assert ("own", "foreign") in told(tmp_path, 'SELECT story, "extra.beat" FROM stances')
    assert ("plain", None) in told(tmp_path, 'SELECT story, "extra.beat" FROM stances')


def test_an_extraction_is_kept_whole_and_its_claims_can_be_asked_for(tmp_path: Path) -> None:
    failure = Failure(article="gone", reason="empty", retryable=False)
    added = add(tmp_path, [EXTRACTION, failure, EXTRACTION])
    assert (added.extractions, added.unchanged, added.failures) == (1, 1, 1)
    assert told(tmp_path, "SELECT article_id, claim, kind FROM extracted_claims") == [
        (reports.WIRE.id, reports.ASKED_IN_WIRE.text, reports.ASKED_IN_WIRE.kind)
    ]
    ((line,),) = told(tmp_path, "SELECT extraction FROM extractions")
    assert Extraction.model_validate_json(str(line)) == EXTRACTION


def test_the_folder_can_be_moved_and_read_by_duckdb_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    add(tmp_path / "here", [EARLIER])
    (tmp_path / "here").rename(tmp_path / "there")
    assert counted(tmp_path / "there") == len(EARLIER.claims)
    monkeypatch.chdir(tmp_path / "there")
    with duckdb.connect("catalogue.duckdb", read_only=True) as database:
        assert database.execute("SELECT count(*) FROM claims").fetchall() == [(len(EARLIER.claims),)]


@pytest.mark.parametrize("spoil", [lambda file: file.write_bytes(b"no database"), lambda file: file.unlink()])
def test_a_catalogue_that_cannot_be_read_or_is_not_there_is_made_anew(
    tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    add(tmp_path, [EARLIER])
    spoil(tmp_path / "catalogue.duckdb")
    assert add(tmp_path, [EARLIER]).unchanged == 1
    assert counted(tmp_path) == len(EARLIER.claims)


def test_the_views_of_another_claimx_are_made_anew_and_its_rows_stay(tmp_path: Path) -> None:
    import duckdb

    add(tmp_path, [EARLIER], story="monday")
    with duckdb.connect(str(tmp_path / "catalogue.duckdb")) as database:
        database.execute("DROP VIEW reach; COMMENT ON VIEW contents IS 'another'")
    for empty in (tmp_path / "stances").rglob("empty.parquet"):
        polars.read_parquet(empty).drop("hedge").write_parquet(empty)
    add(tmp_path, [LATER], story="tuesday")
    assert {story for (story,) in told(tmp_path, "SELECT DISTINCT story FROM reach")} == {"monday", "tuesday"}
    assert "hedge" in polars.read_parquet(next((tmp_path / "stances").rglob("empty.parquet"))).columns


# What goes wrong


class Killed(BaseException):
    pass


class Reaper:
    """Ends an `add` at a step: each file is put into its place by one rename, of which Python tells."""

    def __init__(self) -> None:
        self.left = -1
        sys.addaudithook(self._hook)  # for the life of the process: there is no way to take it out

    def _hook(self, event: str, _: object) -> None:
        if event == "os.rename" and self.left >= 0:
            self.left -= 1
            if self.left < 0:
                raise Killed


@pytest.fixture(scope="module")
def reaper() -> Reaper:
    return Reaper()


def test_an_add_that_ends_at_any_step_is_there_whole_or_not_at_all(tmp_path: Path, reaper: Reaper) -> None:
    add(tmp_path, [EARLIER])
    step, ended = 0, True
    while ended:
        reaper.left = step
        try:
            add(tmp_path, [LATER])
            ended = False
        except Killed:
            assert told(tmp_path, "SELECT DISTINCT record FROM claims") == told(tmp_path, "SELECT record FROM reports")
            assert counted(tmp_path, "reports_history") == 1
            assert counted(tmp_path, "claims_history") == len(EARLIER.claims)
        reaper.left = -1
        step += 1
    assert step > 5  # a file for each table that has rows, and the one that commits
    assert told(tmp_path, "SELECT DISTINCT status FROM claims") == [("corroborated",)]


def test_a_lake_whose_making_ends_at_any_step_can_be_made_after_all(tmp_path: Path, reaper: Reaper) -> None:
    for step in (0, 3, 12, 13):
        reaper.left = step
        with pytest.raises(Killed):
            add(tmp_path / str(step), [EARLIER])
        reaper.left = -1
        add(tmp_path / str(step), [EARLIER])
        assert counted(tmp_path / str(step)) == len(EARLIER.claims)


DIES = """
import os, signal, sys
sys.path.insert(0, sys.argv[2])
import reports
from claimx.lake import add
left = [int(sys.argv[3])]
def hook(event, _):
    if event == "os.rename":
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
add(sys.argv[1], [reports.REPORT], story="another")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_process_that_is_killed_leaves_the_lake_free_and_what_it_left_is_found(tmp_path: Path) -> None:
    add(tmp_path, [EARLIER])
    tests = Path(reports.__file__).parent
    done = subprocess.run([sys.executable, "-c", DIES, str(tmp_path), str(tests), "4"], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert counted(tmp_path, "reports") == 1
    assert [fault.kind for fault in check(tmp_path)] == ["abandoned"] * 3
    add(tmp_path, [EARLIER], story="another")
    assert counted(tmp_path, "reports") == 2
    assert len(list(check(tmp_path, repair=True))) == 3
    assert list(check(tmp_path)) == []
    assert counted(tmp_path) == 2 * len(EARLIER.claims)


def test_of_two_who_add_the_second_is_told(tmp_path: Path) -> None:
    add(tmp_path, [])
    with FileLock(tmp_path / ".lock"), pytest.raises(LakeBusy, match="another process is writing to"):
        add(tmp_path, [EARLIER])
    add(tmp_path, [EARLIER])


def test_who_asks_does_not_wait_for_who_adds(tmp_path: Path) -> None:
    add(tmp_path, [EARLIER])
    with FileLock(tmp_path / ".lock"):
        assert counted(tmp_path) == len(EARLIER.claims)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_a_named_error(tmp_path: Path) -> None:
    (tmp_path / "lake").mkdir(mode=0o500)
    with pytest.raises(OutputError, match="cannot write to"):
        add(tmp_path / "lake", [EARLIER])


def test_a_place_that_is_no_folder_is_a_named_error(tmp_path: Path) -> None:
    (tmp_path / "lake").write_text("a file")
    with pytest.raises(OutputError, match="cannot write to"):
        add(tmp_path / "lake", [EARLIER])


FULL = """
import resource, signal, sys
sys.path.insert(0, sys.argv[2])
import reports
from claimx import OutputError
from claimx.lake import add
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2500, 2500))
try:
    add(sys.argv[1], [reports.REPORT], story="another")
except OutputError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_full_disk_is_a_named_error_and_what_was_there_stays(tmp_path: Path) -> None:
    add(tmp_path, [EARLIER])
    tests = Path(reports.__file__).parent
    command = [sys.executable, "-c", FULL, str(tmp_path), str(tests)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith(f"cannot write {tmp_path}/stances/")
    assert counted(tmp_path, "reports") == 1
    assert not list(tmp_path.rglob(".claimx-*"))


def test_a_folder_with_a_comma_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="comma"):
        add(tmp_path / "news, 2026", [EARLIER])


def test_what_a_machine_added_whose_clock_was_ahead_is_still_earlier(tmp_path: Path) -> None:
    import polars

    add(tmp_path, [EARLIER])
    (file,) = (tmp_path / "contents").glob("2*.parquet")
    polars.read_parquet(file).with_columns(polars.col("added_at").dt.offset_by("10y")).write_parquet(file)
    add(tmp_path, [LATER])
    assert told(tmp_path, "SELECT DISTINCT status FROM claims") == [("corroborated",)]


def test_outcomes_that_end_in_an_error_leave_the_parts_before_them(tmp_path: Path) -> None:
    def outcomes() -> Iterator[Report]:
        yield EARLIER
        yield LATER
        raise OSError("the disk that they come from is gone")

    with pytest.raises(OSError, match="is gone"):
        add(tmp_path, outcomes(), part_bytes=1)
    assert counted(tmp_path, "reports_history") == 1


def test_a_damaged_list_of_contents_is_named(tmp_path: Path) -> None:
    add(tmp_path, [EARLIER])
    (file,) = (tmp_path / "contents").glob("2*.parquet")
    file.write_bytes(b"no parquet")
    with pytest.raises(LakeDamaged, match=file.name):
        add(tmp_path, [LATER])
