"""What reports of one claim give differently, and whether all of it can be true."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from claimx import Article, Attribution, Claim, Quantity, Source, Span, Stance, TimeReference
from claimx.reconciliation.variants import find_variants
from claimx.reconciliation.variants.names import sounds
from claimx.reconciliation.variants.wording import diff
from claimx.text import read_figure, read_time
from reconciliation.claims import VIK, extraction

TUESDAY = datetime.fromisoformat("2031-05-06T13:00:00+02:00")


def articles(*ids: str, languages: str = "", **given: Any) -> dict[str, Article]:
    """One published a day after the other, each in the language at its place."""
    spoken = languages.split() or ["en"] * len(ids)
    return {
        name: Article(id=name, text=name, published_at=TUESDAY + timedelta(days=day), language=language, **given)
        for day, (name, language) in enumerate(zip(ids, spoken, strict=True))
    }


def quote(article: str, words: str, mode: str = "direct", holder: Source = VIK) -> Claim:
    (made,) = extraction(article, "Something was said.").claims
    span = Span(start=0, end=len(words), exact=words)
    attribution = Attribution.model_validate({"source": holder, "cue": None, "content": span, "mode": mode})
    said = Stance(holder=holder, label="support", evidence=(span,), attribution=attribution)
    return made.model_copy(update={"stances": (said,)})


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


def test_a_later_count_is_no_conflict() -> None:
    (variant,) = find_variants([claim("a", figure="11"), claim("b", figure="17")], articles("a", "b"))
    assert variant.compatible
    assert variant.why == "a later count (11 → 17)"


def test_a_later_count_that_falls_although_it_can_only_grow_is_a_conflict() -> None:
    (variant,) = find_variants([claim("a", figure="17"), claim("b", figure="15")], articles("a", "b"))
    assert not variant.compatible
    assert "corrects the earlier one (17 → 15)" in variant.why


def test_a_figure_that_does_not_change_with_time_conflicts_whenever_it_is_given() -> None:
    def seats(article: str, figure: str) -> Claim:
        made = claim(article, figure=figure)
        return made.model_copy(update={"quantities": (made.quantities[0].model_copy(update={"unit": "seats"}),)})

    (variant,) = find_variants([seats("a", "420"), seats("b", "312")], articles("a", "b"))
    assert (variant.compatible, variant.why) == (False, "figures that differ (420 / 312)")


def test_figures_in_several_units_are_told_apart_from_figures_that_differ() -> None:
    def far(article: str, figure: str, unit: str) -> Claim:
        made = claim(article, figure=figure)
        return made.model_copy(update={"quantities": (made.quantities[0].model_copy(update={"unit": unit}),)})

    (variant,) = find_variants([far("a", "10", "miles"), far("b", "16.1", "km")])
    assert (variant.compatible, variant.why) == (True, "the same in another unit (10 / 16.1)")


def test_figures_of_several_things_are_compared_each_with_its_like() -> None:
    two = [claim("a", figure="6"), claim("b", figure="6")]
    four = claim("a", figure="4").quantities
    both = [one.model_copy(update={"quantities": (*one.quantities, *four)}) for one in two]
    assert find_variants([both[0], both[1].model_copy(update={"quantities": both[1].quantities[::-1]})]) == ()


def test_ten_thousand_claims_alike_are_compared_at_once() -> None:
    one, other = claim("a", figure="17"), claim("b", figure="11")
    many = [one.model_copy(update={"id": f"a#{number}"}) for number in range(10_000)]
    (variant,) = find_variants([*many, other])
    assert [len(value.appearances) for value in variant.values] == [1, 10_000]


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


def test_clock_times_without_a_day_differ() -> None:
    (variant,) = find_variants([claim("a", time="at 21:40"), claim("b", time="at 10.15 pm")])
    assert (variant.compatible, variant.why) == (False, "times of day that differ")


def test_one_clock_time_in_two_notations_is_no_variant() -> None:
    assert find_variants([claim("a", time="at 21:40"), claim("b", time="9.40 pm")]) == ()


def test_a_time_within_another_says_so() -> None:
    (variant,) = find_variants([claim("a", time="in April"), claim("b", time="April 11")])
    assert variant.why == "one time within the other"


def test_a_name_in_two_spellings_is_a_variant_that_conflicts_with_nothing() -> None:
    given = [claim("a", "Aid went to Volodymyr Zelensky."), claim("b", "Aid went to Volodymyr Zelenskyy.")]
    (variant,) = find_variants(given)
    assert (variant.kind, variant.compatible) == ("name", True)
    assert [value.value for value in variant.values] == ["Zelensky", "Zelenskyy"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Selenskyj", "Zelensky"), ("Tchaikovsky", "Tschaikovsky"), ("Gaddafi", "Gadafi"), ("Müller", "Muller")],
)
def test_transliterations_of_a_name_sound_alike(one: str, other: str) -> None:
    assert sounds(one) == sounds(other)


@pytest.mark.parametrize(("one", "other"), [("Russia", "Russian"), ("Hansen", "Jansen"), ("Kerim", "Karim")])
def test_another_name_or_another_form_is_no_spelling(one: str, other: str) -> None:
    assert find_variants([claim("a", f"Aid for {one} came."), claim("b", f"Aid for {other} came.")]) == ()


SHIP = "Somebody should have stopped this ship sailing, and nobody picked up the telephone"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Somebody should have stopped this ship sailing", "trimmed"),
        ("Somebody should have stopped this ship ... nobody picked up the telephone", "joined by an ellipsis"),
        (SHIP.replace("should", "could"), "Somebody [should → could] have"),
        (SHIP.replace("sailing", "leaving"), "altered: "),
        ("This ship had to be stopped, and not one of them picked up the telephone", "in other words"),
    ],
)
def test_what_became_of_a_quotation_is_told_and_makes_no_claim_vary(words: str, why: str) -> None:
    (variant,) = find_variants([quote("a", SHIP), quote("b", words)], articles("a", "b"))
    assert (variant.kind, variant.compatible) == ("wording", True)
    assert why in variant.why


def test_a_translated_quotation_is_told() -> None:
    given = [quote("a", SHIP), quote("b", "Jemand hätte dieses Schiff aufhalten müssen")]
    (variant,) = find_variants(given, articles("a", "b", languages="en de"))
    assert "translated" in variant.why


def test_a_quotation_with_other_marks_and_dashes_is_no_variant() -> None:
    given = [quote("a", f"“{SHIP}.”"), quote("b", SHIP.replace(", ", " – "))]
    assert find_variants(given, articles("a", "b")) == ()


def test_words_of_two_speakers_are_not_compared() -> None:
    other = Source(name="Ada Holm")
    given = [quote("a", SHIP), quote("b", SHIP.replace("should", "could"), holder=other)]
    assert find_variants(given, articles("a", "b")) == ()


def test_reported_speech_is_no_quotation() -> None:
    given = [quote("a", SHIP), quote("b", SHIP.replace("should", "could"), mode="indirect")]
    assert find_variants(given, articles("a", "b")) == ()


def test_a_diff_shows_what_changed_and_little_else() -> None:
    before = "one two three four five six seven eight nine ten"
    assert diff(before, before.replace("ten", "eleven or so")) == "… seven eight nine [ten → eleven or so]"
