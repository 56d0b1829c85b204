"""A figure marked as one is read by rule: value, bound or range."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.text import Figure, read_figure


@pytest.mark.parametrize(
    ("phrase", "language", "figure"),
    [
        ("seventeen", "en", Figure(value=17)),
        ("forty-two people", "en", Figure(value=42)),
        ("seven-hour", "en", Figure(value=7)),
        ("84.6 t", "en", Figure(value=84.6)),
        ("1.2 million", "en", Figure(value=1_200_000)),
        ("100%", "en", Figure(value=100)),
        ("39,5 Millionen Euro", "de", Figure(value=39_500_000)),
        ("1.234 Tonnen", "de", Figure(value=1234)),
        ("3.1亿元", "zh", Figure(value=310_000_000)),
        ("三名工人", "zh", Figure(value=3)),
        ("ＴＶ２０", "zh", Figure(value=20)),
    ],
)
def test_a_plain_figure_has_a_value(phrase: str, language: str, figure: Figure) -> None:
    assert read_figure(phrase, language) == figure


@pytest.mark.parametrize(
    ("phrase", "figure"),
    [
        ("more than 5,000", Figure(low=5000)),
        ("at least 11", Figure(low=11)),
        ("nearly 40", Figure(high=40)),
        ("5,000 to 9,000", Figure(low=5000, high=9000)),
        ("between 5,000 and 9,000", Figure(low=5000, high=9000)),
        ("超过80吨", Figure(low=80)),
    ],
)
def test_a_bound_or_a_range_has_limits(phrase: str, figure: Figure) -> None:
    assert read_figure(phrase) == figure


def test_words_without_a_figure_give_none() -> None:
    assert read_figure("a number of people") is None


@given(st.integers(0, 10**12))
def test_grouped_digits_are_read_back(number: int) -> None:
    assert read_figure(f"{number:,}") == Figure(value=float(number))


@given(st.text())
def test_no_phrase_raises(phrase: str) -> None:
    read_figure(phrase)
