"""What a notebook shows of hostile articles, in a real browser."""

from __future__ import annotations

import claimx
from browser.hostile_reports import make_hostile_report
from browser.opened import Open
from browser.payloads import PAYLOADS

_STRANGERS = """() => [...document.body.querySelectorAll("*")].flatMap((element) => [
  ...(/^(SCRIPT|IFRAME|IMG|SVG|OBJECT|EMBED|LINK|META|BASE|FORM|A|MATH|VIDEO|TEMPLATE)$/i.test(element.tagName)
    ? [element.tagName] : []),
  ...element.getAttributeNames().filter((name) => !["class", "open"].includes(name)),
])"""


def test_nothing_an_article_writes_acts_in_a_notebook(open_page: Open) -> None:
    cells = "".join(claimx.display(make_hostile_report(payload))._repr_html_() for payload in PAYLOADS.values())
    opened = open_page(f"<!doctype html><meta charset=utf-8><title>cells</title><body>{cells}")
    opened.page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true })")
    opened.settle()
    assert opened.misdeeds == []
    assert opened.page.evaluate(_STRANGERS) == []
    assert opened.page.evaluate("() => document.querySelectorAll('.claimx-report').length") == len(PAYLOADS)
