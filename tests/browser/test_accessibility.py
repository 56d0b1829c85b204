"""axe-core, the checker behind most browsers' accessibility tools, on every view, in light and dark, wide and narrow."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from browser.opened import Open
from claimx import Report
from reports import REPORT

VIEWS = ("view=claims", "claim=c2", "article=ledger", "view=origins", "view=timeline")


@pytest.fixture(scope="module")
def axe() -> str:
    package = pytest.importorskip("axe_playwright_python", reason="pip install claimx[test] brings axe-core")
    return files(package).joinpath("axe.min.js").read_text(encoding="utf-8")


def _violations(page: Any) -> list[str]:
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [
        f"{one['impact']} {one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0]['failureSummary']}"
        for one in found
    ]


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_axe_finds_nothing(width: int, scheme: str, open_page: Open, axe: str) -> None:
    opened = open_page(REPORT, width=width, scheme=scheme)
    opened.page.evaluate(axe)
    for view in VIEWS:
        opened.go(view)
        assert _violations(opened.page) == [], view


def test_axe_finds_nothing_in_the_story_of_the_demo(story: Report, open_page: Open, axe: str) -> None:
    opened = open_page(story.model_copy(update={"claims": story.claims[:4]}), width=900)
    opened.page.evaluate(axe)
    opened.go(f"claim={story.claims[0].id}")
    assert _violations(opened.page) == []


def test_a_claim_opens_and_closes_by_keyboard(open_page: Open) -> None:
    page = open_page(REPORT).page
    first = page.locator("#claim-list .toggle").first
    first.focus()
    page.keyboard.press("Enter")
    assert first.get_attribute("aria-expanded") == "true"
    assert page.locator(f"#{first.get_attribute('aria-controls')}").is_visible()
    page.keyboard.press("Enter")
    assert first.get_attribute("aria-expanded") == "false"


def test_the_arrow_keys_go_from_claim_to_claim(open_page: Open) -> None:
    page = open_page(REPORT).page
    page.locator("#claim-list .toggle").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("() => document.activeElement.querySelector('.number').textContent") == "2"


def test_the_first_tab_leads_past_the_head_of_the_page(open_page: Open) -> None:
    page = open_page(REPORT).page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"


def test_a_sign_of_the_matrix_says_in_words_what_it_shows(open_page: Open) -> None:
    page = open_page(REPORT).page
    cells = page.locator("#claim-list > .claim").first.locator(".cells li").all_text_contents()
    assert any("Harbor Wire" in cell and "supports" in cell for cell in cells)
    assert any("denies" in cell for cell in cells)


def test_motion_forced_colours_and_zoom_lose_nothing(open_page: Open) -> None:
    page = open_page(REPORT, width=320, forced_colors="active", reduced_motion="reduce").page
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
