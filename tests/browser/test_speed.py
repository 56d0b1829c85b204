"""How fast a page of 1,000 claims in 50 articles is, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from browser.large_report import make_large_report
from browser.opened import Open
from claimx.writers.html import render_html


@pytest.fixture(scope="module")
def large() -> str:
    return render_html(make_large_report())


def test_a_thousand_claims_in_fifty_articles_can_be_used_within_a_second(large: str, open_page: Open) -> None:
    page = open_page(large).page

    def measure() -> float:
        page.reload()
        took: float = page.evaluate("() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
        return took

    assert _best(measure, below=1_000) < 1_000


@pytest.mark.parametrize("words", ["harbour", "speaker 7", ""])
def test_a_filter_over_a_thousand_claims_takes_less_than_fifty_milliseconds(
    words: str, large: str, open_page: Open
) -> None:
    opened = open_page(large)
    session = opened.page.context.new_cdp_session(opened.page)
    session.send("Performance.enable")

    def spent() -> float:
        """Milliseconds of script, style and layout, also of what is only laid out as it is drawn."""
        metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        return 1_000 * (metrics["ScriptDuration"] + metrics["RecalcStyleDuration"] + metrics["LayoutDuration"])

    def measure() -> float:
        for typed in ("no such words", words):
            opened.settle()
            begin = spent()
            opened.page.evaluate(_SEARCH, typed)
            opened.settle()
        return spent() - begin

    assert _best(measure, below=50) < 50


_SEARCH = """(words) => {
  const field = document.getElementById("search");
  field.value = words;
  field.dispatchEvent(new Event("input"));
}"""


def _best(measure: Callable[[], float], below: float, tries: int = 6) -> float:
    """The best of some runs has the least of other processes in it; the first that is good enough ends them."""
    best = measure()
    while best >= below and (tries := tries - 1):
        best = min(best, measure())
    return best
