"""What the command line reads: addresses where that is asked for, and other people's JSON field by field."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from claimx.cli import app
from claimx.readers.fetching import Fetcher
from page_server import answer, only_here, serving

Command = Callable[..., Result]
RECORD = {"body": {"content": "The crane fell at noon, the port said."}, "title": "Crane fell"}
FIELDS = ["--field", "text=body.content", "--field", "headline=title"]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command in a folder with an export of somebody's, `dump.json`."""
    monkeypatch.chdir(tmp_path)
    Path("dump.json").write_text(json.dumps(RECORD), encoding="utf-8")
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


@pytest.mark.parametrize("name", ["run", "extract"])
def test_an_address_is_fetched_only_where_that_is_asked(command: Command, name: str) -> None:
    result = command(name, "https://127.0.0.1:9/bridge", "--model", "rules")
    assert (result.exit_code, result.stdout) == (2, "")
    assert (
        result.stderr
        == "claimx: not fetched: https://127.0.0.1:9/bridge (ask for it: --fetch, or fetch=True in Python)\n"
    )


def test_an_address_reaches_who_fetches_it_as_it_was_given(command: Command) -> None:
    result = command("run", "http://127.0.0.1:9/bridge", "--fetch", "--model", "rules")
    assert (result.exit_code, result.stdout) == (2, "")
    wanted = "claimx: http://127.0.0.1:9/bridge: not fetched: 127.0.0.1 is 127.0.0.1, which is no public address\n"
    assert result.stderr == wanted


def test_what_cannot_be_fetched_is_a_failure_and_the_files_go_on(command: Command) -> None:
    result = command("extract", "dump.json", "http://127.0.0.1:9/bridge", "--fetch", *FIELDS, "--model", "rules")
    assert result.exit_code == 1
    failure, extraction = map(json.loads, result.stdout.splitlines())
    assert (failure["article"], extraction["article"]["id"]) == ("http://127.0.0.1:9/bridge", "dump")


def test_fields_stand_where_the_mapping_says(command: Command) -> None:
    result = command("extract", "dump.json", *FIELDS, "--model", "rules")
    article = json.loads(result.stdout)["article"]
    assert (article["text"], article["headline"]) == ("The crane fell at noon, the port said.", "Crane fell")


def test_a_report_finds_the_texts_of_its_articles_again_by_the_same_fields(command: Command) -> None:
    command("run", "dump.json", *FIELDS, "--model", "rules", "--to", "r.json")
    alone = command("show", "r.json", "--article", "dump")
    assert "not at hand" in alone.stderr
    told = command("show", "r.json", "--article", "dump", "--articles", "dump.json", *FIELDS)
    assert (told.exit_code, told.stderr) == (0, "")
    assert "the port said" in told.stdout


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (["text"], "'text' is not OURS=THEIRS"),
        (["text="], "'text=' is not OURS=THEIRS"),
        (["text=a", "text=b"], "text is given twice"),
        (["txt=body"], "articles have no field 'txt' (did you mean text?)"),
    ],
)
def test_a_slip_in_a_field_is_told(command: Command, fields: list[str], told: str) -> None:
    options = [part for field in fields for part in ("--field", field)]
    result = command("run", "dump.json", *options, "--model", "rules")
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in " ".join(result.stderr.replace("│", " ").split())


def test_what_was_fetched_is_kept_where_the_report_finds_it_again(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("warcio")
    monkeypatch.setattr("claimx.readers.loading.Fetcher", partial(Fetcher, allows=only_here))
    with serving() as server:
        server.answers["/crane"] = answer(body=b"The crane fell at noon, the port said.", Content_Type="text/plain")
        address = server.url("/crane")
        keeping = ("run", address, "--fetch", "--keep", "pages.warc.gz", "--model", "rules")
        assert command(*keeping, "-o", "out").exit_code == 0
        server.answers["/crane"] = answer(body=b"The crane fell at ten, the port said.", Content_Type="text/plain")
        shown = command("show", "out/report.json", "--article", "crane")
        assert (shown.exit_code, shown.stderr) == (0, "")
        assert "at noon, the port said" in shown.stdout
        assert command(*keeping, "--into", "out/report.json").exit_code == 0
    shown = command("show", "out/report.json", "--article", "crane")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert "at ten, the port said" in shown.stdout


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--keep", "p.warc"], "only fetched pages are kept (add --fetch, or fetch=True in Python)"),
        (["--fetch", "--keep", "p.zip"], "pages are kept as .warc or .warc.gz, not as p.zip (name another file)"),
    ],
)
def test_a_wrong_use_of_keep_is_told(command: Command, options: list[str], told: str) -> None:
    result = command("extract", "https://127.0.0.1:9/bridge", *options, "--model", "rules")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"claimx: {told}\n")
