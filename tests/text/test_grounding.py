"""Where a quote stands: at its exact place, or nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx import locate, locate_all

TEXT = (
    "“We did not sign  anything,” the minister said. Later he added that 1,200 people were\n"
    "evacu-\nated from Iranian towns\u00a0near the border… and that all of them were safe."
)


def test_a_verbatim_quote_is_found_exactly_where_it_stands() -> None:
    span = locate(TEXT, "the minister said")
    assert span is not None
    assert (span.exact, span.alignment) == ("the minister said", "exact")
    assert TEXT[span.start : span.end] == span.exact


@pytest.mark.parametrize(
    ("quote", "stored"),
    [
        ('"We did not sign anything,"', "“We did not sign  anything,”"),
        ("1,200 people were evacuated", "1,200 people were\nevacu-\nated"),
        ("towns near the border", "towns\u00a0near the border"),
        ("WE DID NOT SIGN", "We did not sign"),
    ],
)
def test_other_quotes_spaces_hyphens_and_case_are_the_same_words(quote: str, stored: str) -> None:
    span = locate(TEXT, quote)
    assert span is not None
    assert (span.exact, span.alignment) == (stored, "normalized")


def test_soft_hyphens_and_zero_width_characters_are_no_letters() -> None:
    text = "Das Fern\u00adüber\u200bwachungs\u00adprotokoll liegt vor."
    span = locate(text, "Fernüberwachungsprotokoll")
    assert span is not None
    assert span.exact == "Fern\u00adüber\u200bwachungs\u00adprotokoll"


def test_decomposed_accents_match_composed_ones() -> None:
    span = locate("La cafe\u0301teria est ferme\u0301e.", "cafétéria est".replace("té", "te"))
    assert span is not None
    assert span.exact == "cafe\u0301teria est"


def test_a_quote_with_an_ellipsis_spans_its_pieces() -> None:
    span = locate(TEXT, "We did not sign […] the minister said")
    assert span is not None
    assert span.exact == "We did not sign  anything,” the minister said"


def test_pieces_in_the_wrong_order_are_not_one_quote() -> None:
    assert locate(TEXT, "the minister said … We did not sign") is None


def test_a_quote_is_not_pieced_together_from_single_words() -> None:
    assert locate("The mayor said I was late. He is guilty of nothing.", "I … is … guilty") is None


def test_a_dropped_word_is_forgiven_and_marked_fuzzy() -> None:
    text = "The company will close the northern plant in the spring of next year, it said."
    span = locate(text, "The company will close northern plant in the spring of next year")
    assert span is not None
    assert span.alignment == "fuzzy"
    assert span.exact.startswith("The company will close the northern plant")


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The deal was worth $4.2 billion to the company.", "The deal was worth $9.9 billion to the company."),
        ("The committee did not approve the budget plan.", "The committee did approve the budget plan."),
        ("Officials in Iraq signed the agreement on water.", "Officials in Iran signed the agreement on water."),
        ("He spoke to reporters before the vote in council.", "He spoke to reporters after the vote in council."),
        ("They said all of the villages had been reached.", "They said some of the villages had been reached."),
        ("Der Betreiber hat den Vertrag nicht gekündigt.", "Der Betreiber hat den Vertrag gekündigt."),
        ("事故发生之前，我们没有收到过任何一份书面警告。", "事故发生之前，我们收到过任何一份书面警告。"),
    ],
)
def test_a_likeness_that_turns_the_meaning_is_refused(text: str, quote: str) -> None:
    assert locate(text, quote) is None


def test_a_word_is_not_found_inside_another() -> None:
    assert locate("Iranian towns", "Iran") is None


def test_words_fused_by_a_lost_space_can_still_be_quoted_apart() -> None:
    span = locate("its war on ukraineTwo officials said", "Two officials said")
    assert span is not None


def test_chinese_is_found_without_spaces() -> None:
    text = "据通报，事故造成3名码头作业工人受伤，均无生命危险。"
    span = locate(text, "3名码头作业工人受伤")
    assert span is not None
    assert text[span.start : span.end] == "3名码头作业工人受伤"


def test_near_decides_between_repeats() -> None:
    text = "It was denied. Later it rained. It was denied."
    span = locate(text, "It was denied", near=(32, 46))
    assert span is not None
    assert span.start == 32


def test_repeated_quotes_are_found_one_after_the_other() -> None:
    spans = locate_all("No. He paused. No. He left. No.", ["No.", "No.", "No."])
    assert [span and span.start for span in spans] == [0, 15, 28]


@given(st.text(), st.text())
def test_no_text_and_no_quote_ever_raises_and_every_span_is_exact(text: str, quote: str) -> None:
    span = locate(text, quote)
    if span is not None:
        assert text[span.start : span.end] == span.exact


@given(st.data())
def test_whole_words_of_a_text_are_always_found(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=30))
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    separators = st.sampled_from([" ", "  ", "\u00a0", "\n", "\u200b ", " \u00ad"])
    text = "".join(word + data.draw(separators) for word in words)
    span = locate(text, " ".join(words[first : last + 1]))
    assert span is not None
    assert text[span.start : span.end] == span.exact


def test_words_that_stand_twice_are_marked_ambiguous_unless_the_cited_sentence_decides() -> None:
    text = "The bridge fell. Nobody knew why. Police say the bridge fell at night."
    span = locate(text, "bridge fell")
    assert span is not None
    assert (span.start, span.ambiguous) == (4, True)
    cited = locate(text, "bridge fell", near=(34, len(text)))
    assert cited is not None
    assert (cited.start, cited.ambiguous) == (49, False)


def test_words_that_stand_once_are_not_ambiguous() -> None:
    span = locate("The bridge fell. Nobody knew why.", "bridge fell")
    assert span is not None
    assert not span.ambiguous


def test_the_order_decides_where_a_quote_is_given_as_often_as_it_stands() -> None:
    text = "It fell. It fell. It fell."
    assert [span and (span.start, span.ambiguous) for span in locate_all(text, ["It fell"] * 3)] == [
        (0, False), (9, False), (18, False),
    ]  # fmt: skip
    assert [span and (span.start, span.ambiguous) for span in locate_all(text, ["It fell"] * 2)] == [
        (0, True),
        (9, True),
    ]
