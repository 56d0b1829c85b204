"""What articles try on their reader, in a real browser: none of it runs, asks for anything, or hides."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.hostile_reports import make_hostile_report
from browser.opened import Open
from browser.payloads import PAYLOADS
from claimx.writers.html.visible import show

_VISIT = (
    Path(__file__).with_name("visit_everything.js").read_text(encoding="utf-8").partition("\n")[2].strip().rstrip(";")
)


@pytest.mark.parametrize("name", PAYLOADS)
def test_nothing_an_article_writes_acts_in_the_page(name: str, open_page: Open) -> None:
    payload = PAYLOADS[name]
    opened = open_page(make_hostile_report(payload))
    seen = opened.page.evaluate(_VISIT, payload)
    assert opened.misdeeds == []
    assert seen["ready"] == "true"
    assert seen["hit"] is None
    assert seen["strangers"] == []
    assert all(link.startswith(("http://", "https://")) for link in seen["links"])
    assert show(payload).replace("\n", "") in seen["text"].replace("\n", "")


def test_there_are_sixty_payloads_and_more() -> None:
    assert len(PAYLOADS) >= 60


def test_the_browser_itself_refuses_to_make_markup_of_text(open_page: Open) -> None:
    opened = open_page(make_hostile_report("x"))
    with pytest.raises(Exception, match="TrustedHTML"):
        opened.page.evaluate("() => { document.body.innerHTML = '<b>x</b>' }")


def test_the_browser_itself_refuses_a_script_that_is_not_ours(open_page: Open) -> None:
    opened = open_page(make_hostile_report("x"))
    opened.page.evaluate(
        """() => {
          const policy = document.createElement("script");
          policy.append("window.hit = 1");
          document.body.append(policy);
        }"""
    )
    assert opened.page.evaluate("() => window.hit") is None


def test_the_browser_itself_refuses_to_fetch(open_page: Open) -> None:
    opened = open_page(make_hostile_report("x"))
    assert opened.page.evaluate("() => fetch('http://127.0.0.1:9/x').then(() => false, () => true)")
    assert not [one for one in opened.misdeeds if one.startswith("request")]
    assert "Content Security Policy" in opened.misdeeds[0]
