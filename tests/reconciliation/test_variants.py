"""What reports of one claim give differently, and whether all of it can be true."""

from __future__ import annotations

from datetime import datetime

import pytest

from claimx import Claim, Quantity, Span, TimeReference
from claimx.reconciliation.variants import find_variants
from claimx.text import read_figure, read_time
from reconciliation.claims import extraction

TUESDAY = datetime.fromisoformat("2031-05-06T13:00:00+02:00")


def claim(
    article: str, text: str = "It burned.", figure: str = "", time: str = "", published: datetime | None = TUESDAY
) -> Claim:
    (made,) = extraction(article, text).claims
    words = Span(start=0, end=1, exact=figure or time or "x")
    read = read_figure(figure)
    quantities = (Quantity(value=read.value, low=read.low, high=read.high, unit="dead", span=words),) if read else ()
    interval = read_time(time, published)
    reference = TimeReference(start=interval and interval.start, end=interval and interval.end, text=time, span=words)
    return made.model_copy(update={"quantities": quantities, "time": reference if time else None})


@pytest.mark.parametrize(
    ("figures", "compatible"),
    [
        (("17", "11"), False),
        (("at least 4", "11"), True),
        (("nearly 40", "38"), True),
        (("more than 300", "250"), False),
    ],
)
def test_figures_are_compatible_when_one_number_fits_them_all(figures: tuple[str, str], compatible: bool) -> None:
    (variant,) = find_variants([claim("a", figure=figures[0]), claim("b", figure=figures[1])])
    assert (variant.kind, variant.compatible) == ("number", compatible)
    assert {value.value: value.appearances for value in variant.values} == {
        figures[0]: ("a#1",),
        figures[1]: ("b#1",),
    }


def test_the_same_figure_in_other_words_is_no_variant() -> None:
    assert find_variants([claim("a", figure="seventeen"), claim("b", figure="17")]) == ()


@pytest.mark.parametrize(
    ("times", "compatible"),
    [(("on Monday", "on Tuesday"), False), (("late February", "Feb. 24"), True), (("in recent days", "Feb. 24"), True)],
)
def test_times_differ_only_when_they_cannot_meet(times: tuple[str, str], compatible: bool) -> None:
    (variant,) = find_variants([claim("a", time=times[0]), claim("b", time=times[1])])
    assert (variant.kind, variant.compatible) == ("time", compatible)


def test_monday_is_one_day_in_every_time_zone() -> None:
    elsewhere = datetime.fromisoformat("2031-05-06T09:00:00-07:00")
    assert find_variants([claim("a", time="Monday"), claim("b", time="on Monday", published=elsewhere)]) == ()


def test_words_that_no_rule_reads_are_no_variant() -> None:
    assert find_variants([claim("a", time="lately"), claim("b", time="in recent years")]) == ()


def test_a_changed_designation_is_a_variant() -> None:
    (variant,) = find_variants([claim("a", "They fly the TB2."), claim("b", "They fly the TP2.")])
    assert (variant.kind, variant.compatible) == ("name", False)
    assert [value.value for value in variant.values] == ["TB2", "TP2"]


def test_a_designation_that_one_report_leaves_out_is_no_variant() -> None:
    assert find_variants([claim("a", "They fly the TB2."), claim("b", "They fly drones.")]) == ()
