"""A phrase marked as a time means an interval, seen from the article's date."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.text import read_time

TUESDAY = datetime(2031, 5, 6, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("phrase", "start", "end"),
    [
        ("on Monday", "2031-05-05", "2031-05-06"),
        ("am Montag", "2031-05-05", "2031-05-06"),
        ("on Wednesday", "2031-04-30", "2031-05-01"),
        ("last week", "2031-04-28", "2031-05-05"),
        ("yesterday", "2031-05-05", "2031-05-06"),
        ("just after Feb. 24", "2031-02-24", "2031-02-25"),
        ("am 9. April", "2031-04-09", "2031-04-10"),
        ("4月9日", "2031-04-09", "2031-04-10"),
        ("on 24 November", "2030-11-24", "2030-11-25"),
        ("late February", "2031-02-21", "2031-03-01"),
        ("in November 2029", "2029-11-01", "2029-12-01"),
        ("2030-01-02", "2030-01-02", "2030-01-03"),
    ],
)
def test_a_phrase_is_resolved_from_the_date_of_the_article(phrase: str, start: str, end: str) -> None:
    interval = read_time(phrase, TUESDAY)
    assert interval is not None
    assert (interval.start.date().isoformat(), interval.end.date().isoformat()) == (start, end)


@pytest.mark.parametrize("phrase", ["soon", "it may rain", "Feb. 30", "3 of 10", "the 90s"])
def test_what_no_rule_is_sure_of_stays_open(phrase: str) -> None:
    assert read_time(phrase, TUESDAY) is None


def test_without_a_date_of_the_article_only_full_dates_are_resolved() -> None:
    assert read_time("Monday", None) is None
    assert read_time("5 May 2031", None) is not None


@given(st.text())
def test_no_phrase_raises(phrase: str) -> None:
    read_time(phrase, TUESDAY)
