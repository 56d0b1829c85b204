"""What keeps two claims apart however alike they read."""

from __future__ import annotations

import pytest

from claimx.reconciliation.matching.agreement import conflict
from claimx.reconciliation.matching.terms import read


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("The bridge was closed.", "The bridge was not closed.", "one is negated"),
        ("The fire hurt 12 people.", "The fire hurt 31 people.", "their figures differ"),
        ("The mine shut on 4 May.", "The mine shut on 9 May.", "their times differ"),
        ("The alarm rang at 21:40.", "The alarm rang at 22:15.", "their times differ"),
        ("The tug was sold in 2028.", "The tug was sold in 2029.", "their times differ"),
        ("Prices rise in Varn.", "Prices fall in Varn.", "they say opposite things"),
        ("The bridge in Lind closed.", "The bridge in Varn closed.", "they name others"),
        ("Today Ostra attacked Varnia.", "Today Varnia attacked Ostra.", "who acts and who is acted on are swapped"),
    ],
)
def test_claims_part_by_what_they_say(first: str, second: str, why: str) -> None:
    assert conflict(read(first), read(second)) == conflict(read(second), read(first)) == why


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The load was 84.6 tonnes.", "The load was 85 tonnes."),
        ("The fire killed three people.", "The fire killed 3 people."),
        ("The port sold 1,200 cranes.", "The port sold 1200 cranes."),
        ("The mine shut on 4 May.", "The mine shut on May 4."),
        ("The mine shut on 2030-05-04.", "The mine shut on 4 May."),
        ("Today Ostra met Varnia.", "Today Varnia met Ostra."),
        ("Today Ostra attacked Varnia.", "Today Varnia was attacked by Ostra."),
    ],
)
def test_another_way_to_say_it_parts_nothing(first: str, second: str) -> None:
    assert conflict(read(first), read(second)) is None


def test_a_figure_near_another_is_no_rounding_of_it_unless_it_is_close() -> None:
    assert conflict(read("26 people died."), read("30 people died.")) is not None
