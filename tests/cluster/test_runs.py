"""On a cluster as on one machine, whatever of it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ray.data")

import polars

import claimx.ray
from claimx import Instructions, Model
from cluster.conftest import NODE
from cluster.pile import CONCURRENCY, RAYS_WARNINGS, asked, endpoint, lay_out, local_report, model_of, reports_in

pytestmark = RAYS_WARNINGS
STORIES = 3


@pytest.fixture(scope="module")
def pile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[Path]]]:
    source = tmp_path_factory.mktemp("pile") / "articles"
    return source, lay_out(source, STORIES)


@pytest.fixture(scope="module")
def expected(pile: tuple[Path, dict[str, list[Path]]]) -> tuple[dict[str, str], int]:
    """The reports of a run on this machine alone, and how many requests they took."""
    with endpoint(delay=0) as server:
        reports = {story: local_report(story, files, model_of(server)) for story, files in pile[1].items()}
        return reports, len(asked(server))


def processes(title: str) -> list[int]:
    """Of the actors whose process has this in its title."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if command.startswith(b"ray::") and title.encode() in command:
                found.append(int(entry.name))
    return found


def test_every_report_is_that_of_a_run_on_one_machine_byte_for_byte(
    cluster: Any, pile: tuple[Path, dict[str, list[Path]]], expected: tuple[dict[str, str], int], tmp_path: Path
) -> None:
    with endpoint() as server:
        summary = claimx.ray.run(pile[0], tmp_path / "sink", model=model_of(server))
        paid = len(server.calls)
        assert reports_in(tmp_path / "sink") == expected[0]
        assert asked(server).total() == expected[1]

        again = claimx.ray.run(pile[0], tmp_path / "sink", model=model_of(server))
        assert again == summary
        assert reports_in(tmp_path / "sink") == expected[0]
        assert len(server.calls) - paid == 1  # what was refused may not be refused again
    assert (summary.stories, summary.articles) == (STORIES + 1, 3 * STORIES + 1)

    failures = polars.read_parquet(tmp_path / "sink/failures/**/*.parquet").sort("article_id")
    told = dict(failures.select("article_id", "reason").iter_rows())
    assert len(told) == summary.failures == 4
    assert {Path(name).name for name in told} == {"broken.parquet", "two.jsonl#5", "two-6", "a99"}
    stances = polars.read_parquet(tmp_path / "sink/stances/**/*.parquet", hive_partitioning=True)
    assert set(stances["story"]) == set(expected[0])
    assert str(stances.filter(story="s0")["day"][0]) == "2026-11-21"


def test_whichever_actor_is_killed_nothing_is_lost_and_only_what_was_in_flight_is_paid_again(
    cluster: Any, pile: tuple[Path, dict[str, list[Path]]], expected: tuple[dict[str, str], int], tmp_path: Path
) -> None:
    victims = {3: "Extractor", 6: "JournalKeeper", 9: "SharedPace", 14: "Reconciler"}
    killed: list[str] = []

    def kill(number: int) -> None:
        for pid in processes(victims.get(number, "nobody"))[:1]:
            os.kill(pid, signal.SIGKILL)
            killed.append(victims[number])

    with endpoint(kill) as server:
        claimx.ray.run(pile[0], tmp_path / "sink", model=model_of(server))
        assert killed == [*victims.values()]
        assert len(asked(server)) == expected[1]
        assert asked(server).total() - expected[1] <= len(killed) * CONCURRENCY
    assert reports_in(tmp_path / "sink") == expected[0]


def test_a_node_that_is_killed_loses_nothing(
    cluster: Any, pile: tuple[Path, dict[str, list[Path]]], expected: tuple[dict[str, str], int], tmp_path: Path
) -> None:
    node = cluster.add_node(**NODE)
    removed: list[int] = []

    def kill(number: int) -> None:
        if number == 5:
            removed.append(number)
            cluster.remove_node(node, allow_graceful=False)

    with endpoint(kill) as server:
        claimx.ray.run(pile[0], tmp_path / "sink", model=model_of(server))
        assert removed
        assert len(asked(server)) == expected[1]
        assert asked(server).total() - expected[1] <= CONCURRENCY
    assert reports_in(tmp_path / "sink") == expected[0]


_DRIVER = """
import sys, ray, claimx, claimx.ray
address, source, sink, url, concurrency = sys.argv[1:]
ray.init(address=address)
claimx.ray.run(source, sink, model=claimx.Model("fake-1", url, concurrency=int(concurrency)))
"""


def test_a_driver_that_is_killed_goes_on_with_the_same_call(
    cluster: Any, pile: tuple[Path, dict[str, list[Path]]], expected: tuple[dict[str, str], int], tmp_path: Path
) -> None:
    sink = tmp_path / "sink"
    drivers: list[subprocess.Popen[bytes]] = []

    def kill(number: int) -> None:
        if number == 6:
            drivers[0].kill()

    with endpoint(kill) as server:
        command = [
            sys.executable,
            "-c",
            _DRIVER,
            cluster.address,
            str(pile[0]),
            str(sink),
            server.url,
            str(CONCURRENCY),
        ]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as driver:
            drivers.append(driver)
            with pytest.raises(claimx.SinkBusy, match=f"process {driver.pid} on .* writes to"):
                _run_once_it_is_busy(pile[0], sink)
        assert driver.returncode == -signal.SIGKILL
        assert not (sink / "reports").exists()
        claimx.ray.run(pile[0], sink, model=model_of(server))
        assert len(asked(server)) == expected[1]
        assert asked(server).total() - expected[1] <= 2 * CONCURRENCY  # before the kill, and until the cluster saw it
    assert reports_in(sink) == expected[0]


def _run_once_it_is_busy(source: Path, sink: Path) -> None:
    while not (sink / ".claimx/owner").exists():
        time.sleep(0.01)
    claimx.ray.run(source, sink, model=Model.rules())


def test_a_journal_that_cannot_be_written_is_named_before_anything_is_paid(cluster: Any, tmp_path: Path) -> None:
    lay_out(tmp_path / "articles", 1)
    (tmp_path / "file").write_text("no folder")
    with endpoint() as server, pytest.raises(claimx.JournalUnwritable, match="cannot write the journal"):
        claimx.ray.run(
            tmp_path / "articles", tmp_path / "sink", model=model_of(server), journal=tmp_path / "file" / "journal.db"
        )
    assert not server.calls


def test_rules_and_stories_that_a_function_finds(cluster: Any, tmp_path: Path) -> None:
    lay_out(tmp_path / "articles", 1)
    with pytest.raises(claimx.InvalidInstructions):
        claimx.ray.run(
            tmp_path / "articles", tmp_path / "sink", model=Model.rules(), instructions=Instructions(prompts=tmp_path)
        )
    summary = claimx.ray.run(
        tmp_path / "articles",
        tmp_path / "sink",
        model=Model.rules(),
        stories=lambda articles: {one.id: "all of it" for one in articles},
    )
    assert (summary.stories, summary.articles) == (1, 6)
    assert set(reports_in(tmp_path / "sink")) == {"all of it"}
