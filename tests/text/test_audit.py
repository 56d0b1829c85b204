"""What an answer passed over."""

from __future__ import annotations

import itertools
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.text.audit import _Covered, _says_something, find_uncovered
from claimx.text.passage import Passage


def uncovered(text: str, *covered: str, language: str = "en") -> list[tuple[str, str]]:
    places = [(text.index(piece), text.index(piece) + len(piece)) for piece in covered]
    return [(text[start:end], why) for (start, end), why in find_uncovered(Passage(text, language), places)]


QUOTATION = "“Nobody was hurt in the fall,”"


def test_a_direct_quotation_that_nobody_covered_is_found() -> None:
    assert uncovered(f"The bridge fell. {QUOTATION} Vik said.") == [(QUOTATION, "quotation")]
    assert uncovered(f"The bridge fell. {QUOTATION} Vik said.", QUOTATION) == []


def test_a_long_quotation_is_listed_sentence_by_sentence() -> None:
    text = "Vik said: “Nobody was hurt at all. The bridge was closed before.”"
    assert uncovered(text, "Nobody was hurt at all.") == [("The bridge was closed before.”", "quotation")]


def test_indirect_speech_that_nobody_covered_is_found() -> None:
    assert uncovered("Vik said that the bridge will close.") == [("that the bridge will close", "reported speech")]


def test_a_sentence_with_a_figure_that_nobody_covered_is_found() -> None:
    text = "The bridge cost $4.2 million. It opened long ago."
    assert uncovered(text) == [("The bridge cost $4.2 million.", "figure")]
    assert uncovered(text, "The bridge cost $4.2 million") == []


def test_a_figure_that_is_covered_itself_is_not_asked_for_again() -> None:
    text = "The bridge, as everybody in this part of the country knows all too well, cost $4.2 million."
    assert uncovered(text, "cost $4.2 million") == []


def test_a_headline_fused_to_the_next_text_is_a_line_of_its_own() -> None:
    assert uncovered("City to close the old bridgeThe mayor spoke to the town", "The mayor spoke to the town") == [
        ("City to close the old bridge", "line")
    ]


def test_a_word_with_a_capital_inside_is_no_border() -> None:
    assert uncovered("The town put the old bridge on YouTube for all to see", "for all to see") == []


@pytest.mark.parametrize("mark", ["; ", " – ", " — "])
def test_the_second_half_of_a_long_sentence_is_a_line(mark: str) -> None:
    halves = "the council closed the old bridge to all traffic in the spring", "no money for repairs was ever found."
    text = mark.join(halves)
    assert uncovered(text, halves[0]) == [(halves[1], "line")]
    assert uncovered(text, *halves) == []


def test_half_covered_counts_as_covered_only_above_the_half() -> None:
    text = "Vik said that the bridge will close for repairs."
    assert uncovered(text, "the bridge will close") == []
    assert uncovered(text, "that the") == [("that the bridge will close for repairs", "reported speech")]


def test_furniture_says_nothing() -> None:
    assert uncovered("The bridge fell.\n\nPosted at 2:04 PM, Mar 14, 2022\n\n5 comments") == []


def test_each_stretch_is_listed_once_with_its_strongest_sign() -> None:
    assert uncovered("Vik said: “The bridge cost $4.2 million.”") == [("“The bridge cost $4.2 million.”", "quotation")]


def test_chinese_is_audited_too() -> None:
    text = "发言人赵明表示，大桥不会对外开放。大桥耗资420万元修建。"
    assert uncovered(text, language="zh") == [
        ("大桥不会对外开放", "reported speech"),
        ("大桥耗资420万元修建。", "figure"),
    ]


@given(
    st.lists(
        st.sampled_from(["“", "”", "said ", "Vik ", "; ", " – ", ".\n", "5 ", "the old bridge ", "aB"]), max_size=30
    ),
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=4),
)
def test_what_is_listed_lies_in_the_text_apart_and_mostly_uncovered(
    pieces: list[str], covered: list[tuple[int, int]]
) -> None:
    text = "".join(pieces)
    within = {at for start, end in covered for at in range(start, min(end, len(text)))}
    found = find_uncovered(Passage(text, "en"), [(start, min(end, len(text))) for start, end in covered])
    for (start, end), _ in found:
        solid = [at for at in range(start, end) if text[at].isalnum()]
        assert 0 <= start < end <= len(text)
        assert 2 * len(within.intersection(solid)) <= len(solid)


def test_what_is_listed_and_then_covered_is_not_listed_again() -> None:
    text = f"The bridge cost $4.2 million. {QUOTATION} Vik said. He added that it will reopen in May."
    listed = [place for place, _ in find_uncovered(Passage(text, "en"))]
    assert find_uncovered(Passage(text, "en"), listed) == []


@given(
    st.lists(
        st.sampled_from(["a", "of", "Vik", "Vik's", "bridge", "ukraineAccording", "2030", "well-known", "桥", ","])
    ),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))),
)
def test_a_sentence_without_room_has_no_stretch_that_is_missed(
    words: list[str], covered: list[tuple[int, int]]
) -> None:
    text = " ".join(words)
    done = _Covered(text, covered)
    if done.leaves_room((0, len(text))):
        return
    inside = re.compile(r"(?<=[a-z0-9])(?=[a-z0-9])")
    borders = [at for at in range(len(text) + 1) if not inside.match(text, at)]
    for stretch in itertools.combinations(borders, 2):
        assert not (_says_something(text, stretch) and done.misses(stretch))


@pytest.mark.parametrize("piece", ["“a b c d” ", "said that he ", "; a", "aB", "5 ", " – "])
def test_hostile_repetition_is_read_in_linear_time(piece: str) -> None:
    def seconds(times: int) -> float:
        begin = time.perf_counter()
        find_uncovered(Passage(piece * times, "en"))
        return time.perf_counter() - begin

    seconds(100)
    assert seconds(3000) < 20 * seconds(600) + 0.5
