"""ratings.toml: what a reviewer makes of claims, or a named error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import claimx
from claimx.errors import InvalidRatings
from claimx.readers import load_ratings

Put = Callable[..., Path]
REVIEWER = '[reviewer]\nname = "Ostra Desk"\nurl = "https://desk.example"\n'
REVIEW = 'date = 2024-03-20\nurl = "https://desk.example/7"\n'


def test_a_rating_is_in_points_in_words_or_both(put: Put) -> None:
    points = "[[rating]]\nclaim = 'c1'\nvalue = 2\nworst = 1\nbest = 5\n"
    words = "[[rating]]\nclaim = 'c2'\nverdict = 'Mostly false'\n"
    first, second = load_ratings(put("ratings.toml", f"{REVIEWER}{points}{REVIEW}{words}{REVIEW}"))
    assert (first.claim, first.value, first.worst, first.best, first.verdict) == ("c1", 2, 1, 5, None)
    assert (second.claim, second.value, second.verdict) == ("c2", None, "Mostly false")
    assert first.reviewer == second.reviewer == claimx.Reviewer(name="Ostra Desk", url="https://desk.example")
    assert (first.date, first.url) == (date(2024, 3, 20), "https://desk.example/7")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[[rating]", "is no TOML"),
        (b"\xff", "is no TOML"),
        (f"[[rating]]\nclaim = 'c1'\nverdict = 'False'\n{REVIEW}", "reviewer: Field required"),
        (REVIEWER, "rating: Field required"),
        (f"rating = []\n{REVIEWER}", "rating: List should have at least 1 item"),
        (f"{REVIEWER}[[rating]]\nverdict = 'False'\n{REVIEW}", r"\[\[rating\]\] 1: claim: Field required"),
        (f"{REVIEWER}[[rating]]\nclaim = 'c1'\nverdict = 'False'\nurl = 'https://x.example'", "date: Field required"),
        (f"{REVIEWER}[[rating]]\nclaim = 'c1'\n{REVIEW}", "needs a value, with worst and best, or a verdict"),
        (f"{REVIEWER}[[rating]]\nclaim = 'c1'\nvalue = 2\n{REVIEW}", "value, worst and best stand together"),
        (f"{REVIEWER}[[rating]]\nclaim = 'c1'\nvalue = 6\nworst = 1\nbest = 5\n{REVIEW}", "value from worst to best"),
        (f"{REVIEWER}[[rating]]\nclaim = 'c1'\nvalue = nan\nworst = 1\nbest = 5\n{REVIEW}", "value from worst to best"),
        (f"{REVIEWER}[[rating]]\nclaim = 'c1'\nverdikt = 'False'\n{REVIEW}", "verdikt: Extra inputs"),
        (f"{REVIEWER}[[rating]]\nclaim = 'c1'\nverdict = 'x'\nreviewer = 'me'\n{REVIEW}", "reviewer stands once"),
        (f"{REVIEWER.replace('https', 'javascript')}[[rating]]\n", "reviewer.url: String should match"),
    ],
)
def test_a_slip_is_told_with_its_place(put: Put, content: object, told: str) -> None:
    with pytest.raises(InvalidRatings, match=told):
        load_ratings(put("ratings.toml", content))


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(InvalidRatings, match=r"cannot read gone\.toml: No such file"):
        load_ratings("gone.toml")
