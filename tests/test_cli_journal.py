"""Runs that can be gone on with, from the command line: journals, budgets, dry runs, and `claimx runs`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from claimx import Extraction, Failure, Model, load_extractions
from claimx.cli import app
from claimx.cli.options import journal_name
from faults.server import Body, FakeEndpoint, completion
from numbered_articles import endpoint, files

Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command in a fresh working folder that holds six articles, `news/`."""
    monkeypatch.chdir(tmp_path)
    files(tmp_path / "news", 6)
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def fake() -> Iterator[FakeEndpoint]:
    with endpoint() as server:
        yield server


def asking(fake: FakeEndpoint) -> list[str]:
    return ["--base-url", fake.url, "--model", "fake-1"]


def failing_at_first(times: int) -> FakeEndpoint:
    """Refuses the second article so many times."""
    refused = 0

    def refuse(number: int) -> Body | None:
        nonlocal refused
        if number != 2 or refused >= times:
            return None
        refused += 1
        return completion(None, refusal="Not today.")

    return endpoint(refuse)


def test_the_same_command_asks_nothing_twice_and_gives_the_same_bytes(command: Command, fake: FakeEndpoint) -> None:
    first = command("run", "news", "--json", *asking(fake))
    sent = len(fake.calls)
    again = command("run", "news", "--json", *asking(fake))
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert len(fake.calls) == sent > 0
    assert again.stdout == first.stdout


def test_a_journal_has_a_name_of_its_own_for_paths_model_and_endpoint(tmp_path: Path) -> None:
    model = Model("fake-1", "http://user:secret@localhost:1/v1")
    name = journal_name([tmp_path / "news"], model)
    assert re.fullmatch(r"news-[0-9a-f]{8}", name)
    assert name == journal_name([tmp_path / "x" / ".." / "news"], model)
    assert name == journal_name([tmp_path / "news"], Model("fake-1", "http://localhost:1/v1", api_key="sk-other"))
    others = [
        journal_name([tmp_path / "news", tmp_path / "more"], model),
        journal_name([tmp_path / "news"], Model("fake-2", model.base_url)),
        journal_name([tmp_path / "news"], Model("fake-1", "http://localhost:2/v1")),
    ]
    assert len({name, *others}) == 4


@pytest.mark.parametrize("folder", [Path("/"), Path("a b\nc"), Path("." * 300), Path("-x")])
def test_a_journals_name_is_one_that_every_file_system_takes(folder: Path) -> None:
    assert re.fullmatch(r"[\w.-]{1,49}", name := journal_name([folder], Model("m", "http://localhost:1")))
    assert not name.startswith(("-", "."))


def test_without_a_journal_everything_is_asked_again_and_no_file_is_made(command: Command, fake: FakeEndpoint) -> None:
    command("run", "news", "--no-journal", *asking(fake))
    sent = len(fake.calls)
    command("run", "news", "--no-journal", *asking(fake))
    assert len(fake.calls) == 2 * sent
    assert not Path("runs").exists()


@pytest.mark.parametrize("arguments", [["--model", "rules"], ["--record", "c.yaml"]])
def test_rules_and_recordings_keep_no_journal(command: Command, fake: FakeEndpoint, arguments: list[str]) -> None:
    where = [] if "rules" in arguments else ["--base-url", fake.url]
    assert command("run", "news", *where, *arguments).exit_code == 0
    assert not Path("runs").exists()


def test_fresh_asks_everything_again_and_keeps_the_older_journal(command: Command, fake: FakeEndpoint) -> None:
    command("run", "news", "--journal", "j.db", *asking(fake))
    sent = len(fake.calls)
    command("run", "news", "--journal", "j.db", "--fresh", *asking(fake))
    assert len(fake.calls) == 2 * sent
    assert len(list(Path().glob("j*.db"))) == 2


def test_a_refusal_stands_until_it_is_asked_for_again(command: Command) -> None:
    with failing_at_first(1) as fake:
        first = command("run", "news", *asking(fake))
        sent = len(fake.calls)
        again = command("run", "news", *asking(fake))
        assert (first.exit_code, again.exit_code, len(fake.calls)) == (1, 1, sent)
        assert command("run", "news", "--retry-failed", *asking(fake)).exit_code == 0
        assert len(fake.calls) > sent


def test_a_budget_ends_with_1_and_the_same_command_goes_on_to_the_end(command: Command, fake: FakeEndpoint) -> None:
    limited = ["--max-calls", "9", "--concurrency", "1", "-o", "out", *asking(fake)]
    first = command("run", "news", *limited)
    assert first.exit_code == 1
    assert len(fake.calls) == 9
    assert re.search(r"^claimx: 6 articles: \d done, 0 failed, \d skipped$", first.stderr, re.MULTILINE)
    assert "the same command goes on" in first.stderr
    assert '"state": "skipped"' in Path("out/report.json").read_text("utf-8")
    while command("run", "news", *limited).exit_code == 1:
        assert len(fake.calls) < 40
    resumed = Path("out/report.json").read_bytes()
    calls = len(fake.calls)
    assert command("run", "news", "--no-journal", "-o", "whole", "--concurrency", "1", *asking(fake)).exit_code == 0
    assert Path("whole/report.json").read_bytes() == resumed
    assert len(fake.calls) == 2 * calls


@pytest.mark.parametrize(
    "arguments",
    [
        ["--max-calls", "0"],
        ["--max-cost", "much"],
        ["--max-cost", "-1"],
        ["--max-cost", "nan"],
        ["--no-journal", "--fresh"],
        ["--journal", "j.db", "--replay", "c.yaml"],
        ["--concurrency", "0"],
    ],
)
def test_a_wrong_use_ends_with_2(command: Command, arguments: list[str]) -> None:
    result = command("run", "news", *arguments)
    assert result.exit_code == 2
    assert "Error:" in result.stderr


def test_a_limit_on_money_wants_a_price(command: Command, fake: FakeEndpoint) -> None:
    result = command("run", "news", "--max-cost", "1", *asking(fake))
    assert result.exit_code == 2
    assert "unknown" in result.stderr
    assert fake.calls == []


def test_a_dry_run_sends_nothing_and_tells_what_it_would_cost(command: Command, fake: FakeEndpoint) -> None:
    result = command("run", "news", "--dry-run", *asking(fake))
    assert result.exit_code == 0, result.stderr
    assert fake.calls == []
    assert re.search(r"^ *claims/v\d +6 ", result.stdout, re.MULTILINE)
    assert "fake-1, 6 articles: what it costs is unknown; nothing was sent" in result.stdout
    assert not Path("runs").exists()


def test_a_dry_run_needs_no_key(command: Command) -> None:
    result = command("extract", "news", "--dry-run", "--model", "gpt-5-mini")
    assert result.exit_code == 0, result.stderr
    assert re.search(r"gpt-5-mini, 6 articles: \$\d", result.stdout)
    assert "grouping" not in result.stdout


def test_extract_writes_a_line_for_every_article(command: Command) -> None:
    with failing_at_first(1) as fake:
        result = command("extract", "news", "-o", "out/e.jsonl", *asking(fake))
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == "claimx: 6 articles: 5 done, 1 failed, 0 skipped"
    assert "claimx: failed a0002: " in result.stderr
    lines = list(load_extractions("out/e.jsonl"))
    assert [isinstance(one, Extraction) for one in lines] == [True, False, True, True, True, True]


def test_extract_without_a_file_writes_the_lines_to_stdout(command: Command, fake: FakeEndpoint) -> None:
    result = command("extract", "news", *asking(fake))
    assert result.exit_code == 0
    assert [json.loads(line)["article"]["id"] for line in result.stdout.splitlines()] == [
        f"a000{number}" for number in range(1, 7)
    ]
    assert result.stderr == "claimx: 6 articles: 6 done, 0 failed, 0 skipped\n"


def test_extract_and_run_share_what_they_have_paid_for(command: Command, fake: FakeEndpoint) -> None:
    command("extract", "news", "-o", "e.jsonl", *asking(fake))
    sent = [call.raw for call in fake.calls]
    command("run", "news", *asking(fake))
    assert not {call.raw for call in fake.calls[len(sent) :]} & set(sent)


def test_extract_puts_bad_files_among_its_lines(command: Command, fake: FakeEndpoint) -> None:
    Path("news/bad.txt").touch()
    assert command("extract", "news", "-o", "e.jsonl", *asking(fake)).exit_code == 1
    (failure,) = [one for one in load_extractions("e.jsonl") if isinstance(one, Failure)]
    assert failure.article == "news/bad.txt"


def test_extract_that_gets_nothing_makes_no_file_and_ends_with_2(command: Command) -> None:
    with endpoint(lambda _: completion(None, refusal="Not today.")) as fake:
        result = command("extract", "news", "-o", "e.jsonl", *asking(fake))
    assert (result.exit_code, Path("e.jsonl").exists()) == (2, False)
    assert "Not today." in result.stderr


def test_a_place_that_cannot_be_written_is_told_before_anything_is_asked(command: Command, fake: FakeEndpoint) -> None:
    Path("taken").touch()
    for arguments in (["run", "news", "-o", "taken/out"], ["extract", "news", "-o", "taken/e.jsonl"]):
        result = command(*arguments, *asking(fake))
        assert result.exit_code == 2
        assert "cannot write" in result.stderr
    result = command("run", "news", "--journal", "taken/j.db", *asking(fake))
    assert (result.exit_code, "journal" in result.stderr) == (2, True)
    assert fake.calls == []


def test_a_journal_that_is_none_is_one_line_and_ends_with_2(command: Command, fake: FakeEndpoint) -> None:
    Path("j.db").write_text("no database at all, but rather more than a hundred bytes of text" * 10)
    result = command("run", "news", "--journal", "j.db", *asking(fake))
    assert result.exit_code == 2
    assert re.fullmatch(r"claimx: [^\n]*j\.db[^\n]*\n", result.stderr)


def test_runs_are_listed_and_shown(command: Command, fake: FakeEndpoint) -> None:
    assert command("runs", "list").stdout == "no journals in runs\n"
    command("run", "news", *asking(fake))
    (path,) = Path("runs").glob("*.db")
    listed = command("runs", "list").stdout
    assert re.search(rf"^ *{path.stem} +done +\S+ +6 +\d+ +0 +0 *$", listed, re.MULTILINE)
    for name in (path.stem, path):
        shown = command("runs", "show", name)
        assert shown.exit_code == 0
        assert f"{len(fake.calls)} calls" in shown.stdout
        assert "a0001" in shown.stdout
        assert "grouping/v" in shown.stdout


def test_a_run_that_was_not_kept_is_one_line(command: Command) -> None:
    result = command("runs", "show", "gone")
    assert result.exit_code == 2
    assert "there is no journal gone" in result.stderr


def test_only_journals_of_runs_that_are_done_are_pruned(command: Command, fake: FakeEndpoint) -> None:
    command("run", "news", "--journal", "runs/done.db", *asking(fake))
    command("run", "news", "--journal", "runs/stopped.db", "--max-calls", "8", "--concurrency", "1", *asking(fake))
    assert command("runs", "prune").stdout == "nothing to delete\n"
    assert "done.db" in command("runs", "prune", "--older-than", "0").stdout
    assert [path.name for path in Path("runs").iterdir() if path.suffix == ".db"] == ["stopped.db"]
    command("runs", "prune", "--older-than", "0", "--unfinished")
    assert not list(Path("runs").glob("*.db*"))
