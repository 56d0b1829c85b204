"""The command as a user runs it: a real process, a real endpoint, real files."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from faults.server import Body, FakeEndpoint, Reply, completion, error
from stories import BRIDGE, answering
from test_pipeline import refusing, whole_story
from warm import run_warm

FIXTURES = Path(__file__).parents[1] / "fixtures"


def claimx(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return run_warm("-m", "claimx", *arguments, cwd=cwd, NO_COLOR="1", **environment)


def ended_in_one_line(done: subprocess.CompletedProcess[str]) -> str:
    """The one line on stderr with which a run ends that could do nothing."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("claimx: ")
    return line


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one article."""
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "ostra-post.txt").write_text(BRIDGE.text, encoding="utf-8")
    return articles


def test_a_folder_of_articles_becomes_a_table_and_two_files(folder: Path, tmp_path: Path) -> None:
    with answering(whole_story) as endpoint:
        done = claimx("run", folder, "-o", "out", "--base-url", endpoint.url, "--model", "fake-1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "disputed" in done.stdout
    assert "Jon Vik" in done.stdout
    document = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert document["format"] == "claimx-report/1"
    assert "Jon Vik" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


def test_json_on_stdout_is_the_report_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    with answering(whole_story) as endpoint:
        done = claimx("run", folder, "--json", "--base-url", endpoint.url, cwd=tmp_path)
    assert json.loads(done.stdout)["articles"][0]["id"] == "ostra-post"
    assert done.stderr == ""


def test_what_was_recorded_replays_offline_and_needs_no_key_and_no_model_name(folder: Path, tmp_path: Path) -> None:
    with answering(whole_story) as endpoint:
        first = claimx("run", folder, "--record", "story.yaml", "--base-url", endpoint.url, "--json", cwd=tmp_path)
    again = claimx("run", folder, "--replay", "story.yaml", "--json", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    recorded, replayed = json.loads(first.stdout), json.loads(again.stdout)
    assert replayed["claims"] == recorded["claims"]
    assert (recorded["provenance"]["replayed"], replayed["provenance"]["replayed"]) == (False, True)


def test_a_changed_article_misses_the_cassette_and_the_line_names_what_differs(folder: Path, tmp_path: Path) -> None:
    with answering(whole_story) as endpoint:
        claimx("run", folder, "--record", "story.yaml", "--base-url", endpoint.url, cwd=tmp_path)
    (folder / "ostra-post.txt").write_text(BRIDGE.text.replace("1,200", "1,900"), encoding="utf-8")
    line = ended_in_one_line(claimx("run", folder, "--replay", "story.yaml", cwd=tmp_path))
    assert "story.yaml does not hold this request" in line
    assert "messages[1].content differs" in line


def test_a_wrong_key_is_one_line(folder: Path, tmp_path: Path) -> None:
    with FakeEndpoint(lambda _: error(401, "Incorrect API key provided: sk-canary")) as endpoint:
        done = claimx("run", folder, "--base-url", endpoint.url, cwd=tmp_path, OPENAI_API_KEY="sk-canary")
    line = ended_in_one_line(done)
    assert "key" in line
    assert "sk-canary" not in line


def test_a_model_that_refuses_every_article_is_one_line(folder: Path, tmp_path: Path) -> None:
    with refusing("===") as endpoint:
        line = ended_in_one_line(claimx("run", folder, "--base-url", endpoint.url, cwd=tmp_path))
    assert "I would rather not" in line


def test_a_model_that_answers_with_nonsense_is_one_line(folder: Path, tmp_path: Path) -> None:
    with FakeEndpoint(lambda _: completion("I am a teapot.")) as endpoint:
        ended_in_one_line(claimx("run", folder, "--base-url", endpoint.url, cwd=tmp_path))
    assert len(endpoint.calls) == 2


def test_an_endpoint_that_serves_a_web_page_is_one_line(folder: Path, tmp_path: Path) -> None:
    def page(_: Body) -> Reply:
        return Reply(200, "<html>Welcome</html>", {"Content-Type": "text/html"})

    with FakeEndpoint(page) as endpoint:
        ended_in_one_line(claimx("run", folder, "--base-url", endpoint.url, cwd=tmp_path))


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\0\0", "Zürich".encode("latin-1")])
def test_a_bad_file_among_good_ones_is_listed_and_the_exit_code_says_so(
    folder: Path, tmp_path: Path, content: bytes
) -> None:
    (folder / "bad.txt").write_bytes(content)
    with answering(whole_story) as endpoint:
        done = claimx("run", folder, "-o", "out", "--base-url", endpoint.url, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    document = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    (failure,) = document["failures"]
    assert failure["article"].endswith("bad.txt")
    assert "bad.txt" in done.stdout


def test_the_same_article_twice_is_said(folder: Path, tmp_path: Path) -> None:
    with answering(whole_story) as endpoint:
        done = claimx("run", folder, folder / "ostra-post.txt", "--base-url", endpoint.url, "--json", cwd=tmp_path)
    assert done.returncode == 1
    (failure,) = json.loads(done.stdout)["failures"]
    assert "the same article" in failure["reason"]


def test_the_demo_runs_anywhere_without_key_or_network(tmp_path: Path) -> None:
    done = claimx("demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "disputed" in done.stdout
    document = json.loads((tmp_path / "out" / "demo" / "report.json").read_text(encoding="utf-8"))
    assert len(document["articles"]) == 5
    assert (tmp_path / "out" / "demo" / "report.html").stat().st_size > 10_000
