"""What is too long is asked for in halves, and a chunk that fails loses only itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimx import AnswerRefused, AnswerTruncated, Article, CassetteMiss, ContextTooLong, extract, record, replay
from long_articles import (
    CHUNKS,
    LONG,
    REFUSED,
    THIRD,
    TOO_LONG,
    TRUNCATED,
    every_line,
    everything,
    exact,
    failing,
    failing_above,
    is_second_look,
    read,
    shown,
    texts,
)
from stories import BRIDGE, BRIDGE_ANSWER, answering_with, model_at


def test_a_chunk_that_fails_loses_only_itself_and_is_named() -> None:
    first, last = THIRD
    extraction, _ = read(LONG, failing(THIRD, REFUSED))
    (rejection,) = extraction.rejected
    assert rejection.reason.startswith(f"sentences {first} to {last} were not read: ")
    assert set(texts(extraction)) >= {*every_line(last=first - 1), *every_line(first=last + 1)}


def test_the_sentences_of_a_failed_chunk_are_unread_but_for_those_the_next_chunk_was_shown() -> None:
    first, last = THIRD
    extraction, _ = read(LONG, failing(THIRD, REFUSED))
    unread = exact(extraction)
    assert unread == every_line(first, first + len(unread) - 1)
    assert texts(extraction) == [line for line in every_line() if line not in unread]
    assert len(unread) > (last - first) // 2


def test_where_every_chunk_fails_the_first_error_is_raised() -> None:
    with pytest.raises(AnswerRefused):
        read(LONG, lambda body: REFUSED)


def test_an_answer_cut_off_is_asked_for_in_halves_and_nothing_is_lost() -> None:
    extraction, calls = read(LONG, failing_above(60, TRUNCATED))
    assert len(calls) > 2 * len(CHUNKS)
    assert (texts(extraction), extraction.rejected, extraction.unread) == (every_line(), (), ())


def test_a_request_too_long_for_the_model_is_made_in_halves() -> None:
    extraction, _ = read(LONG, failing_above(60, TOO_LONG))
    assert (texts(extraction), extraction.rejected) == (every_line(), ())


def test_halving_goes_on_until_a_sentence_stands_alone() -> None:
    extraction, calls = read(BRIDGE, failing_above(1, TRUNCATED))
    alone = [list(shown(call.body)) for call in calls if len(shown(call.body)) == 1 and not is_second_look(call.body)]
    assert sorted(alone) == [[1], [2], [3], [4], [5]]
    assert len(extraction.claims) == 4  # the fifth is furniture


def test_a_sentence_that_is_too_long_alone_is_the_only_one_lost() -> None:
    extraction, _ = read(BRIDGE, lambda body: TRUNCATED if 3 in shown(body) else everything(body))
    (reason,) = (one.reason for one in extraction.rejected if "not read" in one.reason)
    assert reason.startswith("sentence 3 was not read: ")
    assert exact(extraction) == ["Mayor Jon Vik called the report untrue."]
    assert len(extraction.claims) == 3


def test_neighbours_lost_for_one_reason_are_named_together() -> None:
    extraction, _ = read(BRIDGE, lambda body: everything(body) if list(shown(body)) == [1] else TRUNCATED)
    assert [rejection.reason.partition(":")[0] for rejection in extraction.rejected] == [
        "sentences 2 to 5 were not read"
    ]


def test_an_article_of_one_sentence_that_is_cut_off_raises_the_error() -> None:
    with pytest.raises(AnswerTruncated):
        read(Article(id="a", text="One sentence."), lambda body: TRUNCATED)
    with pytest.raises(ContextTooLong):
        read(Article(id="a", text="One sentence."), lambda body: TOO_LONG)


def test_a_recording_of_another_article_raises_instead_of_losing_chunk_by_chunk(tmp_path: Path) -> None:
    with answering_with({"ClaimsAnswer": BRIDGE_ANSWER}) as endpoint:
        model = model_at(endpoint)
        with record(tmp_path / "bridge.yaml"):
            extract(BRIDGE, model=model)
        with replay(tmp_path / "bridge.yaml"), pytest.raises(CassetteMiss):
            extract(LONG, model=model)


def test_answers_that_were_cut_off_or_refused_are_in_the_cost() -> None:
    for failure in (TRUNCATED, REFUSED):
        extraction, calls = read(LONG, failing(THIRD, failure))
        assert extraction.usage.attempts == len(calls)
        assert extraction.usage.prompt_tokens == 100 * len(calls)
