"""Ctrl-C, as a terminal sends it: once, what is in flight comes home; twice, it stops now. Both can be gone on with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from claimx.cli import app
from claimx.llm.journal import read_run
from faults.server import Body, FakeEndpoint, Reply, completion
from numbered_articles import endpoint, files
from parrot import answer_like_a_parrot

COUNT, CONCURRENCY = 24, 4
PATIENCE = 30.0  # seconds; only a failing test waits them out

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


def slow(seconds: float) -> FakeEndpoint:
    return FakeEndpoint(lambda body: Reply(body=completion(json.dumps(answer_like_a_parrot(body))), delay=seconds))


class Run:
    """A `claimx` in a process of its own."""

    def __init__(self, cwd: Path, *arguments: str, command: str = "run") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "claimx", command, "news", "--model", "fake-1", "--journal", "j.db", *arguments],
            cwd=cwd,
            env={**os.environ, "NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def interrupt(self, once: Callable[[], bool]) -> None:
        """Send what Ctrl-C sends, as soon as `once` holds."""
        ends = time.monotonic() + PATIENCE
        while not once():
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < ends
            time.sleep(0.005)
        self.process.send_signal(signal.SIGINT)

    def end(self) -> tuple[int, str, str]:
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with the articles in it."""
    monkeypatch.chdir(tmp_path)
    files(tmp_path / "news", COUNT)
    return tmp_path


def again(*arguments: str, command: str = "run") -> Result:
    """The same command, in this process: nobody interrupts it."""
    return CliRunner().invoke(app, [command, "news", "--model", "fake-1", "--journal", "j.db", *arguments])


def terms(fake: FakeEndpoint, output: str = "out") -> list[str]:
    return ["--base-url", fake.url, "--concurrency", str(CONCURRENCY), "-o", output]


def document(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_one_interruption_keeps_what_was_in_flight_and_reports_what_is_done(folder: Path) -> None:
    with slow(0.05) as fake:
        run = Run(folder, *terms(fake))
        run.interrupt(lambda: len(fake.calls) >= 24)
        code, _, err = run.end()
        sent = len(fake.calls)
    assert code == 130, err
    assert "waiting for what is in flight" in err
    assert "the same command goes on; what was answered is kept in j.db" in err
    report = document(folder / "out" / "report.json")
    states = Counter(article["state"] for article in report["articles"])
    assert states["done"] + states["skipped"] == COUNT
    assert min(states["done"], states["skipped"]) > 0
    assert f"{COUNT} articles: {states['done']} done, 0 failed, {states['skipped']} skipped" in err
    record = read_run(folder / "j.db")
    assert record.sittings[-1].state == "stopped"
    assert (record.answered, record.open, record.sittings[-1].in_flight) == (sent, 0, 0)


def test_a_second_interruption_stops_now(folder: Path) -> None:
    with slow(PATIENCE) as fake:
        run = Run(folder, *terms(fake))
        run.interrupt(lambda: len(fake.calls) == CONCURRENCY)
        assert run.process.stderr is not None
        assert "waiting" in run.process.stderr.readline()
        begin = time.monotonic()
        run.interrupt(lambda: True)
        code, out, err = run.end()
    assert (code, out) == (130, "")
    assert "Traceback" not in err
    assert err == "claimx: interrupted\n"
    assert time.monotonic() - begin < PATIENCE / 3
    assert not (folder / "out" / "report.json").exists()
    assert read_run(folder / "j.db").sittings[-1].in_flight == CONCURRENCY


@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupted_run_goes_on_to_the_same_bytes_and_pays_only_for_what_was_in_flight(
    folder: Path, times: int
) -> None:
    with slow(0.05) as fake:
        run = Run(folder, *terms(fake))
        for _ in range(times):
            run.interrupt(lambda: len(fake.calls) >= 16)
            time.sleep(0.01)
        assert run.end()[0] == 130
        assert again(*terms(fake)).exit_code == 0
        asked = Counter(call.raw for call in fake.calls)
    assert asked.total() - len(asked) <= (CONCURRENCY if times == 2 else 0)
    with endpoint() as fake:
        assert again(*terms(fake, "whole"), "--fresh").exit_code == 0
    assert (folder / "out" / "report.json").read_bytes() == (folder / "whole" / "report.json").read_bytes()


def test_an_interrupted_extract_says_in_its_lines_what_was_not_read(folder: Path) -> None:
    with slow(0.05) as fake:
        run = Run(folder, *terms(fake, "e.jsonl"), command="extract")
        run.interrupt(lambda: len(fake.calls) >= 24)
        code, _, err = run.end()
        assert code == 130, err
        lines = (folder / "e.jsonl").read_text().splitlines()
        skipped = sum(json.loads(line).get("skipped", False) for line in lines)
        assert len(lines) == COUNT
        assert 0 < skipped < COUNT
        assert again(*terms(fake, "e.jsonl"), command="extract").exit_code == 0
    assert "skipped" not in (folder / "e.jsonl").read_text()


def test_who_waits_for_a_rate_limit_is_let_go_at_once(folder: Path) -> None:
    def limited(_: Body) -> Reply:
        return Reply(429, {"error": {"message": "slow down", "type": "requests", "code": None}}, {"retry-after": "60"})

    with FakeEndpoint(limited) as fake:
        run = Run(folder, *terms(fake))
        run.interrupt(lambda: len(fake.calls) >= CONCURRENCY)
        code, _, err = run.end()
    assert code == 130, err
