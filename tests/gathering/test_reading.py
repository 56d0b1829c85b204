"""What an article is known by."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimx import Article, Gatherer, gather
from claimx.gathering.reading import LEAD, read_article
from news import FIRE, article
from test_docs import blocks

PAGE = Path(__file__).parents[2] / "docs" / "gathering.md"


def read(text: str, **details: str) -> dict[str, str]:
    return dict(read_article(Article(id="a", text=text, **details)).terms)


@pytest.mark.parametrize("written", ["96 million euros", "96 Millionen Euro", "9600万欧元", "96,000,000"])
def test_a_figure_is_one_in_whatever_scale_it_is_written(written: str) -> None:
    assert "#96" in read(f"The contract: {written}.")


@pytest.mark.parametrize("written", ["on May 9", "am 9. Mai", "5月9日", "2030-05-09"])
def test_a_day_is_one_however_it_is_written(written: str) -> None:
    assert "@5-9" in read(f"The crane fell {written} in Lanwan.")


@pytest.mark.parametrize("word", ["collapse", "Einsturz", "坍塌"])
def test_a_concept_is_one_in_three_languages(word: str) -> None:
    assert read(f"Lanwan: {word}")["=collapse"] == word


def test_words_that_all_news_has_tell_nothing() -> None:
    assert (
        read("She said on Monday that many people, but not all, would also come in May after the 3 first days.") == {}
    )


def test_a_name_is_what_never_stands_without_its_capital() -> None:
    sketch = read_article(article("a", "Cranes fell in Lanwan. Officials closed the port; officials and cranes wait."))
    assert {sketch.terms[term] for term in sketch.particular} == {"Lanwan"}


def test_only_the_headline_and_the_first_paragraphs_are_read() -> None:
    assert set(read(f"Lanwan{' ' * LEAD}Wiekmünde", headline="Tjarksen")) == set(read("Lanwan", headline="Tjarksen"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The fire was in the old mill of the town.", "en"),
        ("Das Feuer war in der alten Mühle der Stadt und nicht im Ort.", "de"),
        ("El fuego que se vio en la vieja fábrica de la ciudad", "es"),
        ("桥吊坍塌，三人受伤", "zh"),
        ("12 34", ""),
    ],
)
def test_the_language_is_told_by_the_words_where_it_is_not_given(text: str, language: str) -> None:
    assert read_article(Article(id="a", text=text)).language == language


def test_the_lead_of_an_article_without_headline_begins_with_one() -> None:
    assert read_article(article("a", "Granary burns\nA fire destroyed it.")).headline == set(read("Granary burns"))


@pytest.mark.checkout
def test_the_examples_of_the_page_run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PAGE.parents[1])
    for block in blocks(PAGE, "python"):
        exec(compile(block, str(PAGE), "exec"), {})
    assert "norvia-public-radio 6" in capsys.readouterr().out


def test_an_empty_stream_closes_with_nothing() -> None:
    assert Gatherer().close() == ()
    assert len(gather([article("a", FIRE[0])])) == 1
