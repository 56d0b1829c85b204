"""`claimx show`: a report in the terminal, and through a pipe."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

import reports
from claimx import write
from claimx.cli import app
from claimx.writers.terminal import ClaimPrinter

Command = Callable[..., Result]


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """`claimx show r.json …` in a folder that holds the report, and its articles as JSON."""
    monkeypatch.chdir(tmp_path)
    write(reports.REPORT, "r.json")
    given = reports.REPORT.articles
    lines = [{"id": one.id, "publisher": one.publisher, "text": one.text} for one in given]
    Path("articles.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return lambda *arguments: CliRunner().invoke(app, ["show", "r.json", *arguments])


def _numbers(result: Result) -> list[str]:
    assert result.exit_code == 0, result.stderr
    return [line.split()[0] for line in result.stdout.splitlines() if line.strip()]


def test_the_outline_numbers_claims_and_puts_narrower_ones_beneath(show: Command) -> None:
    lines = show().stdout.splitlines()
    assert [line.split("  ")[0] or line.split()[0] for line in lines] == ["1", "1.1", "2"]
    assert lines[1].startswith("  1.1")
    assert "disputed" in lines[0]
    assert "1 publisher, 1 origin" in lines[0]


def test_a_claim_is_one_line_through_a_pipe_however_long_it_is(show: Command) -> None:
    long = reports.ASKED.model_copy(update={"text": "word " * 400 + "end"})
    write(reports.REPORT.model_copy(update={"claims": (long,)}), "r.json")
    (line,) = show().stdout.splitlines()
    assert "word end" in line
    assert "\x1b" not in line


@pytest.mark.parametrize("named", ["1", "c1", "ledger-1"])
def test_a_claim_is_named_by_its_number_its_id_or_an_appearance(show: Command, named: str) -> None:
    assert show(named).stdout.startswith("1  disputed  Russia asked China for arms.\n")


def test_every_quote_stands_in_its_sentence_with_the_words_marked(show: Command) -> None:
    text = show("1", "--articles", "articles.jsonl").stdout
    assert "Peskov, the spokesman, ⟦denied that Russia asked for arms⟧." in text


def test_the_chain_goes_from_the_publisher_by_who_relays_to_who_holds_it(show: Command) -> None:
    assert "supports  Harbor Wire ← Peskov ← two officials · certain" in show("1").stdout


def test_a_hedge_variants_relations_and_reasons_of_merges_are_told(show: Command) -> None:
    hedged = reports.ASKED_IN_WIRE.stances[0].model_copy(update={"hedge": reports.span(reports.WIRE, "Some")})
    appearance = reports.ASKED_IN_WIRE.model_copy(update={"stances": (hedged,)})
    claim = reports.ASKED.model_copy(update={"appearances": (appearance, reports.ASKED_IN_LEDGER)})
    file = io.StringIO()
    report = reports.REPORT.model_copy(update={"claims": (claim, *reports.REPORT.claims[1:])})
    ClaimPrinter(report, Console(file=file, width=100)).print(claim)
    text = file.getvalue()
    assert "hedged: “Some”" in text
    assert "time, cannot all be true: two days" in text
    assert "Tuesday (Ledger" in text
    assert "1 Russia asked China for arms.  different scope  2 " in text
    assert "wire-1 and ledger-1, by rule, 0.75: the same words" in text
    assert "2022-03-14 18:00 UTC, Harbor Wire: first, two officials" in text


def test_on_a_terminal_no_line_is_longer_than_it(show: Command) -> None:
    file = io.StringIO()
    ClaimPrinter(reports.REPORT, Console(file=file, width=60, force_terminal=True, color_system=None)).print(
        reports.ASKED
    )
    assert max(map(len, file.getvalue().splitlines())) <= 60


def test_nothing_that_an_article_writes_steers_the_terminal(show: Command) -> None:
    text = show("2", "--articles", "articles.jsonl").stdout
    assert "<U+001B>[31m" in text
    assert "[red]x[/red]" in text
    assert not {"\x1b", "\u202e"} & set(text)


def test_an_article_is_gone_through_sentence_by_sentence(show: Command) -> None:
    lines = show("--article", "ledger", "--articles", "articles.jsonl").stdout.splitlines()
    sentence = lines.index("⟦Peskov, the spokesman⟧, ⟦denied that Russia asked for arms⟧.")
    beneath = {"    1 denies, Ledger | <b>Daily</b> ← Peskov: Russia asked for arms.", "    unread"}
    assert set(lines[sentence + 1 : sentence + 3]) == beneath


def test_what_an_answer_gave_and_no_article_holds_stands_at_the_end_of_it(show: Command) -> None:
    assert show("--article", "wire").stdout.endswith("rejected  not in the article: “Some words.”\n")


def test_without_the_texts_the_quotes_stand_alone_and_one_line_says_so(show: Command) -> None:
    result = show("1")
    assert "      ⟦Moscow asked Beijing for arms⟧\n" in result.stdout
    assert result.stderr == ("claimx: the texts of 2 of 2 articles are not at hand: --articles PATH says where\n")


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (["--status", "disputed"], ["1"]),
        (["--status", "disputed", "--status", "single_origin"], ["1", "1.1"]),
        (["--publisher", "LEDGER"], ["1", "2"]),
        (["--speaker", "peskov"], ["1"]),
        (["--grep", "6,0+ men"], ["1.1"]),
        (["--grep", "ARMS", "--publisher", "wire"], ["1"]),
        (["--grep", "nowhere"], []),
    ],
)
def test_filters_leave_claims_out_and_their_numbers_stay(show: Command, filters: list[str], numbers: list[str]) -> None:
    *shown, total = _numbers(show(*filters))
    assert shown == numbers
    assert int(total) == len(numbers)


def test_json_is_a_line_for_each_claim_of_the_format(show: Command) -> None:
    lines = show("--json", "--status", "disputed").stdout.splitlines()
    document = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert [json.loads(line) for line in lines] == document["claims"][:1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["9"], "claimx: the report has no claim '9'"),
        (["--article", "gone"], "the report has no article 'gone' (it has ledger, wire)"),
        (["--status", "disputd"], "'disputd' is none of disputed, varying"),
        (["--grep", "("], "no regular expression"),
        (["1", "--article", "wire"], "an article is shown whole"),
    ],
)
def test_what_is_not_there_ends_with_2_and_says_what_is(show: Command, arguments: list[str], told: str) -> None:
    result = show(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_file_that_is_no_report_is_one_line(show: Command) -> None:
    Path("r.json").write_text("{}")
    result = show()
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("claimx: r.json is no claimx-report/1: ")
