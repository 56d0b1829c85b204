"""Reports in any format that `write` knows, reports made of extractions, and reports made again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import reports
from claimx import write
from claimx.cli import app
from claimx.writers import FORMATS
from faults.server import FakeEndpoint, completion
from numbered_articles import endpoint, files

Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command in a folder with a report, `r.json`, and three articles, `news/`."""
    monkeypatch.chdir(tmp_path)
    write(reports.REPORT, "r.json")
    files(tmp_path / "news", 3)
    return lambda *arguments, input=None: CliRunner().invoke(app, [str(one) for one in arguments], input=input)


def test_a_report_is_written_in_every_format_that_is_asked_for(command: Command) -> None:
    result = command("export", "r.json", "--to", "deep/copy.json", "--to", "copy.md")
    assert (result.exit_code, result.stdout) == (0, f"wrote {Path('deep/copy.json')} and copy.md\n")
    assert Path("deep/copy.json").read_bytes() == Path("r.json").read_bytes()
    assert Path("copy.md").read_text(encoding="utf-8").startswith("# 2 articles")


def test_a_format_that_is_added_to_the_table_is_one_that_the_commands_write(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, ".txt", lambda report, path: path.write_text(str(len(report.claims))))
    assert command("export", "r.json", "--to", "n.TXT").exit_code == 0
    assert Path("n.TXT").read_text() == "3"
    command("run", "news", "--model", "rules", "-o", "out", "--format", "txt")
    assert [path.name for path in Path("out").iterdir()] == ["report.txt"]


def test_a_report_to_read_is_written_beside_its_file_or_where_it_is_wanted(command: Command) -> None:
    page = "r.html" if ".html" in FORMATS else "r.md"
    assert command("report", "r.json").stdout == f"wrote {page}\n"
    assert Path(page).stat().st_size > 500
    assert command("report", "r.json", "-o", "there.md").stdout == "wrote there.md\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "news", "--model", "rules", "--to", "p.html"],
        ["reconcile", "lines.jsonl", "--model", "rules", "--to", "p.html"],
        ["export", "out.json", "--to", "p.html"],
        ["report", "out.json", "-o", "p.html"],
    ],
)
def test_texts_are_left_out_of_a_page_where_that_is_asked(command: Command, arguments: list[str]) -> None:
    lines = command("extract", "news", "--model", "rules").stdout
    Path("lines.jsonl").write_text(lines, encoding="utf-8")
    command("run", "news", "--model", "rules", "--to", "out.json")
    for options, texts in (([], True), (["--no-texts"], False)):
        result = command(*arguments, *options)
        assert result.exit_code == 0, result.stderr
        page = Path("p.html").read_text(encoding="utf-8")
        assert ('<script type="application/json" id="texts">null</script>' not in page) is texts


RATINGS = """[reviewer]
name = "Ostra Desk"
url = "https://desk.example"
[[rating]]
claim = "c1"
verdict = "Mostly false"
date = 2024-03-20
url = "https://desk.example/7"
"""


def test_a_reviewers_ratings_go_into_the_linked_data_and_nowhere_else(command: Command) -> None:
    Path("ratings.toml").write_text(RATINGS)
    result = command("export", "r.json", "--to", "x.jsonld", "--to", "x.md", "--ratings", "ratings.toml")
    assert result.exit_code == 0, result.stderr
    assert '"ClaimReview"' in Path("x.jsonld").read_text(encoding="utf-8")
    assert "Mostly false" not in Path("x.md").read_text(encoding="utf-8")


def test_ratings_that_no_file_could_hold_are_a_wrong_use(command: Command) -> None:
    result = command("export", "r.json", "--to", "x.md", "--ratings", "ratings.toml")
    assert (result.exit_code, Path("x.md").exists()) == (2, False)
    assert "--ratings" in result.stderr


def test_a_rating_of_another_reports_claim_is_one_line(command: Command) -> None:
    Path("ratings.toml").write_text(RATINGS.replace("c1", "c9"))
    result = command("export", "r.json", "--to", "x.jsonld", "--ratings", "ratings.toml")
    assert (result.exit_code, result.stdout, Path("x.jsonld").exists()) == (2, "", False)
    assert "claimx: a rating is of claim 'c9', which the report does not have" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "r.json", "--to", "report.pdf"],
        ["report", "r.json", "-o", "report"],
        ["run", "news", "--to", "report.pdf"],
        ["run", "news", "-o", "out", "--format", "md,pdf"],
        ["run", "news", "--format", "md"],
    ],
)
def test_a_suffix_that_names_no_format_is_a_wrong_use_and_nothing_is_asked(
    command: Command, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    with FakeEndpoint([]) as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        result = command(*arguments)
        assert fake.calls == []
    assert result.exit_code == 2
    assert "claimx writes .json, .md" in result.stderr or "-o DIR" in result.stderr


def test_a_run_writes_where_to_says_and_in_the_formats_that_are_named(command: Command) -> None:
    options = ["-o", "out", "--format", " MD,.json", "--to", "a/x.json", "--to", "x.md"]
    result = command("run", "news", "--model", "rules", *options)
    assert result.exit_code == 0, result.stderr
    assert sorted(path.name for path in Path("out").iterdir()) == ["report.json", "report.md"]
    assert Path("a/x.json").read_bytes() == Path("out/report.json").read_bytes()
    assert Path("x.md").read_bytes() == Path("out/report.md").read_bytes()


def test_a_place_that_cannot_be_written_is_told_before_the_model_is_asked(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeEndpoint([]) as fake:
        monkeypatch.setenv("OPENAI_BASE_URL", fake.url)
        result = command("run", "news", "--to", "r.json/x.md")
        assert fake.calls == []
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("claimx: cannot write to r.json")


def test_what_was_extracted_is_put_together_as_a_run_would_have(command: Command, tmp_path: Path) -> None:
    with endpoint() as fake:
        asking = ["--base-url", fake.url, "--model", "fake-1", "--no-journal"]
        whole = json.loads(command("run", "news", "--json", *asking).stdout)
        command("extract", "news", "-o", "lines.jsonl", *asking)
        joined = command("reconcile", "lines.jsonl", "--json", *asking)
    assert joined.exit_code == 0, joined.stderr
    assert json.loads(joined.stdout) == whole


def test_extractions_come_through_a_pipe(command: Command) -> None:
    lines = command("extract", "news", "--model", "rules").stdout
    result = command("reconcile", "-", "--model", "rules", "--json", input=lines)
    assert (
        json.loads(result.stdout)["claims"]
        == json.loads(command("run", "news", "--model", "rules", "--json").stdout)["claims"]
    )


def test_an_article_that_had_failed_is_a_failure_of_the_report(command: Command) -> None:
    Path("news/empty.txt").write_text("")
    lines = command("extract", "news", "--model", "rules").stdout
    result = command("reconcile", "-", "--model", "rules", "-o", "out", input=lines)
    assert result.exit_code == 1
    (failure,) = json.loads(Path("out/report.json").read_text(encoding="utf-8"))["failures"]
    assert failure["article"].endswith("empty.txt")


def test_rules_that_put_together_what_a_model_read_do_not_say_that_rules_read_it(command: Command) -> None:
    with endpoint() as fake:
        lines = command("extract", "news", "--base-url", fake.url, "--model", "fake-1", "--no-journal").stdout
    made = json.loads(command("reconcile", "-", "--model", "rules", "--json", input=lines).stdout)["provenance"]
    assert (made["model"], made["answered_by"]) == (None, ["fake-1"])
    lines = command("extract", "news", "--model", "rules").stdout
    made = json.loads(command("reconcile", "-", "--model", "rules", "--json", input=lines).stdout)["provenance"]
    assert made["model"] == "rules"


@pytest.mark.parametrize(
    ("lines", "told"),
    [("", "there is no extraction among the lines"), ("{}\n", "line 1, holds no extraction")],
)
def test_lines_that_are_no_extractions_end_with_2(command: Command, lines: str, told: str) -> None:
    result = command("reconcile", "-", "--model", "rules", input=lines)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_replay_is_run_with_a_recording(command: Command) -> None:
    with endpoint() as fake:
        command("run", "news", "--record", "story.yaml", "--base-url", fake.url, "--model", "fake-1")
    short = command("replay", "story.yaml", "news", "--json")
    assert short.exit_code == 0, short.stderr
    assert short.stdout == command("run", "news", "--replay", "story.yaml", "--json").stdout
    assert not Path("runs").exists()


def test_a_recording_of_other_articles_is_one_line(command: Command) -> None:
    with FakeEndpoint(lambda _: completion("{}")):
        result = command("replay", "gone.yaml", "news")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "gone.yaml" in result.stderr
