"""A set of articles through all of it: what fails costs only itself, and nothing fails in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimx import (
    AnswerRefused,
    Article,
    CassetteMiss,
    EndpointUnreachable,
    KeyRefused,
    Model,
    load_articles,
    record,
    replay,
    run,
)
from faults.server import Body, FakeEndpoint, Reply, completion, error
from stories import BRIDGE, BRIDGE_ANSWER, answering, asked_for, last_message, model_at

OTHER = BRIDGE.model_copy(
    update={"id": "other-post", "publisher": "Other Post", "text": BRIDGE.text.replace("1,200", "1,300")}
)
OTHER_ANSWER = json.loads(json.dumps(BRIDGE_ANSWER).replace("1,200", "1,300"))


def whole_story(body: Body) -> Body:
    """Each article its claims, every claim and source by itself, nothing nested."""
    if asked_for(body) == "NestingAnswer":
        return {"parents": [], "relations": []}
    if asked_for(body) == "GroupsAnswer":
        return {"groups": [[number] for number in range(1, last_message(body).strip().count("\n"))]}
    return OTHER_ANSWER if "1,300" in last_message(body) else BRIDGE_ANSWER


def refusing(marked: str) -> FakeEndpoint:
    """An endpoint whose model refuses every request that holds `marked`."""

    def answer(body: Body) -> Body:
        if marked in json.dumps(body["messages"][-1]):
            return completion(None, refusal="I would rather not.")
        return completion(json.dumps(whole_story(body)))

    return FakeEndpoint(answer)


def test_every_article_ends_in_the_report() -> None:
    with answering(whole_story) as endpoint:
        report = run([OTHER, BRIDGE], model=model_at(endpoint))
    assert [article.id for article in report.articles] == ["ostra-post", "other-post"]
    assert report.failures == ()
    assert report.usage.calls == len(endpoint.calls)
    assert report.provenance.model == "fake-1"


def test_an_article_that_fails_is_a_failure_and_the_others_go_on() -> None:
    with refusing("1,300") as endpoint:
        report = run([BRIDGE, OTHER], model=model_at(endpoint))
    (failure,) = report.failures
    assert (failure.article, failure.retryable) == ("other-post", False)
    assert "I would rather not" in failure.reason
    assert {claim.article_id for merged in report.claims for claim in merged.appearances} == {"ostra-post"}
    assert len(report.articles) == 2


def test_what_a_failed_article_cost_is_counted() -> None:
    with refusing("1,300") as endpoint:
        report = run([BRIDGE, OTHER], model=model_at(endpoint))
    assert report.usage.attempts == len(endpoint.calls)


def test_when_every_article_fails_the_error_is_raised() -> None:
    with refusing("===") as endpoint, pytest.raises(AnswerRefused):
        run([BRIDGE, OTHER], model=model_at(endpoint))


def test_a_wrong_key_is_a_named_error_after_one_call_an_article() -> None:
    with FakeEndpoint(lambda _: error(401, "Incorrect API key provided")) as endpoint, pytest.raises(KeyRefused):
        run([BRIDGE], model=model_at(endpoint))
    assert len(endpoint.calls) == 1


def test_an_unreachable_server_is_a_named_error() -> None:
    with FakeEndpoint([]) as endpoint:
        gone = endpoint.url
    with pytest.raises(EndpointUnreachable):
        run([BRIDGE], model=Model("fake-1", gone, attempts=1))


def test_a_model_that_answers_with_nonsense_fails_its_article_only() -> None:
    def answer(body: Body) -> Reply | Body:
        nonsense = "1,300" in last_message(body) or "validation error" in last_message(body)
        return completion("I am a teapot." if nonsense else json.dumps(whole_story(body)))

    with FakeEndpoint(answer) as endpoint:
        report = run([BRIDGE, OTHER], model=model_at(endpoint))
    assert [failure.article for failure in report.failures] == ["other-post"]


def test_inputs_that_could_not_be_read_travel_into_the_report(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(BRIDGE.text, encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    with answering(whole_story) as endpoint:
        report = run(load_articles(tmp_path), model=model_at(endpoint))
    assert [Path(failure.article).name for failure in report.failures] == ["empty.txt"]
    assert [article.id for article in report.articles] == ["good"]


def test_a_recorded_run_replays_to_the_same_report_without_an_endpoint(tmp_path: Path) -> None:
    with answering(whole_story) as endpoint, record(tmp_path / "story.yaml"):
        recorded = run([BRIDGE, OTHER], model=model_at(endpoint))
    with replay(tmp_path / "story.yaml", complete=True):
        replayed = run([BRIDGE, OTHER])
    assert (recorded.provenance.replayed, replayed.provenance.replayed) == (False, True)
    assert replayed.model_copy(update={"provenance": recorded.provenance}) == recorded


def test_an_article_that_was_not_recorded_is_a_miss_not_a_shorter_report(tmp_path: Path) -> None:
    with answering(whole_story) as endpoint, record(tmp_path / "story.yaml"):
        run([BRIDGE], model=model_at(endpoint))
    changed = Article(id="ostra-post", text=BRIDGE.text.replace("cracks", "holes"))
    with replay(tmp_path / "story.yaml"), pytest.raises(CassetteMiss):
        run([changed])


def test_progress_names_every_article_and_the_story() -> None:
    lines: list[str] = []
    with answering(whole_story) as endpoint:
        run([BRIDGE, OTHER], model=model_at(endpoint), progress=lines.append)
    assert sorted(lines) == ["ostra-post: 3 claims", "other-post: 3 claims", "putting the story together"]
