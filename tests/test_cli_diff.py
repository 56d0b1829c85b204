"""`claimx diff` and `claimx prompts`: what two runs found differently, and what the model was told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import reports
from claimx import compare, write
from claimx.cli import app
from claimx.llm import list_prompts, load_prompt

Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command in a folder with two reports, `a.json` and `b.json`, which lacks a claim and denies less."""
    monkeypatch.chdir(tmp_path)
    stance = reports.ASKED_IN_LEDGER.stances[0].model_copy(update={"label": "comment"})
    milder = reports.ASKED_IN_LEDGER.model_copy(update={"stances": (stance,)})
    asked = reports.ASKED.model_copy(
        update={"appearances": (reports.ASKED_IN_WIRE, milder), "status": "single_origin", "positions": ()}
    )
    write(reports.REPORT, "a.json")
    made = reports.REPORT.provenance.model_copy(update={"model": "gpt-5"})
    changed = {"claims": (asked, reports.DEAD), "relations": (), "provenance": made}
    write(reports.REPORT.model_copy(update=changed), "b.json")
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


def test_two_reports_that_found_the_same_end_with_0(command: Command) -> None:
    result = command("diff", "a.json", "a.json")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "the same: 3 claims\n", "")


def test_reports_that_differ_end_with_1_and_every_difference_is_a_line(command: Command) -> None:
    result = command("diff", "a.json", "b.json")
    assert result.exit_code == 1
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert any(line.startswith("- # Heading [click]") for line in lines)
    assert "status: disputed → single origin" in lines
    assert "Peskov, in Ledger | <b>Daily</b>: deny (unspecified) → comment (unspecified)" in lines
    assert "claims: 3 → 2" in lines
    assert "model: gpt-5-mini → gpt-5" in lines
    assert lines[-1] == "1 claim alike, 1 changed, 0 put together otherwise, 1 only in the first, 0 only in the second"


def test_nothing_that_an_article_writes_steers_the_terminal(command: Command) -> None:
    assert not {"\x1b", "\u202e"} & set(command("diff", "a.json", "b.json").stdout)


def test_json_is_the_comparison_and_nothing_else(command: Command) -> None:
    result = command("diff", "a.json", "b.json", "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert (told["same"], [claim["id"] for claim in told["only_a"]]) == (False, ["c3"])
    assert told.keys() == type(compare(reports.REPORT, reports.REPORT)).model_fields.keys()


def test_a_report_that_cannot_be_read_ends_with_2(command: Command) -> None:
    result = command("diff", "a.json", "gone.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "claimx: cannot read gone.json: No such file or directory\n"


def test_every_version_of_every_prompt_is_listed_and_the_one_in_use_is_marked(command: Command) -> None:
    lines = command("prompts", "list").stdout.splitlines()
    assert [line[2:].split()[0] for line in lines] == [prompt.stage for prompt in list_prompts()]
    used = [line.split()[1] for line in lines if line.startswith("*")]
    assert used == [load_prompt(task).stage for task in dict.fromkeys(prompt.task for prompt in list_prompts())]


@pytest.mark.parametrize(("named", "version"), [("claims", None), ("claims/v1", "v1")])
def test_a_prompt_is_shown_as_its_file_has_it(command: Command, named: str, version: str | None) -> None:
    assert command("prompts", "show", named).stdout == load_prompt("claims", version).source


def test_what_changed_between_two_versions_is_a_unified_diff(command: Command) -> None:
    lines = command("prompts", "show", "claims", "--diff", "v1", "v2").stdout.splitlines()
    assert lines[:2] == ["--- claims/v1", "+++ claims/v2"]
    assert {line[:1] for line in lines[2:]} == {"@", " ", "-", "+"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["claims/v99"], "prompt 'claims' has no version 'v99' (it has: v1, v2"),
        (["poetry"], "there is no prompt 'poetry' (there is: claims, "),
        (["claims/v1", "--diff", "v1", "v2"], "name the task alone"),
    ],
)
def test_a_prompt_that_is_not_there_ends_with_2_and_says_what_is(
    command: Command, arguments: list[str], told: str
) -> None:
    result = command("prompts", "show", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
