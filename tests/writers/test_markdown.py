"""The Markdown report: what an editor looks for is there, and what an article writes stays text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from claimx.writers.markdown import render_markdown
from claimx.writers.markdown_text import escape
from claimx.writers.visibility import to_visible
from reports import ASKED, REPORT

TEXT = render_markdown(REPORT)
READER = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")


def _kinds(markdown: str) -> set[str]:
    return {child.type for token in READER.parse(markdown) for child in (token, *(token.children or ()))}


def test_the_title_counts() -> None:
    assert TEXT.startswith("# 2 articles, 3 claims (2 top-level), 2 origins, 1 failure\n")


def test_failures_come_first() -> None:
    assert TEXT.index("story/scan.pdf") < TEXT.index("## Claims")


def test_without_failures_there_is_no_such_section() -> None:
    assert "## Failures" not in render_markdown(REPORT.model_copy(update={"failures": ()}))


def test_a_claim_says_status_and_reach() -> None:
    assert "### 1. Russia asked China for arms.\n\n**disputed** · 2 publishers (Harbor Wire, " in TEXT


def test_a_claim_counts_its_support_in_four_ways() -> None:
    counts = "supported by 1 publisher, 1 origin, 0 named sources, 1 unnamed\n"
    assert counts in next(line + "\n" for line in TEXT.splitlines() if line.startswith("**disputed**"))


def test_a_claim_that_nobody_supports_says_so() -> None:
    assert "· supported by nobody\n" in TEXT


def test_an_unnamed_source_tells_how_many_publishers_give_the_description() -> None:
    officials = ASKED.positions[0]
    ledger = officials.evidence[0].model_copy(update={"article_id": "ledger"})
    position = officials.model_copy(update={"evidence": (*officials.evidence, ledger)})
    claim = ASKED.model_copy(update={"positions": (position,)})
    assert "**two officials** (unnamed, by 2 publishers)" in render_markdown(
        REPORT.model_copy(update={"claims": (claim,)})
    )


def test_a_supporter_who_is_not_certain_is_not_shown_as_if_he_were() -> None:
    officials = ASKED.positions[0]
    [appearance] = [one for one in ASKED.appearances if one.article_id == officials.evidence[0].article_id]
    stance = appearance.stances[0].model_copy(update={"certainty": "possible"})
    unsure = appearance.model_copy(update={"stances": (stance, *appearance.stances[1:])})
    others = tuple(one for one in ASKED.appearances if one is not appearance)
    claim = ASKED.model_copy(update={"appearances": (unsure, *others)})
    assert "**two officials** (as possible" in render_markdown(REPORT.model_copy(update={"claims": (claim,)}))


def test_a_disputed_claim_tells_how_it_went() -> None:
    line = next(line for line in TEXT.splitlines() if line.startswith("- Timeline"))
    assert line.startswith("- Timeline (UTC): 2022-03-14 18:00 Harbor Wire: first by two officials → no date, Ledger")
    assert line.endswith("denied by Dmitry Peskov")


def test_an_undisputed_claim_has_no_timeline() -> None:
    calm = ASKED.model_copy(update={"status": "corroborated"})
    assert "Timeline" not in render_markdown(REPORT.model_copy(update={"claims": (calm,)}))


def test_claims_come_by_salience() -> None:
    turned = REPORT.model_copy(update={"claims": tuple(reversed(REPORT.claims))})
    assert "### 1. Russia asked China" in render_markdown(turned)


def test_a_position_is_given_with_its_words_and_their_publisher() -> None:
    assert "- Supported by **two officials**: “Moscow asked Beijing for arms” — Harbor Wire\n" in TEXT
    assert "- Denied by **Dmitry Peskov**, spokesman: “denied that Russia asked for arms” — Ledger" in TEXT


def test_a_variant_tells_who_gives_which_value() -> None:
    assert "- Differs in time: Monday (Harbor Wire) / Tuesday (Ledger" in TEXT


def test_a_narrower_claim_is_listed_beneath() -> None:
    assert "- In detail:\n  - About 6,000 men are dead. (**single origin** · 1 publisher" in TEXT
    assert "    - Supported by **own voice of Harbor Wire**: “Some 6,000 men are dead”" in TEXT


def test_a_claim_whose_parent_is_not_in_the_report_is_still_shown() -> None:
    orphan = REPORT.claims[1].model_copy(update={"parent": "gone"})
    assert "### 1. About 6,000" in render_markdown(REPORT.model_copy(update={"claims": (orphan,)}))


def test_origins_give_their_evidence() -> None:
    assert re.search(r"## Origins\n\n- \*\*Harbor Wire\*\*\n- .*\n  - credit, Ledger .* and Harbor Wire: “", TEXT)


def test_articles_tell_what_was_left_unread_and_rejected() -> None:
    assert "| wire | Harbor Wire | 2022-03-14T18:00:00+00:00 | done | 0 | 1 |" in TEXT


def test_provenance_names_the_model_and_the_prompts() -> None:
    assert "- model gpt-5-mini, answered by gpt-5-mini-2025\n- prompt claims/v1: ab\n" in TEXT


def test_a_hostile_article_adds_no_link_no_html_no_code_and_no_heading() -> None:
    tokens = READER.parse(TEXT)
    assert not _kinds(TEXT) & {"link_open", "html_inline", "html_block", "code_inline", "image", "em_open", "fence"}
    assert sum(token.type == "heading_open" for token in tokens) == 9  # title, 6 sections, 2 claims


@given(st.text() | st.text(alphabet="#*_`[]()<>|!&\\~$+-=:/.1 \nahtpsw;"))
def test_any_text_is_shown_as_itself(text: str) -> None:
    tokens = READER.parse(f"- {escape(text)}")
    shown = "".join(token.content for inline in tokens for token in inline.children or ())
    assert shown == to_visible(text)
    assert {token.type for token in tokens} <= {
        f"{kind}_{end}" for kind in ("bullet_list", "list_item", "paragraph") for end in ("open", "close")
    } | {"inline"}
    assert {child.type for token in tokens for child in token.children or ()} <= {"text"}


@pytest.mark.parametrize(
    "address", ["http://evil.example", "HTTPS://evil.example", "www.evil.example", "mailto:a@b.example"]
)
def test_an_address_is_broken_where_viewers_would_make_it_a_link(address: str) -> None:
    assert re.match(r"(?i)(https?|mailto)\\:|www\\\.", escape(address))


@pytest.mark.parametrize("version", ["0.1.0", "5 to 9", "-5", "U.S. officials"])
def test_harmless_text_stays_readable(version: str) -> None:
    assert escape(version).replace("\\-", "-") == version
