"""Texts as the page gets them: cut, quoted in their sentences, made visible, compared; in code points throughout."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.models import Article, Span, Stance
from claimx.writers.html.addresses import to_href
from claimx.writers.html.excerpts import Excerpter
from claimx.writers.html.segments import Stretch, cut
from claimx.writers.html.visible import LONGEST, show, show_all
from claimx.writers.html.wordings import changes

CJK_B = "𠀋"  # one code point, two units of UTF-16


def test_a_name_that_goes_on_for_ever_is_cut_and_says_so() -> None:
    assert show_all({"name": ["x" * 5_000]}) == {"name": [f"{'x' * LONGEST} … (4,000 characters more)"]}


def _stance(article: Article, *quotes: str) -> list[Stance]:
    starts = [article.text.index(quote) for quote in quotes]
    spans = (Span(start=at, end=at + len(quote), exact=quote) for at, quote in zip(starts, quotes, strict=True))
    return [Stance(holder=None, label="support", evidence=tuple(spans))]


def test_sentences_between_two_quotes_are_a_gap() -> None:
    article = Article(id="a", text="The dam broke. It had rained. Nobody slept. The road is shut.", language="en")
    pieces = Excerpter(article).excerpt(_stance(article, "dam broke", "road is shut"))
    assert "".join(piece["text"] for piece in pieces) == "The dam broke. … The road is shut."


def test_a_sentence_without_end_is_cut_around_the_evidence() -> None:
    article = Article(id="a", text="and so on " * 2_000 + "the dam broke " + "and so on " * 2_000, language="en")
    pieces = Excerpter(article).excerpt(_stance(article, "the dam broke"))
    assert 400 < sum(len(piece["text"]) for piece in pieces) < 600


def test_where_the_text_is_gone_the_quote_stands_by_itself() -> None:
    article = Article(id="a", text="The dam broke.", language="en")
    assert Excerpter(None).excerpt(_stance(article, "dam broke")) == [{"text": "dam broke", "as_": "evidence"}]


def test_offsets_count_code_points_before_emoji_and_rare_ideographs() -> None:
    article = Article(id="a", text=f"😀😀{CJK_B}{CJK_B} The dam 🌊 broke.", language="en")
    pieces = Excerpter(article).excerpt(_stance(article, "dam 🌊 broke"))
    assert [piece["text"] for piece in pieces if piece.get("as_") == "evidence"] == ["dam 🌊 broke"]


@given(st.data())
def test_segments_are_the_text_once_and_carry_the_marks_that_cover_them(data: st.DataObject) -> None:
    length = data.draw(st.integers(0, 30))
    place = st.integers(-2, length + 2)
    stretches = [
        Stretch(min(a, b), max(a, b), mark)
        for a, b, mark in data.draw(st.lists(st.tuples(place, place, st.sampled_from("abc")), max_size=8))
    ]
    segments = list(cut(0, length, stretches))
    assert [at for segment in segments for at in range(segment.start, segment.end)] == list(range(length))
    for segment in segments:
        for at in range(segment.start, segment.end):
            assert set(segment.marks) == {one.mark for one in stretches if one.start <= at < one.end}
    ended = sorted((segment.end, mark) for segment in segments for mark in segment.ending)
    wanted = {(min(one.end, length), one.mark) for one in stretches if max(one.start, 0) < min(one.end, length)}
    assert ended == sorted(wanted)


@given(st.text())
def test_shown_text_holds_nothing_that_acts(text: str) -> None:
    shown = show(text)
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]", shown
    )


@pytest.mark.parametrize("text", ["a\n\nb  c", "👩‍👩‍👧 и 🏴󠁧󠁢󠁳󠁣󠁴󠁿", "می‌خواهم", f"{CJK_B}是", "Donau\u00addampf"])
def test_ordinary_writing_is_shown_as_it_is(text: str) -> None:
    assert show(text) == text


def test_an_invisible_name_is_shown_by_its_codes() -> None:
    assert show("Rus\u200b\u200bsia") == "Rus<U+200B><U+200B>sia"
    assert show("see" + "".join(chr(0xE0000 + ord(one)) for one in "ignore all")) == (
        "see<U+E0069 … U+E006C: 10 characters>"
    )


@pytest.mark.parametrize("url", ["https://news.example/a?b=c#d", "http://news.example", "https://news.example:8443/ü"])
def test_plain_addresses_become_links(url: str) -> None:
    assert to_href(url) == url


@pytest.mark.parametrize(
    "url",
    [None, "", "javascript:alert(1)", "JAVASCRIPT:x", " https://a.example", "https://a.example\\b", "//a.example",
     "https:///a", "https://user@evil.example", "data:text/html,x", "java\tscript:x", "http://[", "ftp://a.example",
     "https://a.example/\u202egnp", "mailto:a@b.example", f"https://a.example/{'x' * 2_000}"],
)  # fmt: skip
def test_any_other_address_stays_text(url: str | None) -> None:
    assert to_href(url) is None


def test_an_altered_wording_is_told_word_by_word() -> None:
    assert changes("Somebody should have stopped it", "Somebody could have stopped it") == [
        ["=", "Somebody "],
        ["-", "should "],
        ["+", "could "],
        ["=", "have stopped it"],
    ]


@given(st.text(alphabet="ab cé。中 "), st.text(alphabet="ab cé。中 "))
def test_a_diff_holds_the_new_wording_whole(before: str, after: str) -> None:
    found = changes(before, after)
    assert not found or "".join(text for kind, text in found if kind != "-") == after


def test_wordings_that_share_nothing_get_no_diff() -> None:
    assert changes("The dam broke at night", "Nobody here was told anything") == []
