"""Quotations by their marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.text.speech.quotations import find_quotations


def quoted(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_quotations(text) if one.depth == 0]


@pytest.mark.parametrize(
    "quotation",
    [
        "“It is over.”",
        '"It is over."',
        "''It is over.''",
        "‘It is over.’",
        "„Es ist vorbei.“",
        "«Se acabó.»",
        "« C’est fini. »",
        "»Es ist vorbei.«",
        "「结束了。」",
    ],
)
def test_every_common_style_of_quotation_is_found_with_its_marks(quotation: str) -> None:
    assert quoted(f"He said: {quotation} She left.") == [quotation]


def test_an_apostrophe_opens_and_closes_nothing() -> None:
    assert quoted("The workers' union and Vik's firm don't agree on the '90s.") == []


def test_a_quotation_within_a_quotation_is_deeper() -> None:
    text = "“She said ‘never’ to me,” he said."
    assert [(text[one.start : one.end], one.depth) for one in find_quotations(text)] == [
        ("“She said ‘never’ to me,”", 0),
        ("‘never’", 1),
    ]


def test_a_quotation_that_each_paragraph_opens_again_is_one() -> None:
    assert quoted("“One.\n\n“Two,” he said.") == ["“One.\n\n“Two,”"]


def test_a_mark_that_is_never_closed_does_not_swallow_the_article() -> None:
    assert quoted("He said “this and left.\n\nShe said “that.”") == ["“that.”"]


def test_a_paragraph_that_opens_a_quotation_and_never_closes_it_is_one_to_its_end() -> None:
    assert quoted("“All of this is said.\n\nThe rest is not.") == ["“All of this is said."]


@given(st.text(alphabet="ab “”\"'‘’«»„「」\n.", max_size=80))
def test_quotations_lie_in_the_text_in_order(text: str) -> None:
    found = find_quotations(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert found == sorted(found, key=lambda one: (one.start, -one.end))
