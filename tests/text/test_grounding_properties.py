"""Whatever the text and the quote: the span is exact, at its place, and nothing is raised."""

from __future__ import annotations

import itertools
import random
import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx import locate, locate_all
from claimx.text import TextIndex
from claimx.text.normalization import normalize

ANYTHING = st.text(st.characters(exclude_categories=()))
"""Lone surrogates and control characters too."""
AWKWARD = st.text(
    st.sampled_from("aAbiİſßςΣ12.,-–—'’“”…[] \n\r\t\u00a0\u00ad\u200b\u202e\u0301\u0345\ufeff不没的ก็کي\ud800\x00\x1c")
)
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
NONSENSE = [a + b + c + d + e for a in CONSONANTS for b in VOWELS for c in CONSONANTS for d in VOWELS for e in "nrst"]
"""Words of no language, so that none of them decides a meaning."""


@st.composite
def articles(draw: st.DrawFn) -> tuple[list[str], str]:
    """Words, all different, and a text of them."""
    words = random.Random(draw(st.integers(0, 10_000))).sample(NONSENSE, draw(st.integers(12, 120)))
    spaces = st.sampled_from([" ", " ", " ", "\n", "\u00a0", ", ", ". ", "  ", " \u200b"])
    return words, "".join(word + draw(spaces) for word in words)


@given(ANYTHING, ANYTHING)
def test_no_text_and_no_quote_ever_raises(text: str, quote: str) -> None:
    span = locate(text, quote)
    assert span is None or text[span.start : span.end] == span.exact


@settings(max_examples=400)
@given(AWKWARD, AWKWARD, st.tuples(st.integers(-5, 60), st.integers(-5, 60)))
def test_awkward_characters_never_raise_and_every_span_is_exact(text: str, quote: str, near: tuple[int, int]) -> None:
    for span in (locate(text, quote, near), *locate_all(text, [quote, quote, text])):
        assert span is None or (text[span.start : span.end] == span.exact and span.start < span.end)


@settings(max_examples=400)
@given(AWKWARD)
def test_a_normalised_view_leads_back_to_stored_characters(text: str) -> None:
    view = normalize(text)
    ends = [view.to_stored(at, at + 1) for at in range(len(view.text))]
    assert all(0 <= start < end <= len(text) for start, end in ends)
    assert all(a[0] <= b[0] for a, b in itertools.pairwise(ends))
    positions = [view.from_stored(at) for at in range(len(text) + 1)]
    assert positions == sorted(positions)
    assert all(0 <= at <= len(view.text) for at in positions)


@given(articles(), st.data())
def test_every_stretch_on_word_borders_is_found_where_it_stands(
    article: tuple[list[str], str], data: st.DataObject
) -> None:
    _, text = article
    words = list(re.finditer(r"\w+", text))
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start, end = words[first].start(), words[last].end()
    span = locate(text, text[start:end])
    assert span is not None
    assert (span.start, span.end, span.alignment) == (start, end, "exact")


@given(articles(), st.data())
def test_a_damaged_quote_is_found_at_its_place_or_not_at_all(
    article: tuple[list[str], str], data: st.DataObject
) -> None:
    words, text = article
    first = data.draw(st.integers(0, len(words) - 8))
    last = data.draw(st.integers(first + 6, len(words) - 1))
    quoted = words[first : last + 1]
    at = data.draw(st.integers(1, len(quoted) - 2))
    damage = data.draw(st.sampled_from(["drop", "insert", "swap", "double", "upper", "elide", "cut"]))
    if damage == "drop":
        del quoted[at]
    elif damage == "insert":
        quoted.insert(at, "calmly")
    elif damage == "swap":
        quoted[at] = quoted[at][:2] + quoted[at][3] + quoted[at][2] + quoted[at][4:]
    elif damage == "double":
        quoted[at] = quoted[at][0] + quoted[at]
    elif damage == "upper":
        quoted = [word.upper() for word in quoted]
    elif damage == "elide":
        quoted[at] = "[…]"
    else:
        quoted[at] = quoted[at][:-2]
    start, end = text.index(words[first]), text.index(words[last]) + len(words[last])
    span = locate(text, " ".join(quoted))
    if span is not None:
        shared = min(end, span.end) - max(start, span.start)
        assert shared >= 0.7 * (max(end, span.end) - min(start, span.start))


@pytest.mark.parametrize(
    ("text", "quote", "stored"),
    [
        ("Der Vertrag wurde fernü\u00ad\nberwacht und geprüft.", "wurde fernüberwacht und", "wurde fernü\u00ad\nberwacht und"),
        ("the Iran-\nIraq border", "Iran-Iraq border", "Iran-\nIraq border"),
        ("the Iran–Iraq border", "Iran-Iraq border", "Iran–Iraq border"),
        ("of the eﬃcient oﬃce", "the efficient office", "the eﬃcient oﬃce"),
        ("in the year ２０２４ alone", "year 2024", "year ２０２４"),
        ("said \u202bשלום עולם\u202c today", "שלום עולם", "שלום עולם"),
        ("İSTANBUL VALİSİ açıkladı", "istanbul valisi", "İSTANBUL VALİSİ"),
        ("ο Πρόεδρος ΓΙΑΝΝΗΣ είπε", "γιαννης", "ΓΙΑΝΝΗΣ"),
        (unicodedata.normalize("NFD", "한국 정부는 발표했다"), "정부는", unicodedata.normalize("NFD", "정부는")),
        ("the captain was evacu-\nated first", "captain was evacu- ated", "captain was evacu-\nated"),
        ("the cease-fire along the northern border held", "the ceasefire along the northern border", "the cease-fire along the northern border"),
        ("นายกรัฐมนตรีกล่าวว่ารัฐบาลจะลาออก", "รัฐบาลจะลาออก", "รัฐบาลจะลาออก"),
        ("首相は「辞任する」と述べた。", "辞任する", "辞任する"),
        ("وقال الوزير إن الاتفاق وُقّع أمس", "الوزير إن الاتفاق", "الوزير إن الاتفاق"),
        ("… he closed the mill", "… closed the mill", "closed the mill"),
        ("officials closed the mill beofre the long winter began", "officials closed the mill before the long winter", "officials closed the mill beofre the long winter"),
    ],
)  # fmt: skip
def test_scripts_and_marks_are_no_obstacle(text: str, quote: str, stored: str) -> None:
    span = locate(text, quote)
    assert span is not None
    assert span.exact == stored


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("the Fern\u00adüberwachung", "Fern"),
        ("a sum of 4.2 billion", "2 billion"),
        ("a sum of 4.2 billion", "a sum of 4"),
        ("किताब खरीदी", "कि"),
        ("He can't say.", "He can"),
    ],
)
def test_no_word_and_no_figure_is_cut(text: str, quote: str) -> None:
    assert locate(text, quote) is None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("a" * 200_000, "a" * 50),
        ("a " * 100_000, "a a b a a a a a a a a a"),
        ("\u200b" * 200_000 + "x", "x y"),
        ("- " * 100_000, "a - - - b - - - c"),
        ("one" + " " * 100_000 + "two", "one" + " " * 100_000 + "to"),
        ("1.123" * 20_000 + "x", "1.123" * 800 + "y and more"),
        ("word " * 20_000, "ward " * 20_000),
        ("[" * 100_000, "a [ … b" + "[ " * 20_000),
    ],
)
def test_hostile_texts_take_no_time(text: str, quote: str) -> None:
    begun = time.process_time()
    locate(text, quote)
    assert time.process_time() - begun < 5


def test_the_time_of_a_quote_grows_no_faster_than_the_text() -> None:
    rng = random.Random(1)
    seconds = {}
    for size in (10_000, 160_000):
        words = [rng.choice(NONSENSE) for _ in range(size // 6)]
        index = TextIndex(" ".join(words))
        index.locate("not in there at all")
        quotes = [" ".join([*words[at : at + 6], *words[at + 7 : at + 14]]) for at in range(0, 1500, 100)]
        begun = time.process_time()
        assert all(map(index.locate, quotes))
        seconds[size] = time.process_time() - begun
    assert seconds[160_000] < 2 * 16 * seconds[10_000]


@given(articles(), st.integers(1, 4), st.integers(1, 4))
def test_a_repeated_quote_is_ambiguous_exactly_where_order_does_not_decide(
    article: tuple[list[str], str], places: int, times: int
) -> None:
    words, _ = article
    quote = " ".join(words[:3])
    text = "".join(f"{quote} {word}. " for word in words[3 : 3 + places])
    starts = [start for start in range(len(text)) if text.startswith(quote, start)]
    spans = [span for span in locate_all(text, [quote] * times) if span is not None]
    assert [span.start for span in spans[:places]] == starts[:times]
    assert {span.ambiguous for span in spans} == {places > 1 and places != times}
    near = (starts[-1], len(text))
    cited = locate(text, quote, near)
    assert cited is not None
    assert (cited.start, cited.ambiguous) == (starts[-1], False)
