"""`claimx.display`: a report in a cell of a notebook."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

import claimx
from claimx.models import Report
from reports import ASKED, DEAD, HOSTILE, REPORT

OURS = {"div", "style", "p", "strong", "bdi", "em", "ul", "li", "h4", "span", "details", "summary"}


class _Cell(HTMLParser):
    def __init__(self, report: Report) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(claimx.display(report)._repr_html_())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


def test_each_position_is_told_with_its_words_and_their_publisher() -> None:
    words = _Cell(REPORT).words
    assert "Supported by two officials: “Moscow asked Beijing for arms” — Harbor Wire" in words
    assert "Denied by Dmitry Peskov, spokesman: “denied that Russia asked for arms” — Ledger" in words


def test_claims_stand_by_status_with_their_numbers_and_their_details_beneath() -> None:
    words = _Cell(REPORT).words
    wanted = [
        "disputed",
        "1 Russia asked China",
        "1.1 About 6,000 men are dead. single origin,",
        "unsupported",
        "2 # Heading",
    ]
    places = [words.index(one) for one in wanted]
    assert places == sorted(places)


def test_failures_and_what_rules_cannot_do_stand_above_the_claims() -> None:
    made = REPORT.provenance.model_copy(update={"model": claimx.models.RULES})
    head = _Cell(REPORT.model_copy(update={"provenance": made})).words.partition("disputed")[0]
    assert "Read by rule, without a model" in head
    assert "story/scan.pdf: not a format claimx reads: .pdf" in head


def test_of_many_claims_the_most_salient_are_shown_and_the_rest_is_counted() -> None:
    many = [
        DEAD.model_copy(update={"id": f"c{n}", "parent": None, "text": f"No. {n}", "salience": n}) for n in range(50)
    ]
    words = _Cell(REPORT.model_copy(update={"claims": tuple(many)})).words
    assert "1 No. 49" in words
    assert "40 No. 10" in words
    assert "No. 9 " not in words
    assert "10 claims more at the top" in words


def test_without_a_notebook_it_says_what_it_is() -> None:
    assert repr(claimx.display(REPORT)) == "<claimx report: 3 claims in 2 articles>"


def test_dollars_are_no_formula() -> None:
    assert {"tex2jax_ignore", "mathjax_ignore"} <= set(re.split(r'[ "]', claimx.display(REPORT)._repr_html_()[:80]))


@given(
    st.text() | st.sampled_from(["</bdi></summary><script>alert(1)</script>", '"><img onerror=x>', "{{ 1 }}", HOSTILE])
)
def test_whatever_an_article_writes_is_text(hostile: str) -> None:
    position = ASKED.positions[0]
    quote = position.evidence[0].model_copy(update={"exact": hostile})
    source = position.source.model_copy(update={"name": hostile, "role": hostile, "named": True})
    said = position.model_copy(update={"source": source, "evidence": (quote,)})
    claim = ASKED.model_copy(update={"text": hostile, "positions": (said,)})
    articles = tuple(one.model_copy(update={"publisher": hostile}) for one in REPORT.articles)
    cell = _Cell(REPORT.model_copy(update={"claims": (claim,), "articles": articles}))
    assert cell.tags <= OURS
    assert cell.attributes <= {"class", "open"}
