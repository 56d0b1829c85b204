"""Figures made comparable: units, roundings, bounds, scopes, and what is no figure at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx import Quantity, Span
from claimx.text import read_figure
from claimx.text.measures import Measure, compare, read_measure


def quantity(words: str, unit: str | None = None, of: str | None = None) -> Quantity:
    figure = read_figure(words)
    assert figure is not None
    span = Span(start=0, end=len(words), exact=words)
    return Quantity(value=figure.value, low=figure.low, high=figure.high, unit=unit, of=of, span=span)


def measure(words: str, unit: str | None = None, of: str | None = None) -> Measure:
    read = read_measure(quantity(words, unit, of))
    assert read is not None
    return read


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        (("17", "dead"), ("seventeen", "people"), "equal"),
        (("about 20", "nautical miles"), ("some 38", "km"), "unit"),
        (("100", "ft"), ("30.5", "metres"), "unit"),
        (("90", "minutes"), ("1.5", "hours"), "unit"),
        (("70", "tonnes"), ("70,000", "kg"), "unit"),
        (("84.6", "t"), ("about 85", "tons"), "rounded"),
        (("4.2 million", "people"), ("4,213,000", "people"), "rounded"),
        (("more than 5,000", "people"), ("5,400", "people"), "bound"),
        (("nearly 40", "people"), ("38", "people"), "range"),
        (("5,000 to 9,000", "soldiers"), ("7,000", "soldiers"), "range"),
        (("$43 million", None), ("310 million yuan", "yuan"), "currency"),
        (("nearly 40", "people"), ("12", "people"), "differ"),
        (("more than 300", "people"), ("250", "people"), "differ"),
        (("17", "people"), ("20", "people"), "differ"),
        (("20%", None), ("22", "percent"), "differ"),
    ],
)
def test_two_figures_are_compared_in_one_unit(
    one: tuple[str, str | None], other: tuple[str, str | None], what: str
) -> None:
    assert compare(measure(*one), measure(*other)) == what


def test_counts_of_people_with_another_fate_are_of_another_scope() -> None:
    assert compare(measure("38", "people", "in hospital"), measure("102", "people", "injured")) == "scope"


def test_a_count_with_somebody_included_is_of_another_scope() -> None:
    assert compare(measure("18", "dead", "deaths including the diver"), measure("17", "dead", "deaths")) == "scope"


def test_a_scope_that_the_other_claim_states_elsewhere_is_no_difference() -> None:
    one = measure("18", "dead", "deaths including the diver")
    other = read_measure(quantity("16", "dead", "deaths"), "The toll is 16, the diver included.")
    assert other is not None
    assert compare(one, other) == "differ"


def test_what_measures_other_things_is_not_compared() -> None:
    assert compare(measure("6", "boats"), measure("4", "hours")) is None


@pytest.mark.parametrize(
    ("words", "unit"), [("2022", None), ("2022", "year"), ("22nd", None), ("No. 10", None), ("F-16", None)]
)
def test_years_ordinals_and_designations_are_no_figures(words: str, unit: str | None) -> None:
    span = Span(start=0, end=len(words), exact=words)
    assert read_measure(Quantity(value=22.0, unit=unit, span=span)) is None


def test_a_count_that_looks_like_a_year_is_a_figure() -> None:
    assert measure("2022", "people").low == 2022


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_comparing_is_symmetric(a: int, b: int) -> None:
    one, other = measure(str(a), "km"), measure(str(b), "miles")
    assert compare(one, other) == compare(other, one)


@given(st.integers(1, 10**9), st.sampled_from(["people", "km", "%", "euros", "crates"]))
def test_a_figure_equals_itself(value: int, unit: str) -> None:
    assert compare(measure(str(value), unit), measure(f"{value:,}", unit)) == "equal"
