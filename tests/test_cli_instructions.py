"""Fields and prompts of one's own from the command line: found by file or module, and refused in one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from claimx.cli import app
from claimx.llm import load_prompt
from numbered_articles import files
from own_fields import filled
from parrot import answer_like_a_parrot
from stories import answering, asked_for

FIELDS = """
from __future__ import annotations
from typing import Literal
from claimx import WireClaim

class PolicyClaim(WireClaim):
    topic: Literal["war", "trade"]
    harm: str | None
    places: list[str]
    share: float
    certain: bool

class Redefining(WireClaim):
    kind: str

number = 1
"""
PROMPT = '{% extends "claims/v3" %}{% block system %}{{ super() }}Mind the topic.{% endblock %}'

Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command in a folder with an article, `news/`, a class in `fields.py` and prompts in `own/`."""
    monkeypatch.chdir(tmp_path)
    files(tmp_path / "news", 1)
    (tmp_path / "fields.py").write_text(FIELDS, "utf-8")
    (tmp_path / "own" / "claims").mkdir(parents=True)
    (tmp_path / "own" / "claims" / "v1.jinja").write_text(PROMPT, "utf-8")
    return lambda *arguments: CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.mark.parametrize("at", ["fields.py:PolicyClaim", "own_fields:PolicyClaim"])
def test_a_class_is_found_in_a_file_or_in_a_module(command: Command, at: str) -> None:
    with answering(lambda body: filled(answer_like_a_parrot(body))) as endpoint:
        result = command("extract", "news", "--claim", at, "--prompts", "own", "--base-url", endpoint.url)
    assert result.exit_code == 0, result.output
    (claim, *_) = json.loads(result.stdout)["claims"]
    assert claim["extra"]["topic"] == "trade"
    assert endpoint.calls[0].body["messages"][0]["content"].endswith("Mind the topic.")


def test_a_run_carries_the_fields_into_its_files_and_a_replay_of_it_too(command: Command) -> None:
    def answer(body: dict[str, object]) -> dict[str, object]:
        said = answer_like_a_parrot(body)
        return filled(said) if asked_for(body) == "ClaimsAnswer" else said

    own = ("--claim", "fields.py:PolicyClaim", "--prompts", "own")
    with answering(answer) as endpoint:
        run = command("run", "news", *own, "--base-url", endpoint.url, "--record", "c.yaml", "-o", "out")
    assert run.exit_code == 0, run.output
    replayed = command("replay", "c.yaml", "news", *own, "--json")
    (claim,) = json.loads(replayed.stdout)["claims"]
    assert claim["appearances"][0]["extra"]["places"] == ["Ostra", "Lind"]
    assert "places: Ostra; Lind" in command("show", "out/report.json", "1").stdout


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--claim", "PolicyClaim"], "'PolicyClaim' names no class (write fields.py:MyClaim, or module:MyClaim)"),
        (["--claim", "gone.py:PolicyClaim"], "cannot load gone.py:PolicyClaim: FileNotFoundError: "),
        (["--claim", "no.such.module:X"], "cannot load no.such.module:X: ModuleNotFoundError: "),
        (["--claim", "fields.py:Other"], "cannot load fields.py:Other: AttributeError: "),
        (["--claim", "fields.py:number"], "1 is no class of claims"),
        (["--claim", "fields.py:Redefining"], "Redefining.kind is a field of ours"),
        (["--prompts", "gone"], "no folder of prompts: gone"),
        (["--prompts", "news"], "news holds no prompt"),
        (["--prompts", "own", "--model", "rules"], "rules fill in no fields and read no prompts"),
    ],
)
@pytest.mark.parametrize("name", ["run", "extract"])
def test_what_cannot_be_used_is_one_line(command: Command, name: str, options: list[str], told: str) -> None:
    result = command(name, "news", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"claimx: {told}")
    assert result.stderr.count("\n") == 1


def test_prompts_for_the_story_go_with_reconcile_and_rules_read_none(command: Command) -> None:
    command("extract", "news", "--model", "rules", "-o", "lines.jsonl")
    result = command("reconcile", "lines.jsonl", "--model", "rules", "--prompts", "own")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "rules fill in no fields and read no prompts" in result.stderr


def test_prompts_of_ones_own_are_listed_before_ours_and_marked_as_those_in_use(command: Command) -> None:
    lines = command("prompts", "list", "--prompts", "own").stdout.splitlines()
    used = [line.split()[1] for line in lines if line.startswith("*")]
    assert used[0] == lines[0].split()[1] == "claims/own-v1"
    assert load_prompt("claims").stage not in used
    assert command("prompts", "show", "claims", "--prompts", "own").stdout == PROMPT
    assert command("prompts", "show", "claims/v3", "--prompts", "own").stdout == load_prompt("claims", "v3").source


def test_a_dry_run_reckons_with_the_prompts_of_ones_own(command: Command) -> None:
    result = command("run", "news", "--prompts", "own", "--dry-run", "--base-url", "http://127.0.0.1:9")
    assert result.exit_code == 0
    assert "claims/own-v1" in result.stdout
