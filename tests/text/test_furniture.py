"""Lines of the page that are not of the article."""

from __future__ import annotations

import pytest

from claimx.text.figures import find_figures, find_times
from claimx.text.furniture import find_furniture, is_furniture


@pytest.mark.parametrize(
    "line",
    [
        "Share this article", "Read more", "© 2026 The Ostra Post. All rights reserved.", "By Jane Roe and John Doe",
        "Sign up for our daily newsletter", "We use cookies to improve your experience.", "Photo: Jane Roe/Agency",
        "Advertisement", "Jane Roe, Staff Writer",
    ],
)  # fmt: skip
def test_a_line_of_the_page_is_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "By Monday, 12 people had died.", "Share prices fell 3 percent.", "Photos taken on Monday show the bridge intact.",
        "The minister read more than 300 letters.", "The two firms agreed to share the cost of the bridge.",
    ],
)  # fmt: skip
def test_a_sentence_that_begins_like_furniture_is_none(line: str) -> None:
    assert not is_furniture(line)


def test_furniture_stands_at_its_place_in_the_text() -> None:
    text = "A headline\n\n  Share this article \n\nThe bridge fell."
    assert [text[start:end] for start, end in find_furniture(text)] == ["Share this article"]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("More than 5,000 people and $4.2 billion", ["More than 5,000", "$4.2 billion"]),
        ("up 3.5 percent to about 40%", ["3.5 percent", "about 40%"]),
        ("five to nine of the 1,200 tonnes", ["five", "nine", "1,200"]),
        ("in 2026, on May 7, at 21:40, by a G7 F-16 on Route 66", []),
    ],
)
def test_figures_are_found_with_what_bounds_them_and_dates_are_none(text: str, figures: list[str]) -> None:
    assert [text[start:end] for start, end in find_figures(text)] == figures


def test_days_are_found_as_times() -> None:
    text = "On Monday and on Feb. 24, 2022, it may rain."
    assert [text[start:end] for start, end in find_times(text)] == ["Monday", "Feb. 24, 2022"]
