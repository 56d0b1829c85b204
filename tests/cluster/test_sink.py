"""The sink, without a cluster: what is committed stays, what is not is not seen, and one run has it at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("ray.data")

import polars

from claimx import Article, Failure, Model, OutputError, SinkBusy, extract, run
from claimx.ray.rows import Entry
from claimx.ray.sink import Sink, Summary, open_sink
from claimx.ray.tables import frames_of, to_blobs

TEXT = "The bridge had cracks, an engineer said."


def write(sink: Sink, story: str) -> Summary:
    article = Article(id=f"a-{story}", text=TEXT, published_at="2026-11-20T10:00:00Z")
    entries = [Entry(extraction=extract(article, model=Model.rules()))]
    report = run([article], model=Model.rules())
    failures = [Failure(article="b", reason="empty", retryable=False)]
    return sink.commit(sink.writer(to_blobs([frames_of(story, entries, report, failures)])).to_pylist())


def stories(place: Path) -> set[str]:
    return set(polars.read_parquet(place / "reports/**/*.parquet")["story"])


_DIES_WHILE_IT_COMMITS = """
import os, signal, sys
from claimx.ray import sink
from cluster.test_sink import write
sink._carry_out = lambda place, plan: os.kill(os.getpid(), signal.SIGKILL)
with sink.open_sink(sys.argv[1], "source") as opened:
    write(opened, "fire")
"""


def test_a_source_given_again_replaces_what_it_gave_and_leaves_other_sources_alone(tmp_path: Path) -> None:
    for source, story in (("monday", "fire"), ("tuesday", "flood"), ("monday", "strike")):
        with open_sink(tmp_path / "sink", tmp_path / source) as sink:
            assert write(sink, story) == Summary(stories=1, articles=1, failures=1)
    assert stories(tmp_path / "sink") == {"flood", "strike"}
    assert not list((tmp_path / "sink" / ".claimx").glob("drafts/*"))


def test_what_a_run_wrote_that_was_not_committed_is_not_seen(tmp_path: Path) -> None:
    failures = [Failure(article="b", reason="empty", retryable=False)]
    with open_sink(tmp_path / "sink", "source") as sink:
        assert sink.writer(to_blobs([frames_of("fire", [], None, failures)])).num_rows == 1
    assert [path.name for path in (tmp_path / "sink").iterdir()] == [".claimx"]


def test_a_run_killed_while_it_commits_has_happened_once_the_sink_is_opened_again(tmp_path: Path) -> None:
    # Not a fork: polars has threads, which a fork would leave behind.
    path = os.pathsep.join(filter(None, [str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-c", _DIES_WHILE_IT_COMMITS, str(tmp_path / "sink")]
    killed = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not (tmp_path / "sink" / "reports").exists()
    with open_sink(tmp_path / "sink", "another source"):
        assert stories(tmp_path / "sink") == {"fire"}


def test_two_runs_into_one_sink_are_told_who_has_it(tmp_path: Path) -> None:
    with (
        open_sink(tmp_path / "sink", "source"),
        pytest.raises(SinkBusy, match=f"process {os.getpid()} on .*, since 2.* writes to "),
        open_sink(tmp_path / "sink", "another"),
    ):
        pass


def test_a_sink_that_cannot_be_written_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "sink").write_text("a file")
    with pytest.raises(OutputError, match="cannot write to .*sink"), open_sink(tmp_path / "sink", "source"):
        pass
