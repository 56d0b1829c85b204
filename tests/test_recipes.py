"""The recipes work as they stand: every file they show is written, every command and snippet runs, in their order."""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import claimx
from claimx.cli import app
from faults.server import Body, FakeEndpoint
from parrot import answer_like_a_parrot
from stories import answering, asked_for
from test_docs import DOCS, ROOT

RECIPES = sorted((DOCS / "recipes").glob("*.md"))
LOCAL = "http://localhost:11434/v1"

PAGE = """<html lang="en"><head><title>{headline}</title></head><body><article><h1>{headline}</h1>
<p>{first}</p><p>The town council will hear the engineers next week, and the bridge stays closed until then.</p>
</article></body></html>"""
PAGES = {
    "story/bridge-ostra-post.html": "The Lind bridge was never inspected after 2019, an engineer said.",
    "story/bridge-lind-courier.html": "For years the old bridge carried lorries without any inspection, a clerk said.",
    "more/bridge-ferry-echo.html": "The ferry will carry passengers while the Lind bridge is closed, its owner said.",
}

pytestmark = pytest.mark.checkout


@dataclass(frozen=True)
class Step:
    """A fenced block of a recipe. `place` is the file it shows, or the database it asks."""

    language: str
    place: str
    code: str


def steps(recipe: Path) -> Iterator[Step]:
    text = recipe.read_text(encoding="utf-8")
    for found in re.finditer(r'^```(\w+)(?: title="([^"\n]*)")?\n(.*?)^```$', text, re.MULTILINE | re.DOTALL):
        yield Step(found[1], found[2] or "", found[3])


class Kitchen:
    """Does the steps of a recipe, with `endpoint` in place of every model; keeps the names that snippets make."""

    def __init__(self, endpoint: FakeEndpoint) -> None:
        self.names: dict[str, Any] = {}
        self.rows: list[list[Any]] = []
        self._endpoint = endpoint

    def do(self, step: Step) -> None:
        code = step.code.replace(LOCAL, self._endpoint.url)
        match step.language:
            case "sh":
                for line in code.splitlines():
                    self._command(line)
            case "python":
                exec(compile(code, "recipe", "exec"), self.names)
            case "toml":
                Path(step.place).write_text(code, encoding="utf-8")
            case "sql":
                with closing(sqlite3.connect(step.place)) as database:
                    self.rows.append(database.execute(code).fetchall())
            case other:
                assert other in ("text", "console")  # what is only shown, and commands of other programs

    def _command(self, line: str) -> None:
        name, *arguments = shlex.split(line)
        if name == "cp":
            shutil.copy(*arguments)
            return
        assert name == "claimx"
        done = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert done.exit_code == 0, f"{line}\n{done.output}"


def answer(body: Body) -> Body:
    return {"colour": "blue", "number": 7} if asked_for(body) == "Trial" else answer_like_a_parrot(body)


@pytest.fixture
def cook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Kitchen]]:
    """Do all the steps of a recipe where its articles lie."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "fixtures" / "stories" / "aid-request", "my-articles")
    for place, first in PAGES.items():
        Path(place).parent.mkdir(exist_ok=True)
        Path(place).write_text(PAGE.format(headline=first.split(",")[0], first=first), encoding="utf-8")
    with answering(answer) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)

        def do_all(name: str) -> Kitchen:
            kitchen = Kitchen(endpoint)
            for step in steps(DOCS / "recipes" / name):
                kitchen.do(step)
            return kitchen

        yield do_all


def test_the_story_of_the_folder_grows_and_is_merged_as_the_editor_says(cook: Callable[[str], Kitchen]) -> None:
    cook("newsroom-folder.md")
    report = claimx.load_report("out/report.json")
    assert [article.id for article in report.articles] == [
        "bridge-ferry-echo",
        "bridge-lind-courier",
        "bridge-ostra-post",
    ]
    assert report.articles[1].publisher == "Lind Courier"
    assert [len(claim.appearances) for claim in report.claims] == [2, 1]
    assert {merge.method for merge in report.claims[0].merges} == {"override"}
    assert "stays closed until then" in Path("out/report.html").read_text(encoding="utf-8")
    assert "stays closed until then" not in Path("out/quotes-only.html").read_text(encoding="utf-8")
    assert claimx.load_report("first-look/report.json").provenance.model == "rules"


def test_every_query_of_the_database_finds_something(cook: Callable[[str], Kitchen]) -> None:
    denials, printed_often, drones = cook("datasette.md").rows
    assert "Zhao Lijian" in denials[0][1]
    assert printed_often
    assert all(quote in around for _, quote, around in drones)


def test_the_cells_of_the_notebook_run_and_count_the_same(cook: Callable[[str], Kitchen]) -> None:
    names = cook("notebook.md").names
    assert len(names["rows"]) == len(names["frame"])
    assert names["most_quoted"]["stances"][0] > 10


def test_what_was_recorded_replays_as_it_was(cook: Callable[[str], Kitchen]) -> None:
    names = cook("ci-with-cassettes.md").names
    (check,) = (value for name, value in names.items() if name.startswith("test_"))
    check()
    assert "my-articles" in Path("out/report.json").read_text(encoding="utf-8")


def test_a_model_on_this_machine_is_asked_at_its_address(cook: Callable[[str], Kitchen]) -> None:
    report = cook("ollama.md").names["report"]
    assert len(report.articles) == 5
    assert Path("runs/local.db").is_file()


def test_every_recipe_is_cooked() -> None:
    told = Path(__file__).read_text(encoding="utf-8")
    assert [recipe.name for recipe in RECIPES if f'cook("{recipe.name}")' not in told] == []
