"""The command line: what goes to which stream, how it ends, and what it loads to say so."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import reports
from claimx import __version__, llm, pipeline
from claimx.cli import app
from claimx.errors import CassetteMiss, ClaimxError, EndpointUnreachable
from claimx.llm import Model
from claimx.models import Article, Report
from claimx.readers import Reading

Command = Callable[..., Result]
HEAVY = (
    "openai",
    "instructor",
    "vcr",
    "httpx2",
    "pydantic",
    "rich",
    "jinja2",
    "networkx",
    "rapidfuzz",
    "claimx.models",
)


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command in a fresh working folder that holds one article, `a.txt`."""
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Peskov said no.")
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> Report:
    """Make every run give this report, in which one input failed."""
    _answer_with(monkeypatch, reports.REPORT)
    return reports.REPORT


def _answer_with(monkeypatch: pytest.MonkeyPatch, outcome: Report | BaseException) -> None:
    def run(articles: Reading, *, progress: Callable[[str], None] | None, **_: object) -> Report:
        assert all(isinstance(article, Article) for article in articles)
        if isinstance(outcome, BaseException):
            raise outcome
        if progress:
            progress("one \x1b[31mstep")
        return outcome

    monkeypatch.setattr(pipeline, "run", run)
    monkeypatch.setattr(llm, "default_model", lambda name=None, base_url=None, **_: Model(name or "some-model"))


def _python(code: str, *, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=cwd, timeout=60, check=False
    )


def _one_line(result: Result) -> str:
    assert result.stdout == ""
    assert re.fullmatch(r"claimx: [^\n]+\n", result.stderr), result.stderr
    return result.stderr


def test_version_is_printed(command: Command) -> None:
    assert command("--version").stdout == f"claimx {__version__}\n"


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["demo", "--help"]])
def test_help_tells_the_exit_codes(command: Command, arguments: list[str]) -> None:
    text = command(*arguments).stdout
    assert re.findall(r"^\s+(\d+)  ", text, re.MULTILINE) == ["0", "1", "2", "130"]


@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [(["--help"], ""), (["--version"], ""), (["run", "--help"], "pydantic")],  # typer itself takes pydantic for options
)
def test_help_and_version_load_nothing_heavy(arguments: list[str], loaded: str) -> None:
    code = (
        f"import sys; sys.path[:] = {sys.path!r}; from claimx.cli import app\n"
        f"try: app({arguments!r})\n"
        f"except SystemExit: print(*sorted(set(sys.modules) & set({HEAVY!r})), sep=',', file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert set(done.stderr.strip().split(",")) <= {"", loaded}


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        (["gone.txt"], "no such file or folder: gone.txt"),
        (["empty"], "empty: no article in this folder"),
        (["scan.pdf"], "not a format claimx reads: .pdf"),
        (["blank.txt", "scan.pdf"], "none of 2 inputs could be read"),
        (["line\nbreak.txt"], "no such file or folder: line break.txt"),
    ],
)
def test_an_input_error_is_one_line_and_ends_with_2(command: Command, paths: list[str], told: str) -> None:
    Path("empty").mkdir()
    Path("scan.pdf").write_text("%PDF")
    Path("blank.txt").write_text("")
    result = command("run", *paths)
    assert result.exit_code == 2
    assert told in _one_line(result)


def test_no_key_is_one_line_and_ends_with_2(command: Command) -> None:
    result = command("run", "a.txt")
    assert result.exit_code == 2
    assert "OPENAI_API_KEY" in _one_line(result)


def test_no_cassette_is_one_line_and_ends_with_2(command: Command) -> None:
    result = command("run", "a.txt", "--replay", "gone.yaml")
    assert result.exit_code == 2
    assert "gone.yaml" in _one_line(result)


@pytest.mark.parametrize("error", [EndpointUnreachable("no answer", hint="is it on?"), CassetteMiss("text\ndiffers")])
def test_an_error_of_the_run_is_one_line_and_ends_with_2(
    command: Command, monkeypatch: pytest.MonkeyPatch, error: ClaimxError
) -> None:
    _answer_with(monkeypatch, error)
    result = command("run", "a.txt")
    assert result.exit_code == 2
    assert _one_line(result) == f"claimx: {' '.join(str(error).split())}\n"


def test_verbose_shows_the_traceback_of_an_error(command: Command) -> None:
    lines = command("run", "-v", "gone.txt").stderr.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[-1] == "claimx: no such file or folder: gone.txt"


def test_a_bug_is_not_made_to_look_like_an_error_of_the_user(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    _answer_with(monkeypatch, ZeroDivisionError())
    assert isinstance(command("run", "a.txt").exception, ZeroDivisionError)


def test_an_interruption_ends_with_130(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    _answer_with(monkeypatch, KeyboardInterrupt())
    result = command("run", "a.txt")
    assert (result.exit_code, result.stderr) == (130, "claimx: interrupted\n")


@pytest.mark.parametrize("arguments", [["run"], ["run", "a.txt", "--replay", "r", "--record", "r"], ["walk"]])
def test_a_wrong_use_ends_with_2(command: Command, arguments: list[str]) -> None:
    result = command(*arguments)
    assert result.exit_code == 2
    assert "Error:" in result.stderr


def test_a_run_prints_the_table_and_ends_with_1_where_an_input_failed(command: Command, report: Report) -> None:
    result = command("run", "a.txt")
    assert result.exit_code == 1
    assert "Russia asked China" in result.stdout
    assert result.stdout.endswith("failed story/scan.pdf: not a format claimx reads: .pdf\n")
    assert result.stderr == ""


def test_a_run_without_failures_ends_with_0(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    _answer_with(monkeypatch, reports.REPORT.model_copy(update={"failures": ()}))
    assert command("run", "a.txt").exit_code == 0


def test_json_is_all_that_is_printed(command: Command, report: Report) -> None:
    result = command("run", "a.txt", "--json", "-o", "out")
    assert json.loads(result.stdout)["format"] == "claimx-report/1"
    assert result.stdout == Path("out/report.json").read_text(encoding="utf-8")


def test_output_is_written_for_people_and_for_programs(command: Command, report: Report) -> None:
    result = command("run", "a.txt", "-o", "deep/out")
    assert sorted(path.name for path in Path("deep/out").iterdir()) == ["report.html", "report.json", "report.md"]
    written = [str(Path("deep/out") / f"report.{suffix}") for suffix in ("json", "html", "md")]
    assert result.stdout.endswith(f"wrote {written[0]}, {written[1]} and {written[2]}\n")


def test_the_demo_replays_the_example_story(command: Command, monkeypatch: pytest.MonkeyPatch, report: Report) -> None:
    played: list[Path] = []
    monkeypatch.setattr(llm, "replay", lambda path: played.append(path) or nullcontext())
    assert command("demo").exit_code == 1
    assert [path.name for path in played] == ["aid-request.yaml"]
    assert sorted(path.name for path in Path("out/demo").iterdir()) == ["report.html", "report.json", "report.md"]


def test_a_place_that_cannot_be_written_is_told_before_the_model_is_asked(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answer_with(monkeypatch, AssertionError("asked"))
    result = command("run", "a.txt", "-o", "a.txt")
    assert result.exit_code == 2
    assert "cannot write to a.txt" in _one_line(result)


def test_a_report_that_cannot_be_written_is_still_shown(command: Command, report: Report) -> None:
    Path("out/report.json").mkdir(parents=True)
    result = command("run", "a.txt", "-o", "out")
    assert result.exit_code == 2
    assert "Russia asked China" in result.stdout
    assert result.stderr.startswith("claimx: cannot write out/report.json")


def test_steps_are_told_on_stderr_when_asked_for_and_cannot_steer_the_terminal(
    command: Command, report: Report
) -> None:
    assert command("run", "a.txt", "-v").stderr == "one <U+001B>[31mstep\n"


def test_the_model_named_is_the_model_asked(command: Command, monkeypatch: pytest.MonkeyPatch, report: Report) -> None:
    named: list[tuple[str | None, str | None]] = []
    monkeypatch.setattr(llm, "default_model", lambda name=None, url=None, **_: named.append((name, url)) or Model("m"))
    command("run", "a.txt", "--model", "m", "--base-url", "http://localhost:1/v1")
    assert named == [("m", "http://localhost:1/v1")]


@pytest.mark.parametrize("flag", [[], ["--json"]])
def test_a_reader_that_leaves_is_no_noise(tmp_path: Path, flag: list[str]) -> None:
    (tmp_path / "a.txt").write_text("Peskov said no.")
    code = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        "import reports; from claimx import cli, llm, pipeline\n"
        "pipeline.run = lambda articles, **_: reports.REPORT\n"
        "llm.default_model = lambda *_, **__: llm.Model('m')\n"
        f"sys.argv = ['claimx', 'run', 'a.txt', *{flag!r}]; cli.main()"
    )
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as closed:
        done = subprocess.run(
            [sys.executable, "-c", code], stdout=closed, stderr=subprocess.PIPE, text=True, cwd=tmp_path, check=False
        )
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, "")
