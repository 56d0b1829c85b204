"""The table on a terminal: readable at 100 columns, whole, and safe from what articles write."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from claimx.models import Report
from claimx.writers.terminal import print_report
from claimx.writers.visibility import to_visible
from reports import ASKED, REPORT, RESOLVED_OFFICIALS


def _print(report: Report = REPORT, *, terminal: bool = False) -> str:
    file = io.StringIO()
    print_report(
        report, Console(file=file, width=100, force_terminal=terminal, color_system="standard" if terminal else None)
    )
    return file.getvalue()


def test_a_row_says_status_articles_and_who_holds_what() -> None:
    row = next(line for line in _print().splitlines() if "disputed" in line)
    assert " ".join(row.split()) == "disputed Russia asked China for arms. 2 of 2 two officials Dmitry Peskov"


def test_beneath_a_claim_stand_the_four_counts_of_its_support() -> None:
    assert "support: 1 publisher, 1 origin, 0 named sources, 1 unnamed" in re.sub(r"\s+", " ", _print())


def test_nothing_is_cut() -> None:
    claim = ASKED.model_copy(update={"text": " ".join(f"word{n}" for n in range(60)) + " " + "x" * 200})
    text = _print(REPORT.model_copy(update={"claims": (claim,)})).partition("articles done")[0]
    assert "…" not in text
    assert (text.count("word"), text.count("x")) == (60, 200)


def test_no_line_is_longer_than_the_terminal() -> None:
    table = _print().partition("2 articles done")[0]
    assert max(len(line) for line in table.splitlines()) <= 100


def test_only_top_level_claims_have_a_row() -> None:
    assert "6,000" not in _print().partition("articles done")[0]


def test_queries_and_comments_stand_beneath_the_claim_where_there_are_any() -> None:
    assert "commented on by: own voice (1)" in " ".join(_print().split())
    assert "commented" not in _print(REPORT.model_copy(update={"claims": (ASKED,)}))


def test_of_many_holders_the_first_are_named_and_the_rest_counted() -> None:
    position = ASKED.positions[0]
    many = tuple(
        position.model_copy(update={"source": RESOLVED_OFFICIALS.model_copy(update={"name": f"N{n}", "id": f"s{n}"})})
        for n in range(9)
    )
    text = _print(REPORT.model_copy(update={"claims": (ASKED.model_copy(update={"positions": many}),)}))
    assert re.findall(r"N\d|and \d more", text) == ["N0", "N1", "N2", "N3", "N4", "and 4 more"]


def test_totals_and_failures_stand_below() -> None:
    assert _print().splitlines()[-2:] == [
        "2 articles done, 1 failed, 3 claims (2 top-level, 1 nested), 2 origins, 1,234 tokens",
        "failed story/scan.pdf: not a format claimx reads: .pdf",
    ]


def test_a_long_failure_stays_on_one_line_when_piped() -> None:
    failure = REPORT.failures[0].model_copy(update={"reason": "why " * 60})
    assert _print(REPORT.model_copy(update={"failures": (failure,)})).splitlines()[-1].count("why") == 60


def test_a_report_read_by_rule_says_so_first() -> None:
    by_rule = REPORT.model_copy(update={"provenance": REPORT.provenance.model_copy(update={"model": "rules"})})
    assert _print(by_rule).startswith("Read by rule, without a model")
    assert "without a model" not in _print()


def test_a_report_without_claims_has_no_table() -> None:
    assert len(_print(REPORT.model_copy(update={"claims": ()})).splitlines()) == 2


def test_a_pipe_gets_no_escape_sequence() -> None:
    assert "\x1b" not in _print()


def test_what_an_article_writes_neither_styles_nor_steers_the_terminal() -> None:
    text = _print(terminal=True)
    assert "[red]x[/red]" in text
    assert "\u202e" not in text
    assert not re.search("\x1b\\[31m\\s*$", text, re.MULTILINE)
    assert "<U+001B>" in text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a\r\n\tb\u2028c", "a b c"),
        ("\x1b]0;title\x07", "<U+001B>]0;title<U+0007>"),
        ("\x9b31m", "<U+009B>31m"),
        ("\u202eevil\u202c \u2066x\u2069", "<U+202E>evil<U+202C> <U+2066>x<U+2069>"),
        ("pass\u200bword\u200d\ufeff\u00ad", "password"),
        ("\U000e0041", "<U+E0041>"),
        ("赵立坚 é ẞ 👍", "赵立坚 é ẞ 👍"),
    ],
)
def test_characters_that_act_are_shown_and_those_that_hide_are_dropped(written: str, shown: str) -> None:
    assert to_visible(written) == shown
