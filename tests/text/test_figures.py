"""Figures and plainly named days in running text."""

from __future__ import annotations

import pytest

from claimx.text.figures import find_figures, find_times


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


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("On Monday and on Feb. 24, 2022, it may rain.", ["Monday", "Feb. 24, 2022"]),
        ("Am 7. Mai und am Freitag", ["7. Mai", "Freitag"]),
        ("El 10 de mayo de 2030 y el lunes", ["10 de mayo de 2030", "lunes"]),
        ("Le 7 août 2030 et mardi", ["7 août 2030", "mardi"]),
        ("The Sun said 5 may march.", []),
    ],
)
def test_days_are_found_as_their_language_writes_them(text: str, times: list[str]) -> None:
    assert [text[start:end] for start, end in find_times(text)] == times
