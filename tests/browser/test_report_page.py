"""What a reader of the page sees and does, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from browser.opened import Open
from claimx import Article, Report, Span
from own_fields import report_with
from reports import ASKED, DEAD, REPORT

SCREENSHOT = Path(__file__).parents[2] / "docs" / "img" / "report.png"
CJK_B = "𠀋"  # one code point, two units of UTF-16


def _numbers(page: Any) -> list[str]:
    found: list[str] = page.locator("#claim-list > .claim > .head .number").all_text_contents()
    return found


def test_a_page_opened_from_a_file_asks_for_nothing_and_complains_of_nothing(story: Report, open_page: Open) -> None:
    opened = open_page(story)
    for view in ("view=articles", "view=origins", "view=timeline", "view=claims"):
        opened.go(view)
    assert opened.misdeeds == []


def test_claims_at_the_top_are_seen_first_and_the_others_fold_out_beneath(open_page: Open) -> None:
    page = open_page(REPORT).page
    assert _numbers(page) == ["1", "2"]
    page.locator(".details").first.click()
    assert page.locator("#claim-list .nested .number").all_text_contents() == ["1.1"]


def test_a_claim_opens_on_its_sentences_its_chain_and_its_variants(open_page: Open) -> None:
    page = open_page(REPORT).page
    page.locator("#claim-list .toggle").first.click()
    opened = page.locator(".opened").first
    assert (
        opened.locator("blockquote").first.inner_text() == "Moscow asked Beijing for arms, two officials said Monday."
    )
    assert opened.locator("mark.evidence").first.text_content() == "Moscow asked Beijing for arms"
    assert opened.locator(".said").first.locator("bdi").all_text_contents() == [
        "Harbor Wire",
        "Peskov",
        "two officials",
    ]
    assert "Differs in time" in opened.inner_text()
    assert "Why these are one claim" in opened.inner_text()
    assert "has another scope than" in opened.inner_text()


def test_fields_of_somebodys_own_stand_under_the_appearance_that_has_them(open_page: Open) -> None:
    page = open_page(report_with({"topic": "trade", "places": ("Ostra", "Lind"), "harm": None})).page
    page.locator("#claim-list .toggle").first.click()
    assert page.locator(".opened .extra").count() == 1
    assert page.locator(".opened .appearance", has_text="Harbor Wire").locator("dt, dd").all_text_contents() == [
        "topic",
        "trade",
        "places",
        "Ostra; Lind",
    ]


def test_an_altered_quotation_shows_what_was_taken_out_and_put_in(story: Report, open_page: Open) -> None:
    altered = next(
        one
        for one in story.claims
        if any(variant.kind == "wording" and "altered" in variant.why for variant in one.variants)
    )
    opened = open_page(story)
    opened.go(f"claim={altered.id}")
    assert opened.page.locator(".opened del").count() > 0
    assert opened.page.locator(".opened ins").count() > 0


def test_a_number_in_a_text_leads_to_its_claim_and_back_to_the_words(open_page: Open) -> None:
    opened = open_page(REPORT)
    opened.go("article=wire")
    opened.page.locator("#article .reference", has_text="1.1").click()
    opened.settle()
    assert opened.page.locator("#claim-1").is_visible()
    opened.page.locator("#body-1 .where a").first.click()
    opened.settle()
    assert opened.page.locator("#article mark.lit").all_text_contents() == ["Some 6,000 men are dead"]


def test_the_address_of_a_nested_claim_opens_it_whatever_the_filters_say(open_page: Open) -> None:
    opened = open_page(REPORT)
    opened.page.locator("#search").fill("nothing of the kind")
    assert opened.page.locator("#shown").text_content() == "None of 2 claims at the top fits the filters."
    opened.go("claim=c2")
    assert opened.page.locator("#claim-1 .toggle").get_attribute("aria-expanded") == "true"
    assert opened.page.evaluate("() => document.activeElement.closest('.claim').id") == "claim-1"


def test_overlapping_evidence_is_marked_where_both_claims_rest(open_page: Open) -> None:
    text = "Moscow asked Beijing for arms, two"
    wide = Span(start=0, end=len(text), exact=text)
    dead = DEAD.appearances[0]
    stance = dead.stances[0].model_copy(update={"evidence": (wide,)})
    other = DEAD.model_copy(
        update={"appearances": (dead.model_copy(update={"evidence": (wide,), "stances": (stance,)}),)}
    )
    opened = open_page(REPORT.model_copy(update={"claims": (ASKED, other)}))
    opened.go("article=wire")
    marks = opened.page.locator("#article .fulltext mark")
    assert marks.all_text_contents() == ["Moscow asked Beijing for arms", ", two"]
    assert marks.first.get_attribute("data-claims") == "0 1"
    assert marks.last.get_attribute("data-claims") == "1"


def test_marks_stand_right_after_emoji_and_rare_ideographs(open_page: Open) -> None:
    wire = REPORT.articles[1]
    before = f"😀👩‍👩‍👧{CJK_B}{CJK_B}\n"
    moved = {"start": len(before), "end": len(before) + len("Moscow asked Beijing for arms")}
    asked = ASKED.appearances[0]
    span = asked.evidence[0].model_copy(update=moved)
    stance = asked.stances[0].model_copy(update={"evidence": (span,), "attribution": None})
    claim = ASKED.model_copy(
        update={"appearances": (asked.model_copy(update={"evidence": (span,), "stances": (stance,)}),)}
    )
    article = Article(**{**wire.model_dump(), "text": before + wire.text, "sha256": ""})
    opened = open_page(
        REPORT.model_copy(update={"articles": (article,), "claims": (claim,), "unread": {}, "origins": ()})
    )
    opened.go("article=wire")
    assert opened.page.locator("#article .fulltext mark").all_text_contents() == ["Moscow asked Beijing for arms"]
    assert opened.page.locator("#article .fulltext").text_content().startswith(before)


def test_an_article_shows_what_was_unread_and_what_is_suspicious(open_page: Open) -> None:
    opened = open_page(REPORT)
    opened.go("article=ledger")
    assert opened.page.locator("#article .fulltext .unread").all_text_contents() == ["Peskov, the spokesman"]
    assert "<U+202E>" in opened.page.locator("#article .suspicious").all_text_contents()
    assert "Suspicious characters" in opened.page.locator("#article").inner_text()


def test_without_texts_an_article_says_that_its_text_was_left_out(open_page: Open) -> None:
    opened = open_page(REPORT, texts=False)
    opened.go("article=wire")
    assert opened.page.locator("#article .fulltext").count() == 0
    assert "left out" in opened.page.locator("#article").inner_text()


def test_failures_and_what_made_the_report_are_seen_before_anything_else(open_page: Open) -> None:
    page = open_page(REPORT).page
    for words in ("not a format claimx reads: .pdf", "gpt-5-mini", "claims/v1"):
        place = page.get_by_text(words).first.bounding_box()
        assert place is not None
        assert place["y"] < 400


@pytest.mark.parametrize(
    ("field", "value", "left"),
    [("#search", "HOSTILE", []), ("#search", "arms", ["1"]), ("#search", "peskov", ["1"]), ("#search", "6,000", ["1"])],
)
def test_a_search_finds_claims_those_beneath_and_who_holds_them(
    field: str, value: str, left: list[str], open_page: Open
) -> None:
    page = open_page(REPORT).page
    page.locator(field).fill(value)
    assert _numbers(page) == left


def test_a_status_an_article_or_a_holder_narrows_the_list(open_page: Open) -> None:
    page = open_page(REPORT).page
    page.get_by_label("unsupported").check()
    assert _numbers(page) == ["2"]
    page.get_by_label("unsupported").uncheck()
    page.locator("#article-filter").select_option(label="Harbor Wire")
    assert _numbers(page) == ["1"]
    page.locator("#article-filter").select_option(value="")
    page.locator("#holder-filter").select_option(label="Dmitry Peskov")
    assert _numbers(page) == ["1"]
    page.locator("#scope").select_option(label="every claim")
    assert _numbers(page) == ["1"]


def test_a_click_on_a_sign_opens_the_claim_at_that_article(open_page: Open) -> None:
    page = open_page(REPORT).page
    page.locator("#claim-0 > .head .cells li", has_text="Harbor Wire").locator(".stance").click()
    assert page.locator("#claim-0 .appearance[data-article='1']").is_visible()


def test_a_phone_lists_the_articles_that_a_wide_screen_puts_in_columns(open_page: Open) -> None:
    narrow = open_page(REPORT, width=390).page
    assert narrow.locator(".cells .name").first.is_visible()
    assert narrow.evaluate("() => document.documentElement.scrollWidth") <= 390
    wide = open_page(REPORT).page
    assert wide.locator(".heads").is_visible()
    assert not wide.locator(".cells .name").first.is_visible()


def test_the_button_turns_the_page_dark_and_back(open_page: Open) -> None:
    page = open_page(REPORT).page
    ground = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator("#theme").click()
    assert page.evaluate(ground) != light
    page.locator("#theme").click()
    assert page.evaluate(ground) == light


def test_paper_gets_what_is_open_and_no_controls(open_page: Open) -> None:
    page = open_page(REPORT, scheme="dark").page
    page.locator("#claim-list .toggle").first.click()
    page.emulate_media(media="print")
    assert not page.locator(".filters").is_visible()
    assert page.locator("blockquote").first.is_visible()
    assert page.evaluate("() => getComputedStyle(document.documentElement).colorScheme") == "light"
    assert len(page.pdf()) > 10_000
    page.emulate_media(media="screen")


def test_pictures_name_sources_articles_and_claims(story: Report, open_page: Open) -> None:
    opened = open_page(story)
    opened.go("view=origins")
    drawn = opened.page.locator("#origin-graph svg").text_content()
    assert "Dmitry Peskov" in drawn
    assert "Harbor Wire" in drawn
    assert opened.page.locator("#origin-graph .derived").count() == 1
    opened.go("view=timeline")
    assert opened.page.locator("#timeline-picture .line").count() == sum(one.parent is None for one in story.claims)
    assert opened.page.locator("#timeline-picture .sign.D").count() > 0


def test_a_report_of_nothing_opens(open_page: Open) -> None:
    nothing = REPORT.model_copy(
        update={"articles": (), "claims": (), "origins": (), "relations": (), "sources": (), "unread": {}}
    )
    opened = open_page(nothing)
    for view in ("view=articles", "view=origins", "view=timeline", "view=claims"):
        opened.go(view)
    assert opened.misdeeds == []


@pytest.mark.checkout
def test_the_picture_in_the_docs_is_of_this_page(story: Report, open_page: Open) -> None:
    page = open_page(story, width=1280).page
    page.locator("#claim-list .toggle").first.click()
    page.evaluate("() => document.activeElement.blur()")
    place = page.locator("#claims").bounding_box()
    taken = page.screenshot(full_page=True, clip={"x": 0, "y": place["y"] - 12, "width": 1280, "height": 1280})
    assert len(taken) > 50_000
    if not SCREENSHOT.exists():  # whoever wants a new one removes the old one: no two machines draw the same bytes
        SCREENSHOT.parent.mkdir(exist_ok=True)
        SCREENSHOT.write_bytes(taken)
