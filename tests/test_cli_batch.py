"""`claimx batch` from the command line: what it prints, and how it ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from batch_rounds import asked_live, parrot_in_batches
from claimx.cli import app
from faults.batches import Delivery, FakeBatches, failed_line
from faults.server import Body
from numbered_articles import files

Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command in a fresh working folder that holds two articles, `news/`, and a file of prices."""
    monkeypatch.chdir(tmp_path)
    files(tmp_path / "news", 2)
    Path("prices.toml").write_text(
        'date = 2026-11-22\ncurrency = "USD"\nbatch = 0.5\n[models.fake-1]\nprompt = 1000\ncompletion = 1000\n'
    )
    monkeypatch.setenv("CLAIMX_PRICES", "prices.toml")
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def fake() -> Iterator[FakeBatches]:
    with parrot_in_batches() as server:
        yield server


def asking(fake: FakeBatches) -> list[str]:
    return ["news", "--base-url", fake.url, "--model", "fake-1"]


def test_submit_and_collect_by_turns_leave_nothing_to_ask(command: Command, fake: FakeBatches) -> None:
    told = []
    while "nothing was sent" not in (submitted := command("batch", "submit", *asking(fake))).stdout:
        assert (submitted.exit_code, submitted.stderr) == (0, "")
        collected = command("batch", "collect", *asking(fake))
        assert (collected.exit_code, collected.stderr) == (0, "")
        told.append((submitted.stdout.splitlines(), collected.stdout.splitlines()))
    first, last = told[0], told[-1]
    assert re.fullmatch(r"round 1: sent 2 requests \(claims/v\d 2\) in batch_1", first[0][0])
    assert first[0][1:] == [
        "articles: 0 read, 2 awaited",
        "next: claimx batch collect, once the batches have ended; claimx batch status tells",
    ]
    assert first[1] == [
        "batch_1: completed; 2 answered",
        "articles: 0 read, 2 awaited",
        "next: claimx batch submit",
    ]
    assert last[1][-1] == "next: claimx run, or claimx extract: a batch has nothing more to bring"
    assert command("run", *asking(fake), "-o", "out").exit_code == 0
    assert asked_live(fake) == 0


def test_collect_waits_for_what_is_not_there_yet(
    command: Command, fake: FakeBatches, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimx.pipeline.batching.wait.__kwdefaults__", {"every": 0.01, "progress": None})
    fake.polls = 2
    command("batch", "submit", *asking(fake))
    collected = command("batch", "collect", *asking(fake), "--wait", "-v")
    assert collected.stdout.splitlines()[0] == "batch_1: completed; 2 answered"
    assert collected.stderr.count("0 of 2 requests done") == 2


def test_status_tells_the_rounds_and_what_is_next(command: Command, fake: FakeBatches) -> None:
    assert command("batch", "status", *asking(fake)).stdout.splitlines() == [
        "no batch was sent yet",
        "next: claimx batch submit",
    ]
    command("batch", "submit", *asking(fake))
    assert "next: claimx batch collect\n" in command("batch", "status", *asking(fake)).stdout
    command("batch", "collect", *asking(fake))
    told = command("batch", "status", *asking(fake)).stdout
    assert re.search(r"^batch_1 +collected +1 +2 +2 +0", told, re.MULTILINE)
    assert re.search(r"^to be sent: 2 requests \(gleaning/v\d 2\)$", told, re.MULTILINE)
    assert told.endswith("next: claimx batch submit\n")


def test_what_failed_is_told_and_ends_with_1(command: Command) -> None:
    def failing(endpoint: FakeBatches, lines: list[Body]) -> Delivery:
        return Delivery([endpoint.result(lines[0]), b"no JSON"], [failed_line(line) for line in lines[1:]])

    with parrot_in_batches(failing) as fake:
        command("batch", "submit", *asking(fake))
        result = command("batch", "collect", *asking(fake))
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "claimx: batch_1: lines that cannot be read: 1",
        "claimx: batch_1: 1 request: This request could not be executed.",
    ]
    assert "next: claimx batch submit\n" in result.stdout


def test_a_limit_on_money_holds_at_the_price_of_batches(command: Command, fake: FakeBatches) -> None:
    dry = command("batch", "submit", *asking(fake), "--dry-run", "--articles-only")
    assert re.search(r"^fake-1, 2 articles in batches: \$", dry.stdout, re.MULTILINE)
    assert fake.calls == []
    whole = command("extract", *asking(fake), "--dry-run")
    prices = [[float(price) for price in re.findall(r"\$([\d.]+)", each.stdout)] for each in (dry, whole)]
    assert prices[0] == pytest.approx([price / 2 for price in prices[1]], abs=0.01)
    limited = command("batch", "submit", *asking(fake), "--max-cost", "0.01")
    assert limited.exit_code == 1
    assert "nothing was sent" in limited.stdout
    assert "would pass the limit of $0.01: the same command with a higher limit sends the rest" in limited.stderr
    assert fake.uploads == []


def test_the_journal_tells_what_batches_cost(command: Command, fake: FakeBatches) -> None:
    for _ in range(2):
        command("batch", "submit", *asking(fake), "--articles-only", "--journal", "j.db")
        command("batch", "collect", *asking(fake), "--articles-only", "--journal", "j.db")
    told = command("runs", "show", "j.db").stdout
    # 2 answers of 100 + 20 tokens, at half of $1,000 a million; the host of the fake has a price anywhere.
    assert re.search(r"^claims/v\d +2 +2 +200 +40 +\$0.1200", told, re.MULTILINE)


def test_cancel_says_so_and_collect_fetches_what_was_done(command: Command) -> None:
    with parrot_in_batches(polls=9) as fake:
        command("batch", "submit", *asking(fake))
        cancelled = command("batch", "cancel", *asking(fake))
        assert cancelled.stdout.splitlines() == ["batch_1: cancelling", "next: claimx batch collect"]
        told = command("batch", "collect", *asking(fake)).stdout
        assert told.splitlines()[0] == "batch_1: cancelled; 1 answered, 1 cancelled"
        again = command("batch", "cancel", *asking(fake))
        assert again.stdout == "no batch is under way\n"


def test_a_run_tells_of_batches_that_are_under_way_for_its_journal(command: Command) -> None:
    told = "claimx: 1 batch is under way for runs/"
    with parrot_in_batches(polls=9) as fake:
        command("batch", "submit", *asking(fake))
        run = command("run", *asking(fake), "--json")
        assert (run.exit_code, run.stderr.startswith(told)) == (0, True)
        command("batch", "cancel", *asking(fake))
        command("batch", "collect", *asking(fake))
        assert told not in command("run", *asking(fake), "--json").stderr


@pytest.mark.parametrize("name", ["submit", "collect", "status", "cancel"])
def test_a_wrong_use_ends_with_2(command: Command, fake: FakeBatches, name: str) -> None:
    result = command("batch", name, "--model", "fake-1", "--base-url", fake.url)
    assert result.exit_code == 2
    assert "name the articles' files or folders" in result.stderr


def test_rules_need_no_batch(command: Command) -> None:
    result = command("batch", "submit", "news", "--model", "rules")
    assert result.exit_code == 2
    assert result.stderr.startswith("claimx: rules answers at once, and takes no batch")
