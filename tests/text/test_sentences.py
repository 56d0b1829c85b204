"""Sentences cover what is said, in order, at their stored places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimx.text import split_sentences


def sentences(text: str, language: str | None = None) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text, language)]


def test_abbreviations_and_decimals_end_no_sentence() -> None:
    assert sentences("Mr. Vik paid $4.2 million. He left the U.S. on Jan. 3.") == [
        "Mr. Vik paid $4.2 million.",
        "He left the U.S. on Jan. 3.",
    ]


def test_german_dates_and_quotes_stay_together() -> None:
    assert sentences("Am 9. Mai brach er ein. „Das ist falsch“, sagte Dr. Meier.", "de") == [
        "Am 9. Mai brach er ein.",
        "„Das ist falsch“, sagte Dr. Meier.",
    ]


def test_chinese_sentences_need_no_space_between_them() -> None:
    assert sentences("载荷约为85吨。5月9日，三人受伤！真的吗？", "zh") == [
        "载荷约为85吨。",
        "5月9日，三人受伤！",
        "真的吗？",
    ]


def test_each_headline_and_line_of_furniture_is_a_sentence_of_its_own() -> None:
    assert sentences("Bridge closed\n\nThe bridge is closed.\nShare this Article") == [
        "Bridge closed",
        "The bridge is closed.",
        "Share this Article",
    ]


def test_a_hard_wrapped_paragraph_is_read_as_one() -> None:
    assert sentences("The council met on\nmonday and rejected\nthe plan. It adjourned.") == [
        "The council met on\nmonday and rejected\nthe plan.",
        "It adjourned.",
    ]


@given(st.text(), st.sampled_from(["en", "de", "zh", None]))
def test_sentences_never_overlap_and_no_character_but_space_is_lost(text: str, language: str | None) -> None:
    found = split_sentences(text, language)
    ends = [0, *(sentence.end for sentence in found)]
    assert [sentence.number for sentence in found] == list(range(1, len(found) + 1))
    assert all(sentence.start >= end for sentence, end in zip(found, ends, strict=False))
    inside = "".join(text[sentence.start : sentence.end] for sentence in found)
    assert "".join(inside.split()) == "".join(text.split())
