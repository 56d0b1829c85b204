"""The text that stands for a merged claim: full, without one report's oddities, and always some report's own words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimx.reconciliation.canonical import canonical_text
from reconciliation.claims import extraction


def chosen(*lines: str, languages: str = "") -> str:
    """The text chosen of claims in so many articles, in the languages given by their first letters."""
    codes = {"e": "en", "d": "de", "z": "zh-CN"}
    whole = [
        extraction(f"a{number}", line, language=codes.get(languages[number : number + 1]))
        for number, line in enumerate(lines)
    ]
    return canonical_text(
        [claim for one in whole for claim in one.claims], {one.article.id: one.article for one in whole}
    )


def test_of_two_reports_the_fuller_one_speaks() -> None:
    short, full = "The bridge was closed.", "The Lind bridge in Ostra was closed on Tuesday."
    assert chosen(short, full) == chosen(full, short) == full


def test_a_detail_that_one_of_many_has_stays_out() -> None:
    plain = "The Lind bridge in Ostra was closed."
    odd = "The Lind bridge in Ostra was closed by 14 hooded men at dawn."
    assert chosen(odd, "The Lind bridge was closed.", plain, "The bridge in Ostra was closed.") == plain


def test_the_language_of_most_articles_is_that_of_the_claim() -> None:
    german = "Die Lind-Brücke in Ostra, die seit 1931 steht, wurde am Dienstag gesperrt."
    assert chosen(german, "The bridge was shut.", "The Lind bridge was shut.", languages="dee") == (
        "The Lind bridge was shut."
    )


def test_of_languages_in_as_many_articles_the_first_is_taken() -> None:
    assert chosen("桥已关闭。", "The Lind bridge was shut.", languages="ze") == "桥已关闭。"


def test_one_article_that_repeats_itself_is_no_majority() -> None:
    whole = extraction(
        "b", "Ostra shut the old bridge.", "The old bridge is shut.", "The old bridge was shut in Ostra."
    )
    other = extraction("a", "The Lind bridge was shut on Monday after an inspection.")
    claims = [*other.claims, *whole.claims]
    articles = {one.article.id: one.article for one in (other, whole)}
    assert canonical_text(claims, articles) == other.claims[0].text


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=6))
def test_it_is_the_text_of_an_appearance_word_for_word(lines: list[str]) -> None:
    assert chosen(*lines) in lines


def test_a_rewrite_speaks_only_where_the_article_it_rewrites_does_not() -> None:
    plain, garbled = extraction("a", "The drone is a TB2."), extraction("b", "The drone is a TP2 aircraft.")
    articles = {one.article.id: one.article for one in (plain, garbled)}
    assert canonical_text([*plain.claims, *garbled.claims], articles, {"b"}) == "The drone is a TB2."
    assert canonical_text(garbled.claims, articles, {"b"}) == "The drone is a TP2 aircraft."
