"""The quick endpoint: in a process of its own, faults that depend on the request alone, every call in its log."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from pathlib import Path

import pytest

from claimx.errors import ModelError
from claimx.llm import Answer, Model, connect, retry, run_sync
from faults.swift import FAULTS, SwiftEndpoint
from llm.asking import Tally, ask, messages

ANSWER = "faults.tally:tally"


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.002)


def test_it_answers_from_another_process_and_logs_the_call() -> None:
    with SwiftEndpoint(ANSWER) as endpoint:
        assert ask(Model("fake", endpoint.url)).value == Tally(count=3, of="boats")
        (call,) = endpoint.calls
    assert call.fault is None
    assert abs(call.at - time.time()) < 60
    assert endpoint.calls == [call]


def test_the_log_of_one_life_goes_on_in_the_next(tmp_path: Path) -> None:
    for calls in (1, 2):
        with SwiftEndpoint(ANSWER, log=tmp_path / "calls.jsonl") as endpoint:
            ask(Model("fake", endpoint.url))
        assert len(endpoint.calls) == calls


def test_it_takes_its_time() -> None:
    with SwiftEndpoint(ANSWER, latency=0.2) as endpoint:
        started = time.monotonic()
        ask(Model("fake", endpoint.url))
    assert time.monotonic() - started >= 0.2


def test_the_same_questions_meet_the_same_faults_in_whatever_order() -> None:
    met = []
    for texts in (range(60), reversed(range(60))):
        with SwiftEndpoint(
            ANSWER, latency=(0.001, 1.0), faults={"unavailable": 0.2, "fenced": 0.2}, seed=7
        ) as endpoint:
            run_sync(ask_all(Model("fake", endpoint.url), [str(text) for text in texts]))
        met.append(Counter((call.key, call.fault) for call in endpoint.calls))
    assert met[0] == met[1]
    assert {fault for _, fault in met[0]} == {None, "unavailable", "fenced"}


def test_no_fault_it_knows_breaks_anything_else() -> None:
    chance = 0.9 / len(FAULTS)
    with SwiftEndpoint(ANSWER, faults=dict.fromkeys(FAULTS, chance), seed=3) as endpoint:
        run_sync(ask_all(Model("fake", endpoint.url, attempts=12), [str(text) for text in range(40)]))
    assert len({call.fault for call in endpoint.calls}) > 8


async def ask_all(model: Model, texts: list[str]) -> None:
    async with connect(model) as session:
        asked = (session.ask(messages(text), Tally) for text in texts)
        for outcome in await asyncio.gather(*asked, return_exceptions=True):
            assert isinstance(outcome, Answer | ModelError)
