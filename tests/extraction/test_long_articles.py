"""An article too long for one request is read in chunks, and comes out as one."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from claimx import Article
from claimx.extraction.chunks import CONTEXT, ONE_REQUEST, chunks_of
from claimx.extraction.numbering import NumberedArticle
from claimx.text import TextIndex
from faults.server import Body
from long_articles import (
    CHUNKS,
    LONG,
    SECOND,
    THIRD,
    article,
    claims_of,
    every_line,
    everything,
    is_second_look,
    last_shown,
    own,
    read,
    said,
    shown,
    speaker_of,
    texts,
)
from stories import claim, claims_answer, last_message, mention


def test_an_article_that_fits_one_request_is_one_chunk_without_context() -> None:
    _, calls = read(article(100), everything)
    assert [list(shown(call.body)) for call in calls] == [list(range(1, 101))]


def test_every_sentence_is_asked_for_under_its_number_in_the_article() -> None:
    _, calls = read(LONG, everything)
    asked: dict[int, str] = {}
    for call in calls:
        asked |= shown(call.body)
    assert len(calls) == len(CHUNKS) > 4
    assert sorted(asked.items()) == NumberedArticle(LONG).lines()


def test_chunks_part_between_paragraphs() -> None:
    assert [first % 5 for first, _ in CHUNKS] == [1] * len(CHUNKS)


def test_a_paragraph_too_long_for_one_request_parts_between_its_sentences() -> None:
    unbroken = LONG.model_copy(update={"text": LONG.text.replace("\n\n", " ")})
    _, calls = read(unbroken, everything)
    assert len(calls) > 4


def test_no_request_holds_more_than_a_chunk_and_its_context() -> None:
    chunks = chunks_of(NumberedArticle(LONG))
    held = [sum(len(line) for _, line in chunk.lines()) for chunk in chunks]
    assert max(held) <= ONE_REQUEST + 3 * CONTEXT


def test_a_chinese_article_is_chunked_sooner() -> None:
    latin, chinese = (NumberedArticle(Article(id="a", text=text * 1000)) for text in ("abcde. ", "这是一句话。"))
    assert len(chunks_of(chinese)) > len(chunks_of(latin)) == 1


def test_each_chunk_is_shown_with_the_lead_and_the_sentences_just_before_it() -> None:
    _, calls = read(LONG, everything)
    numbers = next(list(shown(call.body)) for call in calls if last_shown(call.body) == THIRD[1])
    assert numbers[:3] == [1, 2, 3]
    assert {THIRD[0] - 2, THIRD[0] - 1} <= set(numbers)
    assert THIRD[0] // 2 not in numbers


def test_the_sentence_that_introduces_somebody_is_shown_where_that_name_comes_back() -> None:
    lines = LONG.text.split("\n\n")
    lines[5] += " The bridges are in the care of Mayor Jon Vik, a former ferryman."
    lines[100] += " Later Vik resigned."
    _, calls = read(LONG.model_copy(update={"text": "\n\n".join(lines)}), everything)
    (request,) = (shown(call.body) for call in calls if "Later Vik resigned." in shown(call.body).values())
    assert "The bridges are in the care of Mayor Jon Vik, a former ferryman." in request.values()


def test_chunks_are_asked_side_by_side() -> None:
    together = threading.Barrier(3, timeout=20)

    def answer(body: Body) -> Body:
        if last_shown(body) <= THIRD[1]:
            together.wait()  # none of the three is answered before all are asked
        return everything(body)

    extraction, _ = read(LONG, answer)
    assert extraction.rejected == ()


def test_what_several_chunks_give_stands_once_and_in_the_order_of_the_article() -> None:
    extraction, _ = read(LONG, everything)
    assert texts(extraction) == every_line()
    assert [len(one.stances) for one in extraction.claims] == [1] * 600


def test_every_span_stands_in_the_article_character_for_character() -> None:
    extraction, _ = read(LONG, everything)
    spans = [span for one in extraction.claims for span in one.evidence]
    assert {LONG.text[span.start : span.end] == span.exact for span in spans} == {True}
    assert [span.exact for span in spans] == every_line()


def test_the_lead_is_claimed_by_its_own_chunk_alone_however_others_word_it() -> None:
    extraction, _ = read(LONG, lambda body: said(shown(body), f"Chunk {last_shown(body)}: {{}}"))
    assert len(extraction.claims) == 600
    assert texts(extraction)[:2] == [f"Chunk {CHUNKS[0][1]}: {line}" for line in every_line(1, 2)]


def test_a_claim_of_two_chunks_in_different_words_is_one_where_evidence_holder_and_label_are_one() -> None:
    lead, closing = every_line(1, 1)[0], every_line(*THIRD)[-1]
    clerk: Any = {"key": "s1", "name": "The clerk", "kind": "person", "role": None, "affiliation": None, "named": True}

    def answer(body: Body) -> Body:
        mentions = [mention(1, lead, holder="s1")]
        if last_shown(body) == THIRD[1]:
            mentions.append(mention(THIRD[1], closing))
        lines = {number: line for number, line in own(body).items() if number != 1}
        wording = f"The council met, says chunk {last_shown(body)}."
        return claims_answer(*claims_of(lines), claim(wording, *mentions), sources=[clerk])

    extraction, _ = read(LONG, answer)
    joined = extraction.claims[0]
    assert joined.text == f"The council met, says chunk {CHUNKS[0][1]}."
    assert [span.exact for span in joined.evidence] == [lead, closing]
    assert len([one for one in extraction.claims if one.text.startswith("The council met")]) == 1


def test_two_claims_that_one_chunk_tells_apart_stay_two_although_they_share_their_words() -> None:
    def answer(body: Body) -> Body:
        lines = own(body)
        return claims_answer(*claims_of(lines), *claims_of(lines, "Also: {}"), sources=[speaker_of(lines)])

    extraction, _ = read(LONG, answer)
    assert len(extraction.claims) == 1200


def test_source_keys_of_different_chunks_are_never_mixed_up() -> None:
    extraction, _ = read(LONG, lambda body: said(own(body)))
    holders = [one.stances[0].holder.name for one in extraction.claims if one.stances[0].holder]
    assert holders == [f"Speaker {last}" for first, last in CHUNKS for _ in range(first, last + 1)]


def test_a_quote_from_where_the_chunk_was_not_shown_is_not_found() -> None:
    elsewhere = claim("Heard elsewhere.", mention(400, every_line(400, 400)[0]))

    def answer(body: Body) -> Body:
        given = everything(body)
        return {**given, "claims": given["claims"] + [elsewhere] * (last_shown(body) == SECOND[1])}

    extraction, _ = read(LONG, answer)
    assert "Heard elsewhere." not in texts(extraction)
    assert [rejection.reason for rejection in extraction.rejected] == ["the quote does not stand in the article"]


def test_the_second_look_is_at_one_chunk_and_names_its_own_sentences_alone() -> None:
    skipped = (SECOND[0] + 1, SECOND[1])

    def answer(body: Body) -> Body:
        return said({number: line for number, line in shown(body).items() if number not in (2, *skipped)})

    extraction, calls = read(LONG, answer, second_look=everything)
    asked = [last_message(call.body) for call in calls if is_second_look(call.body)]
    assert len(asked) == 2
    assert any(f"not marked as furniture: {skipped[0]}, {skipped[1]}. " in message for message in asked)
    assert (len(extraction.claims), extraction.unread) == (600, ())


def test_half_a_million_characters_are_asked_for_once_and_a_little_over() -> None:
    longest = article(7_300)
    assert len(longest.text) > 500_000
    extraction, calls = read(longest, everything)
    assert len(extraction.claims) == 7_300
    assert len(calls) <= 2 * len(longest.text) / ONE_REQUEST
    assert sum(len(line) for call in calls for line in shown(call.body).values()) <= 1.4 * len(longest.text)


def test_the_time_for_a_quote_does_not_grow_with_the_article(monkeypatch: pytest.MonkeyPatch) -> None:
    def searched_for_one_quote(given: Article) -> float:
        lengths: list[int] = []
        locate = TextIndex.locate
        with monkeypatch.context() as patch:
            patch.setattr(
                TextIndex, "locate", lambda self, *asked: lengths.append(len(self.text)) or locate(self, *asked)
            )
            read(given, everything)
        return sum(lengths) / len(lengths)

    assert searched_for_one_quote(article(2_400)) <= 1.3 * searched_for_one_quote(article(600))
