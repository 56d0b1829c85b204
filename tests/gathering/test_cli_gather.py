"""`claimx gather`: what a person with a folder of mixed pages gets, and how it ends."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from claimx import load_articles
from claimx.cli import app, gathering
from claimx.gathering import MOST, WINDOW
from news import FIRE, SAME_ACTORS

Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command in a folder that holds `pages/` with two stories."""
    monkeypatch.chdir(tmp_path)
    Path("pages").mkdir()
    for name, text in (("fire", FIRE[0]), ("ruin", FIRE[1]), ("autumn", SAME_ACTORS[0])):
        record = {"text": text, "published_at": "2026-05-04T06:00:00Z", "language": "en", "publisher": "Ostra Post"}
        Path(f"pages/{name}.json").write_text(json.dumps(record), encoding="utf-8")
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


def test_the_stories_are_a_table_the_largest_first(command: Command) -> None:
    done = command("gather", "pages")
    assert done.exit_code == 0
    rows = [line.split() for line in done.stdout.splitlines()[1:] if line.strip()]
    assert [(row[0], row[-4], row[-3], row[-2]) for row in rows] == [
        ("1", "2", "en", "2026-05-04"),
        ("2", "1", "en", "2026-05-04"),
    ]
    assert done.stderr == ""


def test_each_story_becomes_a_folder_that_run_takes(command: Command) -> None:
    assert command("gather", "pages", "-o", "stories").exit_code == 0
    assert {one.id for one in load_articles("stories/1")} == {"fire", "ruin"}
    done = command("run", "stories/1", "--model", "rules", "--json")
    assert done.exit_code == 0
    assert {one["id"] for one in json.loads(done.stdout)["articles"]} == {"fire", "ruin"}


def test_an_article_comes_back_from_its_story_as_it_was_read(command: Command) -> None:
    command("gather", "pages", "-o", "stories")
    told = {"path"}
    before = {one.id: one.model_dump(exclude=told) for one in load_articles("pages")}
    after = {one.id: one.model_dump(exclude=told) for one in load_articles(["stories/1", "stories/2"])}
    assert after == before


def test_stories_are_lines_of_json_that_say_why(command: Command) -> None:
    lines = [json.loads(line) for line in command("gather", "pages", "--json").stdout.splitlines()]
    assert [story["articles"] for story in lines] == [["fire", "ruin"], ["autumn"]]
    assert "Tennick" in lines[0]["links"][0]["names"]


def test_what_cannot_be_read_is_told_and_the_rest_is_gathered(command: Command) -> None:
    Path("pages/bad.json").write_text("{", encoding="utf-8")
    done = command("gather", "pages")
    assert done.exit_code == 1
    assert "failed pages/bad.json: malformed JSON" in done.stderr
    assert "3 gathered, 1 failed, 0 skipped" in done.stderr


def test_findings_are_told_and_written(command: Command) -> None:
    Path("pages/undated.txt").write_text(FIRE[2], encoding="utf-8")
    done = command("gather", "pages", "-o", "stories")
    assert done.exit_code == 0
    assert "undated: undated: no date" in done.stderr
    assert json.loads(Path("stories/findings.jsonl").read_text(encoding="utf-8"))["kind"] == "undated"


def test_a_folder_that_is_not_empty_is_left_alone(command: Command) -> None:
    done = command("gather", "pages", "-o", "pages")
    assert done.exit_code == 2
    assert "pages is not empty" in done.stderr
    assert not Path("pages/stories.jsonl").exists()


def test_a_window_can_be_given(command: Command) -> None:
    late = {"text": FIRE[2], "published_at": "2026-05-06T06:00:00Z", "language": "en"}
    Path("pages/late.json").write_text(json.dumps(late), encoding="utf-8")
    count = lambda *options: len(command("gather", "pages", "--json", *options).stdout.splitlines())  # noqa: E731
    assert (count(), count("--window", "24")) == (2, 3)


def test_the_limits_are_those_of_the_library_where_none_is_given() -> None:
    given = inspect.signature(gathering.gather).parameters
    assert (timedelta(hours=given["window"].default), given["most"].default) == (WINDOW, MOST)


def test_words_that_a_page_hid_are_told(command: Command) -> None:
    page = f"<html><body><article><h1>Fire</h1><p>{FIRE[0]}</p><p hidden>{FIRE[2]}</p></article></body></html>"
    Path("pages/page.html").write_text(page, encoding="utf-8")
    assert "page: " in command("gather", "pages").stderr


def test_without_paths_it_is_a_wrong_use(command: Command) -> None:
    assert command("gather").exit_code == 2
