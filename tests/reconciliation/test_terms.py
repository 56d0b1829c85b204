"""Terms are what wordings and languages share."""

from __future__ import annotations

import pytest

from claimx.reconciliation.matching.likeness import Likeness
from claimx.reconciliation.matching.terms import read
from claimx.text.vocabulary import stem
from reconciliation.claims import extraction


@pytest.mark.parametrize(
    ("text", "language", "concept"),
    [
        ("Ostra asked for military aid.", "en", "=help"),
        ("Ostra bat um Hilfe.", "de", "=help"),
        ("奥斯特拉请求援助。", "zh", "=help"),
        ("Der Liefervertrag wurde gekündigt.", "de", "=contract"),
        ("The United States warned Ostra.", "en", "=usa"),
    ],
)
def test_a_word_counts_as_its_concept_in_any_language(text: str, language: str, concept: str) -> None:
    reading = read(text)
    assert reading.language == language
    assert concept in reading.terms


def test_a_chinese_word_with_a_negating_character_in_it_negates_nothing() -> None:
    assert not read("奥斯特拉购买无人机。").negated
    assert read("奥斯特拉没有购买无人机。").negated


def test_a_designation_keeps_its_doubled_last_digit_and_is_no_other() -> None:
    assert stem("ostra100") == "ostra100"
    assert read("Ostra100 was towed.").terms.isdisjoint(read("Ostra10 was moored.").terms)


def test_claims_in_two_languages_are_alike_by_what_both_can_say() -> None:
    texts = ("Four people were treated in hospital.", "Vier Menschen wurden im Krankenhaus behandelt.", "Tulips bloom.")
    one, other = (extraction(name, *texts).claims for name in "ab")
    likeness = Likeness([*one, *other])
    assert likeness.score(0, 4) > 0.5 > likeness.score(0, 5)
