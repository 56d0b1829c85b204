"""What a person sees of a run: a live line on a terminal, lines in a log when asked for, and else nothing."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from claimx import Usage, Watch, run
from claimx.cli import app
from claimx.cli.progress import describe
from claimx.pipeline import Standing
from faults.server import Body, Reply, completion, error
from numbered_articles import articles, endpoint, files
from stories import model_at

HALFWAY = Standing(
    inputs=1200,
    done=600,
    failed=2,
    skipped=0,
    in_flight=16,
    reused=300,
    usage=Usage(prompt_tokens=900_000, completion_tokens=100_000),
    cost=Decimal("1.234"),
    seconds_left=754.4,
)


def test_the_line_tells_counts_tokens_money_and_the_time_left() -> None:
    assert describe(HALFWAY) == (
        "600 of 1,200 done · 2 failed · 16 in flight · 300 answers reused · 1,000,000 tokens · $1.23 · 0:12:34 left"
    )


def test_the_line_says_nothing_of_what_is_not_known() -> None:
    unknown = replace(HALFWAY, inputs=None, cost=None, seconds_left=None, failed=0, reused=0, usage=Usage())
    assert describe(unknown) == "600 done · 16 in flight"


def test_a_watch_sees_every_article_end() -> None:
    watch = Watch()
    seen: list[Standing] = []

    def look(number: int) -> Body | None:
        seen.append(watch.standing)
        return completion(None, refusal="No.") if number == 7 else None

    with endpoint(look) as fake:
        report = run(articles(40), model=model_at(fake), progress=watch)
    end = watch.standing
    assert (end.inputs, end.done, end.failed, end.skipped, end.in_flight) == (40, 39, 1, 0, 0)
    assert (end.seconds_left, end.usage) == (0, report.usage)
    assert all(0 <= one.in_flight <= 2 * model_at(fake).concurrency for one in seen)
    assert all(one.done + one.failed + one.in_flight <= 40 for one in seen)
    assert any(one.seconds_left for one in seen)


def test_a_terminal_shows_a_live_line(tmp_path: Path) -> None:
    files(tmp_path / "news", 6)
    ours, theirs = pty.openpty()
    with endpoint(lambda number: None) as fake, os.fdopen(ours, "rb") as terminal:
        command = [sys.executable, "-m", "claimx", "run", "news", "--base-url", fake.url, "--model", "fake-1"]
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
        with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=theirs, env=environment):
            os.close(theirs)
            shown = read_all(terminal.fileno())
    assert "done" in shown
    assert "tokens" in shown
    assert shown.count("\n") < 10


def read_all(terminal: int) -> str:
    shown = b""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # how a terminal says that nobody writes to it any more
            piece = b""
        if not piece:
            return shown.decode()
        shown += piece


def claimx(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_verbose_explains_a_retry_and_quiet_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files(tmp_path / "news", 1)

    def once_unavailable() -> object:
        refused = iter([True])
        return lambda number: Reply(503, "busy", {"retry-after-ms": "1"}) if next(refused, False) else None

    for flags, told in ((["-v"], True), ([], False)):
        with endpoint(once_unavailable()) as fake:  # type: ignore[arg-type]
            done = claimx("run", "news", "--base-url", fake.url, "--no-journal", "-o", "out", *flags)
        assert done.exit_code == 0, done.stderr
        assert ("503" in done.stderr) is told
        assert ("claims/v" in done.stderr) is told
        assert bool(done.stderr) is told


@pytest.mark.parametrize("flags", [[], ["-v"]])
def test_a_failure_of_every_article_is_still_told_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    files(tmp_path / "news", 1)
    with endpoint(lambda _: error(401, "Incorrect API key provided")) as fake:
        done = claimx("run", "news", "--base-url", fake.url, *flags)
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1].startswith("claimx: ")
