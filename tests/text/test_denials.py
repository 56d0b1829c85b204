"""Words of denial, of no comment, of what could not be verified, and of withdrawal."""

from __future__ import annotations

import time
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.text.denials import find_denials


def words(text: str, language: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.kind) for one in find_denials(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "found", "kind"),
    [
        ("en", "The mayor denied that money was paid.", "denied", "denial"),
        ("en", "He rejected the allegation at once.", "rejected the allegation", "denial"),
        ("en", "The report is untrue, she said.", "is untrue", "denial"),
        ("en", "She dismissed the story as fake.", "dismissed the story as fake", "denial"),
        ("en", "A spokesman called the report a lie.", "called the report a lie", "denial"),
        ("en", "There was no such warning.", "no such warning", "denial"),
        ("en", "We have no record of any complaint.", "have no record of", "denial"),
        ("en", "The firm disputed that account.", "disputed", "denial"),
        ("en", "The bank declined to comment.", "declined to comment", "no_comment"),
        ("en", "It did not immediately respond to a request.", "did not immediately respond", "no_comment"),
        ("en", "He would not say how many.", "would not say", "no_comment"),
        ("en", "The figure could not be independently verified.", "could not be independently verified", "unverified"),
        ("en", "We could not confirm the date.", "could not confirm", "unverified"),
        ("en", "It is unclear whether it fell.", "It is unclear", "unverified"),
        ("en", "The paper retracted its story.", "retracted", "withdrawal"),
        ("en", "He withdrew his statement.", "withdrew his statement", "withdrawal"),
        ("de", "Die Firma bestreitet das.", "bestreitet", "denial"),
        ("de", "Der Sprecher wies die Vorwürfe zurück.", "wies die Vorwürfe zurück", "denial"),
        ("de", "Sie wollte sich dazu nicht äußern.", "wollte sich dazu nicht äußern", "no_comment"),
        ("de", "Die Angaben ließen sich zunächst nicht überprüfen.", "ließen sich zunächst nicht überprüfen", "unverified"),
        ("de", "Der Zeuge widerrief.", "widerrief", "withdrawal"),
        ("es", "El ministro negó que hubiera pagos.", "negó", "denial"),
        ("es", "La empresa desmintió el informe.", "desmintió", "denial"),
        ("es", "Declinó hacer comentarios.", "Declinó hacer comentarios", "no_comment"),
        ("es", "La cifra no pudo ser verificada.", "no pudo ser verificada", "unverified"),
        ("es", "El testigo se retractó.", "se retractó", "withdrawal"),
        ("fr", "Le ministre dément.", "dément", "denial"),
        ("fr", "Il nie avoir payé.", "nie", "denial"),
        ("fr", "La banque a refusé de commenter.", "refusé de commenter", "no_comment"),
        ("fr", "Le chiffre n’a pas pu être vérifié.", "n’a pas pu être vérifié", "unverified"),
        ("fr", "Le témoin s’est rétracté.", "s’est rétracté", "withdrawal"),
        ("zh", "发言人否认了这一说法。", "否认", "denial"),
        ("zh", "该报道不属实。", "不属实", "denial"),
        ("zh", "公司不予置评。", "不予置评", "no_comment"),
        ("zh", "这一数字尚未得到证实。", "尚未得到证实", "unverified"),
        ("zh", "该报撤回了上述报道。", "撤回了上述报道", "withdrawal"),
    ],
)  # fmt: skip
def test_words_of_denial_are_found(language: str, text: str, found: str, kind: str) -> None:
    assert words(text, language) == [(found, kind)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He was denied entry to the country."), ("en", "The judge denied him bail."), ("en", "They rejected the offer."),
        ("en", "The troops withdrew on Monday."), ("en", "A false alarm rang."), ("en", "The party withdrew its candidate."),
        ("en", "No comment section is shown."), ("en", "The court dismissed the judge."), ("en", "It was not clearly marked."),
        ("en", "The bridge fell on Monday."), ("de", "Sie wies den Weg."), ("de", "Er zog nach Ostra zurück."),
        ("es", "Se negó a ir."), ("fr", "Il rejette la balle."), ("zh", "不可否认，大桥很美。"), ("zh", "军队撤回营地。"),
    ],
)  # fmt: skip
def test_words_that_deny_elsewhere_are_passed_over_where_they_do_not(language: str, text: str) -> None:
    assert words(text, language) == []


def test_a_language_without_a_list_is_read_as_english() -> None:
    assert words("He denied it.", "xx") == [("denied", "denial")]


@given(
    st.text(alphabet=st.sampled_from(list("denied wies zurück否认\n.,")), max_size=60),
    st.sampled_from(["en", "de", "es", "fr", "zh"]),
)
def test_places_lie_in_the_text_in_order_and_apart(text: str, language: str) -> None:
    borders = [border for one in find_denials(text, language) for border in (one.start, one.end)]
    assert borders == sorted(borders)
    assert all(0 <= border <= len(text) for border in borders)


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "zh"])
@pytest.mark.parametrize(
    "piece", ["rejected the ", "wies ", "could not ", "a ", "zog ", "äußerte sich ", "retiré ", "没有"]
)
def test_hostile_repetition_is_read_in_linear_time(language: str, piece: str) -> None:
    find_denials(piece, language)
    begin = time.perf_counter()
    find_denials(piece * 5_000, language)
    assert time.perf_counter() - begin < 2


def test_every_entry_is_in_lower_case_as_the_text_is_when_it_is_searched() -> None:
    words = files("claimx.text").joinpath("data/denials.toml").read_text("utf-8")
    entries = [entry for lists in tomllib.loads(words).values() for listed in lists.values() for entry in listed]
    assert [entry for entry in entries if entry != entry.lower()] == []
