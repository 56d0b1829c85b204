"""The page as it is written, before any browser reads it: what it holds, what it may run, what cannot break out of it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import claimx
from claimx.models import Span
from claimx.writers.html import render_html
from claimx.writers.html.embedding import to_json
from reports import ASKED, DEAD, LEDGER, REPORT, WIRE, span

PAGE = render_html(REPORT)


class _Reader(HTMLParser):
    """Scripts, styles and metas of a page, as a parser finds them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside: list[tuple[str, dict[str, str | None], str]] = []
        self.metas: dict[str, str] = {}
        self.open: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.open = tag
            self.inside.append((tag, dict(attrs), ""))
        if tag == "meta":
            named = dict(attrs)
            self.metas[named.get("http-equiv") or named.get("name") or "charset"] = named.get("content") or ""

    def handle_endtag(self, tag: str) -> None:
        self.open = None

    def handle_data(self, data: str) -> None:
        if self.open:
            tag, attributes, content = self.inside[-1]
            self.inside[-1] = (tag, attributes, content + data)


def blocks(page: str) -> dict[str, Any]:
    return {
        str(attributes["id"]): json.loads(content)
        for tag, attributes, content in _Reader(page).inside
        if tag == "script" and attributes.get("type") == "application/json"
    }


def row(page: str, id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    found = blocks(page)
    place = next(place for place, claim in enumerate(found["index"]["claims"]) if claim["id"] == id)
    return found["index"]["claims"][place], found["details"][place]


def texts_of(page: str) -> list[str]:
    return ["".join(piece["text"] for piece in pieces) for pieces in blocks(page)["texts"]]


def test_the_suffix_chooses_the_page(tmp_path: Path) -> None:
    claimx.write(REPORT, tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == PAGE


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_html(REPORT) == PAGE


def test_the_policy_lets_our_script_and_style_run_and_nothing_else() -> None:
    read = _Reader(PAGE)
    policy = dict(part.split(" ", 1) for part in read.metas["Content-Security-Policy"].split("; "))
    ours = {tag: content for tag, attributes, content in read.inside if "type" not in attributes}
    digests = {
        tag: base64.b64encode(hashlib.sha256(content.encode()).digest()).decode() for tag, content in ours.items()
    }
    assert policy == {
        "default-src": "'none'",
        "script-src": f"'sha256-{digests['script']}'",
        "style-src": f"'sha256-{digests['style']}'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }


def test_our_script_makes_no_markup_no_code_and_no_request() -> None:
    script = next(content for tag, attributes, content in _Reader(PAGE).inside if tag == "script" and not attributes)
    forbidden = r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|fetch\(|XMLHttp|import\("
    assert not re.search(forbidden, script)


def test_the_page_names_no_other_file() -> None:
    assert not re.search(r"<(?:link|img|iframe|object)\b|\bsrc=|@import|url\((?!#)", PAGE)


@given(st.lists(st.text() | st.sampled_from(["</script>", "<!--", "\u2028"])))
def test_a_block_of_data_stays_one_and_is_read_back_as_it_was(value: object) -> None:
    block = to_json(value)
    assert not set(block) & set("<>&\u2028\u2029")
    assert json.loads(block) == value


def test_failures_model_prompts_and_what_was_spent_stand_above_the_claims() -> None:
    head = PAGE[: PAGE.index('<section id="claims"')]
    for wanted in (
        "not a format claimx reads",
        "gpt-5-mini-2025",
        "claims/v1",
        "2 calls in 3 attempts",
        "1,234 tokens",
    ):
        assert wanted in head
    assert "1 sentence unread, 1 rejected, 1 failure" in head


def test_a_report_by_rule_says_so_at_the_top() -> None:
    made = REPORT.provenance.model_copy(update={"model": claimx.models.RULES})
    head = render_html(REPORT.model_copy(update={"provenance": made})).partition("<nav")[0]
    assert "Read by rule, without a model" in head
    assert "rules, no model" in head


def test_a_replay_says_so_at_the_top() -> None:
    made = REPORT.provenance.model_copy(update={"replayed": True})
    assert "replayed from a recording" in render_html(REPORT.model_copy(update={"provenance": made}))


def test_claims_stand_by_salience_with_their_narrower_ones_beneath() -> None:
    found = blocks(PAGE)["index"]["claims"]
    assert [(claim["number"], claim["id"], claim["narrower"]) for claim in found] == [
        ("1", "c1", [1]),
        ("1.1", "c2", []),
        ("2", "c3", []),
    ]


def test_a_row_counts_publishers_origins_named_and_unnamed_in_support() -> None:
    assert row(PAGE, "c1")[0]["reach"] == [1, 1, 0, 1]


def test_a_cell_tells_the_stances_and_which_of_them_are_the_articles_own() -> None:
    assert row(PAGE, "c1")[0]["cells"] == [
        {"article": 1, "letters": "S", "own": ""},
        {"article": 0, "letters": "D", "own": ""},
    ]
    assert row(PAGE, "c2")[0]["cells"] == [{"article": 1, "letters": "S", "own": "S"}]


def test_copies_stand_together_and_their_original_first() -> None:
    index = blocks(PAGE)["index"]
    one = REPORT.origins[1].model_copy(update={"articles": ("ledger", "wire")})
    index = blocks(render_html(REPORT.model_copy(update={"origins": (one,)})))["index"]
    assert index["origins"][0]["articles"] == [1, 0]
    assert index["order"] == [1, 0]


def test_stances_that_differ_in_their_words_only_stand_together() -> None:
    asked = ASKED.appearances[0]
    again = asked.stances[0].model_copy(update={"evidence": (span(WIRE, "Some 6,000 men are dead"),)})
    twice = asked.model_copy(update={"stances": (*asked.stances, again)})
    claim = ASKED.model_copy(update={"appearances": (twice,)})
    page = render_html(REPORT.model_copy(update={"claims": (claim,)}))
    (stance,) = row(page, "c1")[1]["appearances"][0]["stances"]
    marked = [piece["text"] for piece in stance["excerpt"] if piece.get("as_") == "evidence"]
    assert marked == ["Moscow asked Beijing for arms", "Some 6,000 men are dead"]


def test_an_attribution_chain_begins_with_the_publisher_and_ends_with_who_is_meant() -> None:
    stances = row(PAGE, "c1")[1]["appearances"][0]["stances"]
    assert stances[0]["chain"] == ["Harbor Wire", "Peskov", "two officials"]


def test_a_publisher_that_was_told_stands_once_in_the_chain() -> None:
    claim = REPORT.claims[0]
    stance = claim.appearances[0].stances[0]
    assert stance.attribution is not None
    told = stance.attribution.model_copy(update={"via": (claimx.Source(name="harbor wire", kind="media"),)})
    told_to = claim.appearances[0].model_copy(update={"stances": (stance.model_copy(update={"attribution": told}),)})
    changed = claim.model_copy(update={"appearances": (told_to, *claim.appearances[1:])})
    page = render_html(REPORT.model_copy(update={"claims": (changed, *REPORT.claims[1:])}))
    assert row(page, "c1")[1]["appearances"][0]["stances"][0]["chain"] == ["Harbor Wire", "two officials"]


def test_an_appearance_is_quoted_in_its_sentence_with_evidence_and_cue_marked() -> None:
    excerpt = row(PAGE, "c1")[1]["appearances"][0]["stances"][0]["excerpt"]
    assert [(piece["text"], piece.get("as_")) for piece in excerpt] == [
        ("Moscow asked Beijing for arms", "evidence"),
        (", ", None),
        ("two officials said", "cue"),
        (" Monday.", None),
    ]


def test_the_course_relations_merges_and_variants_of_a_claim_are_there() -> None:
    detail = row(PAGE, "c1")[1]
    assert [step["change"] for step in detail["course"]] == ["first", "denied"]
    assert [(one["kind"], one["forward"]) for one in detail["relations"]] == [("different_scope", True)]
    assert detail["merges"][0]["why"] == "the same words"
    assert [value["value"] for value in detail["variants"][0]["values"]] == ["Monday", "Tuesday"]
    assert row(PAGE, "c3")[1]["relations"][0]["forward"] is False


def test_a_whole_text_is_there_character_for_character() -> None:
    assert texts_of(PAGE)[1] == WIRE.text


def test_unread_text_is_marked_in_its_article() -> None:
    pieces = blocks(PAGE)["texts"][0]
    assert [piece["text"] for piece in pieces if piece.get("as_") == "unread"] == ["Peskov, the spokesman"]


def test_hidden_characters_are_shown_where_they_stand_and_why() -> None:
    found = [piece for piece in blocks(PAGE)["texts"][0] if "why" in piece]
    assert [(piece["text"], "turns the order" in piece["why"]) for piece in found] == [
        ("<U+202E>", True),
        ("<U+001B>", False),
    ]
    assert "\u202e" not in PAGE
    assert "\x1b" not in PAGE


def test_overlapping_evidence_names_both_claims_where_both_rest() -> None:
    wide = Span(start=0, end=len("Moscow asked Beijing for arms, two"), exact="Moscow asked Beijing for arms, two")
    dead = DEAD.appearances[0]
    stance = dead.stances[0].model_copy(update={"evidence": (wide,)})
    other = DEAD.model_copy(
        update={"appearances": (dead.model_copy(update={"evidence": (wide,), "stances": (stance,)}),)}
    )
    page = render_html(REPORT.model_copy(update={"claims": (REPORT.claims[0], other)}))
    pieces = [(piece["text"], piece.get("claims"), piece.get("ends")) for piece in blocks(page)["texts"][1]][:3]
    assert pieces == [
        ("Moscow asked Beijing for arms", [0, 1], [0]),
        (", two", [1], [1]),
        (" officials said Monday. Some 6,000 men are dead.", None, None),
    ]


def test_without_texts_the_page_holds_the_quoted_sentences_only() -> None:
    page = render_html(REPORT, texts=False)
    assert blocks(page)["texts"] is None
    assert "two officials said" in page
    long = WIRE.model_copy(update={"text": f"{WIRE.text} Nobody quotes this."})
    report = REPORT.model_copy(update={"articles": (LEDGER, long)})
    assert "Nobody quotes this." in render_html(report)
    assert "Nobody quotes this." not in render_html(report, texts=False)
