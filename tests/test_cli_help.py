"""What `--help` shows works: every example runs, every command tells its exit codes, every shell can complete."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from claimx.cli import app
from claimx.cli.epilogs import EXAMPLES
from faults.batches import FakeBatches
from faults.server import Body
from parrot import answer_like_a_parrot
from stories import asked_for

FIXTURES = Path(__file__).parents[1] / "fixtures"
STORY = "aid-request"
NAMES = sorted(typer.main.get_command(app).commands)


def _answer(body: Body) -> Body:
    return {"colour": "blue", "number": 7} if asked_for(body) == "Trial" else answer_like_a_parrot(body)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that examples name."""
    folder = tmp_path_factory.mktemp("examples")
    shutil.copytree(FIXTURES / "stories" / STORY, folder / "my-articles")
    shutil.copy(FIXTURES / "cassettes" / f"{STORY}.yaml", folder / "story.yaml")
    (folder / "prices.toml").write_text(
        'date = 2026-11-22\ncurrency = "USD"\nbatch = 0.5\n[models.gpt-5-mini]\nprompt = 1.0\ncached = 0.1\ncompletion = 2.0\n'
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        _run("claimx replay story.yaml my-articles -o out")
        _run("claimx extract my-articles -o extractions.jsonl --model rules")
        _run("claimx lake add my-lake out/report.json")
    return folder


def _run(line: str) -> None:
    """What a shell does with the line: each command takes what the one before it gave, and `>` writes the last."""
    line, _, target = line.partition(" > ")
    given = None
    for part in line.split(" | "):
        name, *arguments = shlex.split(part)
        assert name == "claimx"
        done = CliRunner().invoke(app, arguments, input=given, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        given = done.stdout
    if target:
        Path(target).write_text(given or "", encoding="utf-8")


@pytest.mark.parametrize("line", [line for lines in EXAMPLES.values() for line in lines])
def test_an_example_works(folder: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("CLAIMX_PRICES", "prices.toml")
    with FakeBatches(_answer) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        _run(line)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_help_shows_the_examples_and_the_exit_codes_as_they_stand(name: str) -> None:
    text = CliRunner().invoke(app, [*name.split(), "--help"]).stdout
    assert [line.strip() for line in text.splitlines() if line.strip().startswith("claimx ")] == list(EXAMPLES[name])
    assert {"0", "2"} <= set(re.findall(r"^\s+(\d+)  ", text, re.MULTILINE))


def test_every_command_has_examples_or_commands_of_its_own() -> None:
    assert sorted({name.split()[0] for name in EXAMPLES} | {"prompts", "runs"}) == NAMES


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_complete_the_commands(shell: str) -> None:
    script = subprocess.run(
        [sys.executable, "-m", "claimx", "--show-completion", shell],
        env={**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "claimx" in script.stdout, script.stderr


def test_completion_offers_what_begins_like_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv = ['claimx']; from claimx.cli import main; main()"],
        env={**os.environ, "_CLAIMX_COMPLETE": "complete_bash", "COMP_WORDS": "claimx re", "COMP_CWORD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["reconcile", "report", "replay"], done.stderr
