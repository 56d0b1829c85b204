"""The README's snippets run, its commands parse, and the places that programs fill are there."""

from __future__ import annotations

import ast
import re
import runpy
import shlex
from pathlib import Path

import pytest
import typer

import claimx
from claimx.cli import app
from parrot import parrot
from test_docs import PAPERS, ROOT, blocks

README = ROOT / "README.md"
SNIPPETS = blocks(README, "python")
COMMANDS = [
    (paper, line)
    for paper in PAPERS
    for block in blocks(paper, "(?:sh|console|bash)")
    for line in block.splitlines()
    if line.startswith("claimx ")
]

pytestmark = pytest.mark.checkout


@pytest.fixture
def copy_of_the_fixtures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Snippets find fixtures/ where they run, and what they write does not land in the checkout."""
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("snippet", SNIPPETS, ids=range(len(SNIPPETS)))
def test_every_name_of_a_snippet_is_one_of_claimx(snippet: str) -> None:
    used = {
        node.attr
        for node in ast.walk(ast.parse(snippet))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "claimx"
    }
    assert used
    assert used <= set(dir(claimx))


def test_the_first_snippet_runs(
    copy_of_the_fixtures: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with parrot() as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        exec(compile(SNIPPETS[0], str(README), "exec"), {})
    assert "Moscow has turned to Beijing" in capsys.readouterr().out
    assert "5 articles" in Path("out/report.html").read_text(encoding="utf-8")


def test_the_snippet_that_replays_runs_without_an_endpoint(copy_of_the_fixtures: None) -> None:
    names: dict[str, claimx.Report] = {}
    exec(compile(SNIPPETS[1], str(README), "exec"), names)
    assert len(names["report"].articles) == 5
    assert names["report"].claims


@pytest.mark.parametrize(("paper", "line"), COMMANDS, ids=[line for _, line in COMMANDS])
def test_a_command_in_a_paper_parses(paper: Path, line: str) -> None:
    name, *arguments = shlex.split(line, comments=True)[1:]
    command = typer.main.get_command(app).commands[name]
    command.make_context(name, arguments)


def test_the_exit_codes_are_those_of_the_help() -> None:
    from claimx.cli import EXIT_CODES

    told = re.findall(r"^\| (\d+) \| (.*) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert told == re.findall(r"^  (\d+)\s+(.*)$", EXIT_CODES, re.MULTILINE)


def test_the_demo_of_the_readme_is_that_of_today() -> None:
    text = README.read_text(encoding="utf-8")
    assert runpy.run_path(str(README.parent / "docs" / "make_demo.py"))["filled_in"](text) == text, "make readme"


@pytest.mark.parametrize("name", ["scores", "demo"])
def test_there_is_one_place_for_what_a_program_fills_in(name: str) -> None:
    lines = README.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.endswith(f"{name} -->")] == [f"<!-- {name} -->", f"<!-- /{name} -->"]
