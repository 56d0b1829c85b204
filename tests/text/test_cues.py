"""Reported speech by cue words: source, cue and content."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.text.passage import Passage
from claimx.text.speech.cues import ReportedSpeech, find_reported_speech


def read(text: str, language: str = "en") -> list[tuple[str | None, str | None, list[str]]]:
    return [
        (_words(text, one.source), _words(text, one.cue), [text[start:end] for start, end in one.content])
        for one in find_reported_speech(Passage(text, language))
    ]


def _words(text: str, place: tuple[int, int] | None) -> str | None:
    return text[place[0] : place[1]] if place else None


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Jon Vik said that the bridge is safe.", "Jon Vik", "said", "that the bridge is safe"),
        ("The mayor has said the bridge is safe.", "The mayor", "has said", "the bridge is safe"),
        ("The bridge is safe, the mayor said.", "the mayor", "said", "The bridge is safe"),
        ("“The bridge is safe,” said Jon Vik, a spokesman for the city.", "Jon Vik, a spokesman for the city", "said", "“The bridge is safe,”"),
        ("“Is it safe?” she asked in an interview.", "she", "asked", "“Is it safe?”"),
        ("Vik said: “It is safe.”", "Vik", "said", "“It is safe.”"),
        ("According to the police, two people died.", "the police", "According to", "two people died"),
        ("Two people died, according to the police.", "the police", "according to", "Two people died"),
        ("Jon Vik, a spokesman, told reporters on Monday that it is safe.", "Jon Vik, a spokesman,", "told", "that it is safe"),
        ("The plan was criticized by the mayor.", "the mayor", "was criticized by", "The plan"),
        ("The mayor denied that money was paid.", "The mayor", "denied", "that money was paid"),
        ("The mayor left the hall, saying that he was tired.", "The mayor", "saying", "that he was tired"),
    ],
)  # fmt: skip
def test_the_usual_forms_of_reported_speech_are_read(text: str, source: str, cue: str, content: str) -> None:
    assert read(text) == [(source, cue, [content])]


def test_a_quotation_that_goes_on_after_its_source_is_one_content() -> None:
    text = "“We are safe,” Vik said. “Nobody was hurt. All is well.” The mayor left."
    assert read(text) == [("Vik", "said", ["“We are safe,”", "“Nobody was hurt. All is well.”"])]


def test_a_colon_hands_over_to_the_quotation_in_the_next_paragraph() -> None:
    assert read("Vik continued:\n\n“It is safe. It was always safe.”") == [
        ("Vik", "continued", ["“It is safe. It was always safe.”"])
    ]


def test_a_source_in_the_middle_divides_the_content() -> None:
    assert read("The bridge, Vik said, is perfectly safe.") == [("Vik", "said", ["The bridge", "is perfectly safe"])]


@pytest.mark.parametrize(
    "text", ["The claim was small.", "The United States of America.", "Reports of the fire.", "He ran."]
)
def test_a_noun_that_looks_like_a_cue_verb_is_none(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("“It is safe,” Vik said.", "direct"),
        ("Vik said it is safe.", "indirect"),
        ("Vik said it is “safe” now.", "mixed"),
    ],
)
def test_the_mode_follows_the_quotation_marks(text: str, mode: str) -> None:
    assert [one.mode for one in find_reported_speech(Passage(text))] == [mode]


def test_thinking_is_told_from_saying() -> None:
    passage = Passage("Vik believes that it is safe. Vik says it is safe.")
    assert [one.kind for one in find_reported_speech(passage)] == ["mental", "speech"]


@pytest.mark.parametrize(
    ("language", "text", "source", "content"),
    [
        ("de", "„Das ist falsch“, sagte Anna Klein am Montag.", "Anna Klein", "„Das ist falsch“"),
        ("de", "Der Minister erklärte, dass die Brücke sicher sei.", "Der Minister", "dass die Brücke sicher sei"),
        ("es", "El ministro afirmó que el puente es seguro.", "El ministro", "que el puente es seguro"),
        ("fr", "« Ce n’est pas vrai », a déclaré Marie Dupont.", "Marie Dupont", "« Ce n’est pas vrai »"),
        ("zh", "发言人赵立坚表示，中方立场没有变化。", "发言人赵立坚", "中方立场没有变化"),
    ],
)
def test_four_more_languages_are_begun(language: str, text: str, source: str, content: str) -> None:
    ((found_source, _, found_content),) = read(text, language)
    assert (found_source, found_content) == (source, [content])


TEXTS = st.lists(
    st.sampled_from(
        ["“", "”", '"', "said", "he", ",", ".", "that", "\n", "Vik", "who", "and", "told", ":", "—", "by", "was"]
    ),
    max_size=40,
).map(" ".join)


@given(TEXTS, st.data())
def test_what_is_said_in_some_sentences_is_found_without_reading_the_others(text: str, data: st.DataObject) -> None:
    passage = Passage(text, "en")
    wanted = data.draw(st.sets(st.sampled_from(passage.sentences))) if passage.sentences else set()
    within = sorted((sentence.start, sentence.end) for sentence in wanted)

    def said(found: list[ReportedSpeech]) -> set[tuple[int, int]]:
        pieces = {piece for one in found for piece in one.content}
        shared = {(max(a, start), min(b, end)) for a, b in pieces for start, end in within}
        return {(start, end) for start, end in shared if start < end}

    assert said(find_reported_speech(passage, within)) == said(find_reported_speech(passage))


@given(TEXTS)
def test_every_place_lies_in_the_text(text: str) -> None:
    for one in find_reported_speech(Passage(text)):
        assert all(0 <= start < end <= len(text) for start, end in places(one))


def places(one: ReportedSpeech) -> list[tuple[int, int]]:
    return [*one.content, *(place for place in (one.source, one.cue) if place)]
