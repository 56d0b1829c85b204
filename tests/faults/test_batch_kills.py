"""Rounds of batches that are killed with SIGKILL between any two steps: nothing is sent twice, and nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from claimx.llm.journal import read_batches
from faults.batches import FakeBatches
from faults.mortal import KILLED, Mortals
from parrot import answer_like_a_parrot

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")


@dataclass(frozen=True)
class Scene:
    """An endpoint with batches, processes that can be killed, and what a live run gives."""

    endpoint: FakeBatches
    mortals: Mortals
    folder: Path
    report: bytes
    asks: int


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("kills")
    with FakeBatches(answer_like_a_parrot) as endpoint, Mortals(endpoint.url) as mortals:
        begun = len(endpoint.calls)
        assert mortals.run(folder / "live.db", folder / "live.json") == 0
        asks = len(endpoint.calls) - begun
        yield Scene(endpoint, mortals, folder, (folder / "live.json").read_bytes(), asks)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_rounds_killed_at_every_commit_send_every_request_once(scene: Scene, after: bool) -> None:
    """Every step of the network lies between two commits: a process dies at its first, the next at its second, …"""
    journal, report = scene.folder / f"{after}.db", scene.folder / f"{after}.json"
    scene.endpoint.carried_out.clear()
    live = len(scene.endpoint.calls)
    kills = 0
    while True:
        for half in ("submit", "collect"):
            step = 1
            while (status := scene.mortals.run(journal, report, batch=half, step=step, after=after)) == KILLED:
                step += 1
            assert status == 0
            kills += step - 1
        standing = read_batches(journal)
        if not standing.under_way and not standing.wanted:
            break
    assert kills > 40
    assert scene.mortals.run(journal, report) == 0
    assert report.read_bytes() == scene.report
    assert len(scene.endpoint.carried_out) == scene.endpoint.carried_out.total() == scene.asks
    assert not any(call.path.endswith("/chat/completions") for call in scene.endpoint.calls[live:])
    assert not list(scene.folder.glob("*.batch"))
