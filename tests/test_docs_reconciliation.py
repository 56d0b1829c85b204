"""docs/reconciliation.md shows what the code gives today, and promises no more."""

from __future__ import annotations

import re
import runpy
from functools import cache
from typing import Any

import pytest

from claimx import MergedClaim, Report, reach, timeline, update
from claimx.reconciliation.adjudication.adjudicator import AT_ONCE
from claimx.reconciliation.matching.blocking import rare_up_to
from claimx.reconciliation.matching.candidates import ASK, JOIN
from claimx.reconciliation.matching.terms import read
from test_docs import DOCS, ROOT, blocks

PAGE = DOCS / "reconciliation.md"

pytestmark = pytest.mark.checkout


@cache
def script() -> dict[str, Any]:
    return runpy.run_path(str(DOCS / "make_reconciliation.py"))


@cache
def excerpts() -> dict[str, str]:
    return dict(script()["excerpts"]())


@cache
def walk() -> Any:
    return script()["take_walk"]()


def test_every_excerpt_is_what_the_code_gives_today() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert script()["filled_in"](text) == text, "python docs/make_reconciliation.py"


def test_every_excerpt_has_one_place() -> None:
    places = re.findall(r"^<!-- (\w+) -->$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(places) == sorted(excerpts())


def test_no_box_of_text_on_the_page_is_written_by_hand() -> None:
    made = [block.split("\n", 1)[1].removesuffix("```") for block in excerpts().values()]
    assert sorted(blocks(PAGE, "text")) == sorted(made)


def test_the_snippet_gives_the_claim_that_the_page_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    exec(compile(blocks(PAGE, "python")[0], str(PAGE), "exec"), names)
    assert names["claim"] == walk().claim
    assert names["report"].claims == walk().report.claims


def test_the_merges_toml_of_the_page_is_obeyed_whole(tmp_path: Any) -> None:
    path = tmp_path / "merges.toml"
    path.write_text(blocks(PAGE, "toml")[0], encoding="utf-8")
    told = update(walk().report, overrides=path)
    assert told.failures == ()
    holder = {appearance.id: claim.id for claim in told.claims for appearance in claim.appearances}
    assert holder["eastern-ledger#2"] == holder["eastern-ledger#7"] == holder["harbor-wire#2"]
    assert holder["harbor-wire#1"] == holder["metro-pulse-daily#1"] != holder["harbor-wire#2"]


def test_each_text_in_the_merges_toml_is_needed(tmp_path: Any) -> None:
    given = blocks(PAGE, "toml")[0]
    texts = re.findall(r', text = "[^"]*"', given)
    path = tmp_path / "merges.toml"
    for text in texts:
        path.write_text(given.replace(text, ""), encoding="utf-8")
        assert len(update(walk().report, overrides=path).failures) == 1
    assert len(texts) == 3


def test_the_figures_around_the_excerpts_are_those_of_the_code() -> None:
    assert (JOIN, ASK, AT_ONCE, len(walk().claims)) == (0.45, 0.25, 400, 220)
    assert rare_up_to(len(walk().claims)) == 30
    assert len({read(word).terms for word in ("aid", "assistance", "help", "support")}) == 1


def test_the_words_around_the_excerpts_fit_the_claim() -> None:
    claim: MergedClaim = walk().claim
    report: Report = walk().report
    names = [
        one.source.name for one in claim.positions if one.label == "support" and one.source.id and one.source.named
    ]
    assert (len(claim.appearances), len({one.article_id for one in claim.appearances})) == (5, 5)
    assert {one.id: one.text for one in claim.appearances}["eastern-ledger#2"] == claim.text
    assert sum(position.label == "deny" for position in claim.positions) == 5
    assert len(names) == 3
    assert {"Financial Times", "The Washington Post"} < set(names)
    assert reach(claim, report).unnamed_sources == 4
    assert {variant.kind for variant in claim.variants} == {"time", "wording"}
    assert {merge.why for merge in claim.merges} == {"the model put them into one group"}
    last = [entry for entry in timeline(claim, report) if entry.article_id == "metro-pulse-daily"]
    assert {entry.change for entry in last} == {"repeated"}


def test_what_was_asked_for_stands_under_the_claim_and_drones_under_military_equipment() -> None:
    claim, texts = walk().claim, {one.text: one for one in walk().report.claims}
    money, arms, drones = (
        texts[f"Russia asked China for {what}."] for what in ("economic support", "military equipment", "armed drones")
    )
    assert (money.parent, arms.parent, drones.parent) == (claim.id, claim.id, arms.id)


def test_no_relation_of_the_claim_is_an_update_though_others_are() -> None:
    kinds = re.findall(r"^(\w+): a  ", excerpts()["relations"], re.MULTILINE)
    assert set(kinds) == {"contradicts"}
    assert "updates" in {relation.kind for relation in walk().report.relations}


def test_the_rules_leave_the_claim_in_two_pieces_one_with_seven_others() -> None:
    assert excerpts()["rules"].count("(") == 7
    assert walk().claim.appearances[-1].id == excerpts()["rules"].splitlines()[-2]


def test_no_question_about_the_story_had_to_be_asked_twice() -> None:
    about_the_story = [asked for asked, _, _ in walk().listener.heard if asked[1]["content"].startswith("=== ")]
    assert [len(asked) for asked in about_the_story] == [2, 2, 2]
