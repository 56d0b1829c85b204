"""A run that is killed with SIGKILL, wherever that strikes, goes on as if nothing had been."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from claimx.llm import RunRecord, read_run
from faults.mortal import CONCURRENCY, KILLED, Mortals
from faults.server import FakeEndpoint
from parrot import parrot

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")

COMMITS = 3  # of one ask: the call leaves, the call ended, the answer is kept


@dataclass(frozen=True)
class Scene:
    """A server, runs that can be killed, and what a run gives that nobody kills."""

    endpoint: FakeEndpoint
    mortals: Mortals
    folder: Path
    report: bytes
    asks: int

    def survive(self, name: str, **death: float) -> RunRecord:
        """Kill a run, run it again, and check that no more was asked, and nothing else written, than without the kill."""
        journal, report = self.folder / f"{name}.db", self.folder / f"{name}.json"
        begun = len(self.endpoint.calls)
        status = self.mortals.run(journal, report, **death)  # type: ignore[arg-type]
        killed = read_run(journal) if journal.exists() and journal.stat().st_size else None
        assert status in (KILLED, 0)
        assert self.mortals.run(journal, report) == 0
        resumed = read_run(journal)
        # What the kill cut off in the middle is no request, and nobody is paid for it.
        whole = [call for call in self.endpoint.calls[begun:] if len(call.raw) == int(call.headers["content-length"])]
        asked = Counter(call.raw for call in whole)
        kept = killed.answered if killed else 0
        in_flight = killed.sittings[-1].in_flight if killed and killed.sittings else 0
        assert len(asked) == self.asks
        assert in_flight <= CONCURRENCY
        assert resumed.sittings[-1].calls == self.asks - kept
        # A call is in flight for the journal until its answer is kept: one more may have ended just before the kill.
        assert asked.total() - self.asks <= CONCURRENCY
        assert resumed.answered == self.asks
        assert report.read_bytes() == self.report
        return resumed


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("kills")
    with parrot() as endpoint, Mortals(endpoint.url) as mortals:
        begun = len(endpoint.calls)
        assert mortals.run(folder / "whole.db", folder / "whole.json") == 0
        asks = read_run(folder / "whole.db").answered
        assert len(endpoint.calls) - begun == asks
        yield Scene(endpoint, mortals, folder, (folder / "whole.json").read_bytes(), asks)


def test_a_run_killed_at_any_commit_pays_again_only_for_what_was_in_flight(scene: Scene) -> None:
    steps = COMMITS * scene.asks + 2  # … and at the end: how the run ended, and the tidying up
    for step in range(1, steps + 1):
        assert len(scene.survive(f"before-{step}", step=step).sittings) == 2
    for step in range(1, steps + 1, COMMITS):  # what lies on the disk is what lies there before the next one
        assert len(scene.survive(f"after-{step}", step=step, after=True).sittings) == 2
    assert scene.mortals.run(scene.folder / "beyond.db", scene.folder / "beyond.json", step=steps + 1) == 0


@pytest.mark.parametrize("milliseconds", [5, 20, 35, 50, 65, 80])
def test_a_run_killed_at_any_moment_pays_again_only_for_what_was_in_flight(scene: Scene, milliseconds: int) -> None:
    scene.survive(f"at-{milliseconds}", seconds=milliseconds / 1000)


def test_a_run_killed_again_and_again_gets_done(scene: Scene) -> None:
    journal, report = scene.folder / "again.db", scene.folder / "again.json"
    begun, kills = len(scene.endpoint.calls), 0
    while scene.mortals.run(journal, report, step=5, after=True) == KILLED:  # one ask and a half a time
        kills += 1
    assert kills > 3
    assert len(scene.endpoint.calls) - begun - scene.asks <= kills * CONCURRENCY
    assert report.read_bytes() == scene.report
