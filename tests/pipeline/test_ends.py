"""Every input ends as done, failed or skipped, and the three sum to the inputs, whatever happens."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx import (
    Budget,
    BudgetExhausted,
    Failure,
    KeyRefused,
    Model,
    QuotaExhausted,
    Report,
    RunInterrupted,
    Watch,
    load_articles,
    run,
    tally,
    update,
)
from claimx.models import STORY, Provenance
from claimx.pipeline import outcomes
from claimx.writers import to_document
from faults.server import Body, FakeEndpoint, Reply, completion, error
from long_articles import CHUNKS, LONG, own, said
from numbered_articles import articles, endpoint
from stories import model_at


def states(report: Report) -> dict[str, str]:
    return {article.id: article.state for article in to_document(report).articles}


def test_a_double_among_the_files_is_skipped_and_a_bad_file_is_failed(tmp_path: Path) -> None:
    for name, text in {"a": "The bridge was closed.", "b": "The bridge was closed.", "c": ""}.items():
        (tmp_path / f"{name}.txt").write_text(text)
    report = run(load_articles(tmp_path), model=Model.rules())
    assert str(tally(report)) == "3 articles: 1 done, 1 failed, 1 skipped"


def test_a_budget_that_is_spent_skips_the_rest_and_leaves_the_story_to_the_rules() -> None:
    with endpoint() as fake:
        report = run(articles(30), model=model_at(fake), budget=Budget(calls=40))
        assert len(fake.calls) <= 40
    inputs = tally(report)
    assert (inputs.inputs, inputs.failed) == (30, 0)
    assert 0 < inputs.done < 30
    assert sorted(set(states(report).values())) == ["done", "skipped"]
    of_the_story = [failure for failure in report.failures if failure.article == STORY]
    assert of_the_story
    assert all(failure.reason.endswith("left to the rules") for failure in of_the_story)
    assert all(failure.retryable for failure in report.failures)


def test_an_update_goes_on_where_a_budget_stopped_a_run() -> None:
    with endpoint() as fake:
        earlier = run(articles(10), model=model_at(fake), budget=Budget(calls=15))
        updated = update(earlier, add=articles(10), model=model_at(fake))
    assert tally(earlier).skipped > 0
    assert str(tally(updated)) == "10 articles: 10 done, 0 failed, 0 skipped"
    assert updated.failures == ()


def test_a_budget_that_is_too_small_for_one_article_is_the_error() -> None:
    with endpoint() as fake, pytest.raises(BudgetExhausted):
        run(articles(3), model=model_at(fake), budget=Budget(tokens=1))
    assert fake.calls == []


def test_a_key_that_is_refused_is_not_tried_on_every_article() -> None:
    with endpoint(lambda _: error(401, "Incorrect API key provided")) as fake, pytest.raises(KeyRefused):
        run(articles(200), model=model_at(fake))
    assert len(fake.calls) <= 2 * model_at(fake).concurrency


def test_an_account_that_runs_empty_ends_the_run_with_what_is_done() -> None:
    def empty_after_forty(number: int) -> Reply | None:
        return error(429, "You exceeded your current quota", code="insufficient_quota") if number > 40 else None

    with endpoint(empty_after_forty) as fake:
        report = run(articles(100), model=model_at(fake))
        together = 2 * model_at(fake).concurrency
    inputs = tally(report)
    assert inputs.inputs == 100
    assert 40 - together <= inputs.done <= 40
    assert 1 <= inputs.failed <= together
    assert sum("quota" in failure.reason for failure in report.failures if failure.skipped) == inputs.skipped


def test_a_long_article_that_a_budget_cuts_off_is_skipped_and_not_read_in_part() -> None:
    with FakeEndpoint(lambda body: completion(json.dumps(said(own(body))))) as fake:
        model = replace(model_at(fake), concurrency=1)
        with pytest.raises(BudgetExhausted):
            run([LONG], model=model, budget=Budget(calls=len(CHUNKS) - 1))


def test_an_interruption_skips_what_was_not_begun() -> None:
    watch = Watch()

    def interrupt_at_the_thirtieth(number: int) -> Body | None:
        if number == 30:
            watch.interrupt()
        return None

    with endpoint(interrupt_at_the_thirtieth) as fake:
        report = run(articles(60), model=model_at(fake), progress=watch)
        sent = len(fake.calls)
    inputs = tally(report)
    assert inputs.inputs == 60
    assert inputs.done >= 1
    assert inputs.skipped >= 30
    assert sent <= 2 * (inputs.done + 2 * model_at(fake).concurrency)


def test_an_interruption_before_anything_was_done_is_the_error() -> None:
    watch = Watch()
    watch.interrupt()
    with endpoint() as fake, pytest.raises(RunInterrupted):
        run(articles(3), model=model_at(fake), progress=watch)
    assert fake.calls == []


def test_a_mistake_of_ours_in_one_article_costs_only_that_one_and_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    read = outcomes.aextract

    async def stumble(article: object, *, model: object, instructions: object) -> object:
        if "bridge 2 " in str(article):
            raise ZeroDivisionError("division by zero")
        return await read(article, model=model)  # type: ignore[arg-type]

    monkeypatch.setattr(outcomes, "aextract", stumble)
    with caplog.at_level(logging.ERROR, "claimx"):
        report = run(articles(3), model=Model.rules())
    (failure,) = report.failures
    assert failure.reason.startswith("a mistake in claimx itself")
    assert states(report) == {"a0001": "done", "a0002": "failed", "a0003": "done"}
    assert caplog.records[0].exc_info is not None


def test_a_mistake_of_ours_in_every_article_is_raised_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    async def stumble(article: object, *, model: object, instructions: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr(outcomes, "aextract", stumble)
    with pytest.raises(ZeroDivisionError):
        run(articles(3), model=Model.rules())


@given(st.lists(st.sampled_from(["done", "failed", "skipped"]), max_size=12), st.integers(0, 3), st.integers(0, 3))
def test_the_three_sum_to_the_inputs(states_given: list[str], unreadable: int, doubles: int) -> None:
    given = articles(len(states_given))
    failures = [
        Failure(article=article.id, reason="", retryable=False, skipped=state == "skipped")
        for article, state in zip(given, states_given, strict=True)
        if state != "done"
    ]
    failures += [Failure(article=f"{number}.pdf", reason="", retryable=False) for number in range(unreadable)]
    failures += [Failure(article="a0001.txt", reason="", retryable=False, skipped=True)] * doubles
    failures += [Failure(article=STORY, reason="", retryable=True)]
    report = Report(articles=tuple(given), claims=(), failures=tuple(failures), provenance=Provenance(claimx="0"))
    inputs = tally(report)
    assert inputs.inputs == len(given) + unreadable + doubles == inputs.done + inputs.failed + inputs.skipped
    assert inputs.done == states_given.count("done")
    assert inputs.skipped == states_given.count("skipped") + doubles


def test_a_quota_is_told_as_the_error_where_nothing_was_done() -> None:
    with (
        endpoint(lambda _: error(429, "You exceeded your current quota", code="insufficient_quota")) as fake,
        pytest.raises(QuotaExhausted),
    ):
        run(articles(30), model=model_at(fake))


def test_a_refusal_stops_nobody_else() -> None:
    def refuse_every_third(number: int) -> Body | None:
        return completion(None, refusal="No.") if number and number % 3 == 0 else None

    with endpoint(refuse_every_third) as fake:
        report = run(articles(30), model=model_at(fake))
    assert str(tally(report)) == "30 articles: 20 done, 10 failed, 0 skipped"
