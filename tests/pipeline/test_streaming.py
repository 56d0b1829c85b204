"""`extract_each`: a result for every article, in order, as they come, in bounded memory."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimx import (
    Article,
    Budget,
    Extraction,
    Failure,
    InvalidExtraction,
    Model,
    NoModel,
    OutputError,
    aextract_each,
    extract_each,
    load_extractions,
    record,
    replay,
)
from claimx.writers import extraction_lines
from faults.server import Body, Reply, completion
from numbered_articles import articles, endpoint, numbered_article
from stories import model_at


def refusing(number: int) -> Reply | Body | None:
    return completion(None, refusal="I would rather not.") if number == 2 else None


def test_results_come_in_the_order_of_the_articles_and_a_failure_stands_in_its_place() -> None:
    with endpoint(refusing) as fake:
        results = list(extract_each(articles(5), model=model_at(fake)))
    assert [type(one) for one in results] == [Extraction, Failure, Extraction, Extraction, Extraction]
    assert [one.article.id if isinstance(one, Extraction) else one.article for one in results] == [
        "a0001", "a0002", "a0003", "a0004", "a0005",
    ]  # fmt: skip
    failure = results[1]
    assert isinstance(failure, Failure)
    assert (failure.retryable, failure.skipped) == (False, False)
    assert "I would rather not" in failure.reason


def test_the_async_twin_gives_the_same() -> None:
    async def collect(model: Model) -> list[Extraction | Failure]:
        return [one async for one in aextract_each(articles(5), model=model)]

    with endpoint(refusing) as fake:
        assert asyncio.run(collect(model_at(fake))) == list(extract_each(articles(5), model=model_at(fake)))


def test_articles_are_taken_as_they_are_needed_and_leaving_early_leaves_the_rest() -> None:
    taken = 0

    def endless() -> Iterator[Article]:
        nonlocal taken
        while True:
            taken += 1
            yield numbered_article(taken)

    threads = threading.active_count()
    with endpoint() as fake:
        for number, _ in enumerate(extract_each(endless(), model=model_at(fake)), start=1):
            if number == 3:
                break
        assert taken < 3 + 2 * 16
        sent = len(fake.calls)
        time.sleep(0.1)
        assert len(fake.calls) == sent
    assert threading.active_count() <= threads


def test_work_goes_on_while_the_caller_uses_a_result() -> None:
    with endpoint() as fake:
        stream = extract_each(articles(8), model=model_at(fake))
        next(stream)
        waited = time.monotonic() + 10
        while len(fake.calls) < 8 and time.monotonic() < waited:
            time.sleep(0.01)
        stream.close()
        assert len(fake.calls) >= 8


def test_it_works_inside_a_running_loop_as_a_notebook_has_one() -> None:
    async def notebook(model: Model) -> int:
        return len(list(extract_each(articles(3), model=model)))

    with endpoint() as fake:
        assert asyncio.run(notebook(model_at(fake))) == 3


def test_an_article_given_twice_is_skipped_and_another_by_its_id_is_a_failure() -> None:
    first = numbered_article(1)
    with endpoint() as fake:
        other = first.model_copy(update={"text": "Something else.", "sha256": "0"})
        extraction, double, clash = extract_each([first, first, other], model=model_at(fake))
    assert isinstance(extraction, Extraction)
    assert isinstance(double, Failure)
    assert isinstance(clash, Failure)
    assert (double.skipped, clash.skipped) == (True, False)
    assert "two different articles go by the id 'a0001'" in clash.reason


def test_a_budget_skips_what_it_does_not_reach() -> None:
    with endpoint() as fake:
        results = list(extract_each(articles(40), model=model_at(fake), budget=Budget(calls=40)))
        assert len(fake.calls) <= 40
    assert len(results) == 40
    done = [one for one in results if isinstance(one, Extraction)]
    skipped = [one for one in results if isinstance(one, Failure) and one.skipped]
    assert done
    assert len(done) + len(skipped) == 40
    assert all(one.retryable for one in skipped)


def test_rules_read_a_stream_without_a_model() -> None:
    assert all(isinstance(one, Extraction) for one in extract_each(articles(30), model=Model.rules()))


def test_a_recording_holds_for_the_thread_in_which_it_is_read(tmp_path: Path) -> None:
    with endpoint() as fake, record(tmp_path / "c.yaml"):
        recorded = list(extract_each(articles(3), model=model_at(fake)))
    with replay(tmp_path / "c.yaml"):
        replayed = list(extract_each(articles(3)))
    assert replayed == recorded


def test_no_model_is_told_before_an_article_is_taken() -> None:
    def none_of_these() -> Iterator[Article]:
        raise AssertionError("taken")
        yield

    with pytest.raises(NoModel):
        next(extract_each(none_of_these()))


def test_what_was_written_is_read_back_as_it_was(tmp_path: Path) -> None:
    with endpoint(refusing) as fake:
        results = list(extract_each(articles(5), model=model_at(fake)))
    with extraction_lines(tmp_path / "x" / "e.jsonl") as add:
        for one in results:
            add(one)
    assert list(load_extractions(tmp_path / "x" / "e.jsonl")) == results


def test_lines_are_written_all_or_none(tmp_path: Path) -> None:
    target = tmp_path / "e.jsonl"
    target.write_text("older")
    with pytest.raises(ZeroDivisionError), extraction_lines(target) as add:
        add(Failure(article="a", reason=str(1 // 0), retryable=False))
    assert [path.read_text() for path in tmp_path.iterdir()] == ["older"]


def test_a_place_that_cannot_be_written_is_told_before_the_first_line(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(OutputError), extraction_lines(tmp_path / "taken" / "e.jsonl"):
        raise AssertionError("begun")


@pytest.mark.parametrize(
    ("content", "told"), [(None, "cannot read"), (b'{"a": 1}\n', "line 1, holds no"), (b"\xff\n", "line 1, holds no")]
)
def test_a_file_without_extractions_is_a_named_error(tmp_path: Path, content: bytes | None, told: str) -> None:
    if content is not None:
        (tmp_path / "e.jsonl").write_bytes(content)
    with pytest.raises(InvalidExtraction, match=told):
        list(load_extractions(tmp_path / "e.jsonl"))
