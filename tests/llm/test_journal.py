"""What a journal spares: answers are paid for once, failures are told from answers, and nothing leaves unnoted."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import BaseModel, field_validator

from claimx.errors import (
    AnswerFiltered,
    AnswerInvalid,
    AnswerRefused,
    AnswerTruncated,
    ClaimxError,
    ContextTooLong,
    EndpointFailed,
    KeyRefused,
    RunInterrupted,
)
from claimx.llm import Journal, Message, Model, connect, read_run, replay, run_sync
from claimx.llm.budget import Budget, Purse
from claimx.llm.flight import Airspace
from claimx.llm.journal import key_of
from claimx.llm.prompts import Prompt, Rendered
from claimx.llm.request import Request
from claimx.models import Usage
from faults.server import Body, FakeEndpoint, Reply, completion, error
from llm.asking import TALLY, Tally, messages
from llm.keeping import FACTS, outcome, run, until

SOON = {"retry-after-ms": "1"}
MODEL = Model("m", "http://host:1/v1")
PROMPT = Prompt("count", "v1", "5e", "")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "runs" / "story.db"


def boats(body: Body) -> Body:
    """As many boats as the text has characters."""
    return completion(json.dumps({"count": len(body["messages"][1]["content"]), "of": "boats"}))


# What is one ask


@pytest.mark.parametrize(
    "other",
    [
        key_of(replace(MODEL, base_url="http://host:2/v1"), messages(), Tally, PROMPT),
        key_of(replace(MODEL, name="n"), messages(), Tally, PROMPT),
        key_of(replace(MODEL, parameters={"seed": 1}), messages(), Tally, PROMPT),
        key_of(MODEL, messages("Two boats left."), Tally, PROMPT),
        key_of(MODEL, messages(), type("Tally", (Tally,), {"__doc__": "How few of what."}), PROMPT),
        key_of(MODEL, messages(), Tally, replace(PROMPT, sha256="6f")),
        key_of(MODEL, messages(), Tally, None),
    ],
    ids=["endpoint", "model", "parameters", "messages", "schema", "prompt", "no prompt"],
)
def test_another_question_has_another_key(other: str) -> None:
    assert other != key_of(MODEL, messages(), Tally, PROMPT)


@pytest.mark.parametrize(
    "same",
    [
        replace(MODEL, api_key="sk-secret"),
        replace(MODEL, base_url="http://user:word@host:1/v1/#sk-secret"),
        replace(MODEL, timeout=1, deadline=2, attempts=3, concurrency=4, requests_per_minute=5),
    ],
    ids=["key", "credentials in the address", "patience"],
)
def test_what_changes_no_answer_changes_no_key(same: Model) -> None:
    assert key_of(same, messages(), Tally, PROMPT) == key_of(MODEL, messages(), Tally, PROMPT)


def test_half_a_character_has_a_key_too() -> None:
    assert key_of(MODEL, messages("half \ud83d"), Tally, None)


# What is not paid again


def test_an_answer_is_paid_for_once(path: Path) -> None:
    with FakeEndpoint(boats) as endpoint:
        model = Model("fake", endpoint.url)
        first, second = run(model, ["a", "bb"], path), run(model, ["a", "bb"], path)
    assert len(endpoint.calls) == 2
    assert second.outcomes == first.outcomes
    assert (first.session.reused, second.session.reused) == (0, 2)


def test_a_resumed_run_has_cost_what_it_would_have_cost_at_one_go(path: Path, tmp_path: Path) -> None:
    with FakeEndpoint(boats) as endpoint:
        model = Model("fake", endpoint.url)
        run(model, ["a"], path)
        resumed, whole = run(model, ["a", "bb", "a"], path), run(model, ["a", "bb", "a"], tmp_path / "other.db")
    cost = Usage(calls=2, attempts=2, prompt_tokens=200, completion_tokens=40)
    assert resumed.session.usage == whole.session.usage == cost
    assert resumed.session.spending.total == whole.session.spending.total
    assert resumed.session.answered_by == whole.session.answered_by == {"fake-1"}


def test_of_two_equal_asks_the_second_waits_for_the_first(path: Path) -> None:
    with FakeEndpoint(boats) as endpoint:
        done = run(Model("fake", endpoint.url), ["a", "a", "a"], path)
    assert len(endpoint.calls) == 1
    assert len(done.values) == 3
    assert done.session.usage.calls == 1


def test_the_second_of_two_equal_asks_does_not_share_a_failure_that_may_pass(path: Path) -> None:
    with FakeEndpoint([Reply(401), completion(TALLY)]) as endpoint:
        done = run(Model("fake", endpoint.url), ["a", "a"], path)
    assert [type(one) for one in done.errors] == [KeyRefused]
    assert len(done.values) == 1
    assert len(endpoint.calls) == 2


def test_the_second_of_two_equal_asks_goes_on_where_the_first_was_cancelled(path: Path) -> None:
    async def go(model: Model) -> object:
        with Journal.open(path, FACTS) as journal:
            async with connect(model, journal=journal) as session:
                first = asyncio.create_task(outcome(session, "a"))
                second = asyncio.create_task(outcome(session, "a"))
                await until(lambda: endpoint.calls)
                first.cancel()
                return await second

    with FakeEndpoint([Reply(body=completion(TALLY), delay=30), completion(TALLY)]) as endpoint:
        assert not isinstance(run_sync(go(Model("fake", endpoint.url))), ClaimxError)
    assert len(endpoint.calls) == 2


def test_a_failure_that_may_pass_is_asked_about_again(path: Path) -> None:
    with FakeEndpoint([Reply(503, headers=SOON), Reply(503, headers=SOON), completion(TALLY)]) as endpoint:
        model = Model("fake", endpoint.url, attempts=2)
        failed, done = run(model, ["a"], path), run(model, ["a"], path)
    assert [type(one) for one in failed.errors] == [EndpointFailed]
    assert len(done.values) == 1


STANDING: list[tuple[type[ClaimxError], Callable[[], Body | Reply]]] = [
    (AnswerRefused, lambda: completion(None, refusal="I would rather not.")),
    (AnswerFiltered, lambda: completion("", finish_reason="content_filter")),
    (AnswerTruncated, lambda: completion('{"count"', finish_reason="length")),
    (AnswerInvalid, lambda: completion('{"count": "many"}')),
    (ContextTooLong, lambda: error(400, "too long", code="context_length_exceeded")),
]
each_that_stands = pytest.mark.parametrize(("kind", "reply"), STANDING, ids=[kind.__name__ for kind, _ in STANDING])


@each_that_stands
def test_a_failure_whose_reason_is_the_request_stands(
    kind: type[ClaimxError], reply: Callable[[], Body | Reply], path: Path
) -> None:
    with FakeEndpoint(lambda body: reply()) as endpoint:
        model = Model("fake", endpoint.url)
        first = run(model, ["a"], path)
        paid = len(endpoint.calls)
        second = run(model, ["a", "a"], path)
    assert len(endpoint.calls) == paid
    assert [(type(one), str(one), one.usage) for one in second.errors] == [
        (kind, str(first.errors[0]), first.errors[0].usage)
    ] * 2
    assert second.session.usage == first.session.usage


@each_that_stands
def test_a_failure_that_stands_is_retried_where_that_is_asked_for_and_then_once(
    kind: type[ClaimxError], reply: Callable[[], Body | Reply], path: Path
) -> None:
    with FakeEndpoint(lambda body: reply()) as endpoint:
        model = Model("fake", endpoint.url)
        run(model, ["a"], path)
        paid = len(endpoint.calls)
        again = run(model, ["a", "a"], path, retry_failed=True)
        assert len(endpoint.calls) == 2 * paid
        run(model, ["a"], path)
    assert len(endpoint.calls) == 2 * paid
    assert [type(one) for one in again.errors] == [kind, kind]


def test_a_failure_that_is_retried_becomes_an_answer(path: Path) -> None:
    with FakeEndpoint([completion(None, refusal="Not today."), completion(TALLY)]) as endpoint:
        model = Model("fake", endpoint.url)
        run(model, ["a"], path)
        run(model, ["a"], path, retry_failed=True)
        assert len(run(model, ["a"], path).values) == 1
    assert len(endpoint.calls) == 2


def test_a_fresh_journal_pays_again_and_keeps_the_old_one_aside(path: Path) -> None:
    with FakeEndpoint(boats) as endpoint:
        model = Model("fake", endpoint.url)
        run(model, ["a", "bb"], path)
        run(model, ["a"], path, fresh=True)
        run(model, [], path, fresh=True)
    assert len(endpoint.calls) == 3
    assert [read_run(path.with_name(name)).answered for name in ("story.1.db", "story.2.db", "story.db")] == [2, 1, 0]


def test_an_answer_that_was_repaired_is_remembered_as_repaired(path: Path) -> None:
    with FakeEndpoint([completion(f"Here it is:\n```json\n{TALLY}\n```")]) as endpoint:
        model = Model("fake", endpoint.url)
        first, second = run(model, ["a"], path), run(model, ["a"], path)
    outcomes = [*first.outcomes, *second.outcomes]
    assert [one.repaired for one in outcomes if not isinstance(one, ClaimxError)] == [True, True]


class Checked(BaseModel):
    """How many of what."""

    count: int
    of: str

    @field_validator("count")
    @classmethod
    def is_allowed(cls, count: int) -> int:
        if count > most:
            raise ValueError("too many")
        return count


most = 10


def test_an_answer_that_no_longer_fits_is_asked_for_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def go(model: Model) -> int:
        with Journal.open(path, FACTS) as journal:
            async with connect(model, journal=journal) as session:
                return (await session.ask(messages(), Checked)).value.count

    with FakeEndpoint([completion(TALLY), completion('{"count": 1, "of": "boats"}')]) as endpoint:
        model = Model("fake", endpoint.url)
        assert run_sync(go(model)) == 3
        monkeypatch.setattr(f"{__name__}.most", 2)
        assert run_sync(go(model)) == 1


# What is noted


def test_a_call_is_noted_before_it_leaves_and_again_after_it_ended(path: Path) -> None:
    seen: list[tuple[int, int]] = []

    def answer(body: Body) -> Body:
        (sitting,) = read_run(path).sittings
        seen.append((sitting.calls, sitting.in_flight))
        return completion("{}") if len(seen) == 1 else completion(TALLY)

    with FakeEndpoint(answer) as endpoint:
        run(Model("fake", endpoint.url), ["a"], path)
    assert seen == [(1, 1), (2, 1)]
    assert [(one.calls, one.in_flight) for one in read_run(path).sittings] == [(2, 0)]


def test_a_call_that_was_cancelled_counts_as_in_flight_when_the_run_ended(path: Path) -> None:
    async def go(model: Model) -> None:
        with Journal.open(path, FACTS) as journal:
            async with connect(model, journal=journal) as session:
                asking = asyncio.create_task(outcome(session, "a"))
                await until(lambda: endpoint.calls)
                asking.cancel()
                await asyncio.wait([asking])

    with FakeEndpoint([Reply(body=completion(TALLY), delay=30)]) as endpoint:
        run_sync(go(Model("fake", endpoint.url)))
    record = read_run(path)
    assert (record.open, record.answered, record.sittings[0].in_flight) == (1, 0, 1)


def test_the_record_says_what_was_asked_for_whom_and_what_it_cost(path: Path) -> None:
    async def go(model: Model) -> None:
        with Journal.open(path, FACTS) as journal:
            async with connect(model, journal=journal) as session:
                await session.ask(Rendered(messages("a"), PROMPT), Tally)
                await outcome(session, "no")

    with FakeEndpoint([completion(TALLY), completion(None, refusal="No.")]) as endpoint:
        run_sync(go(Model("fake", endpoint.url)))
    record = read_run(path)
    story = next(article for article, stage in record.usage if stage == "count/v1")
    assert record.usage[story, "count/v1"] == Usage(calls=1, attempts=1, prompt_tokens=100, completion_tokens=20)
    assert [(one.kind, one.retryable, one.stage) for one in record.failures] == [("AnswerRefused", False, "")]
    (sitting,) = record.sittings
    assert (sitting.command, sitting.inputs, sitting.state, sitting.ended is None) == (FACTS.command, 3, "done", False)
    assert not record.running


def test_neither_key_nor_password_reaches_the_journal(path: Path) -> None:
    with FakeEndpoint([Reply(401, "no such key: sk-canary"), completion(TALLY)]) as endpoint:
        address = endpoint.url.replace("http://", "http://user:canary@")
        facts = replace(FACTS, command=f"claimx run --base-url {address} story")

        async def go() -> None:
            with Journal.open(path, facts) as journal:
                async with connect(Model("fake", address, api_key="sk-canary"), journal=journal) as session:
                    await outcome(session, "a")
                    await outcome(session, "b")
                    for file in path.parent.iterdir():
                        assert b"canary" not in file.read_bytes()

        run_sync(go())
    assert len(endpoint.calls) == 2
    assert b"canary" not in path.read_bytes()


def test_the_request_itself_is_not_kept(path: Path) -> None:
    with FakeEndpoint(boats) as endpoint:
        run(Model("fake", endpoint.url), ["a telltale sentence"], path)
    assert b"telltale" not in path.read_bytes()


def test_a_journal_has_no_place_inside_a_replay(path: Path) -> None:
    cassette = Path(__file__).parents[2] / "fixtures" / "cassettes" / "aid-request.yaml"

    async def go() -> None:
        with Journal.open(path, FACTS) as journal, replay(cassette):
            async with connect(MODEL, journal=journal):
                raise AssertionError("it opened")

    with pytest.raises(ValueError, match="no place inside replay"):
        run_sync(go())


def test_messages_know_their_prompt_also_when_more_is_added() -> None:
    rendered = Rendered(messages(), PROMPT)
    rendered += [Message(role="assistant", content="Three.")]
    assert (rendered.prompt, rendered.prompt.stage, len(rendered)) == (PROMPT, "count/v1", 3)


# Stopping


def test_a_stop_lets_what_is_in_flight_end_and_keeps_it(path: Path) -> None:
    release = threading.Event()

    def answer(body: Body) -> Body:
        release.wait(10)
        return boats(body)

    async def go(model: Model) -> list[object]:
        with Journal.open(path, FACTS) as journal:
            async with connect(model, journal=journal) as session:
                asked = [asyncio.create_task(outcome(session, text)) for text in ("a", "bb", "ccc")]
                await until(lambda: len(endpoint.calls) == 2)
                await asyncio.to_thread(session.stop, "somebody had enough")
                waiting = await asked[2]  # at once: it is told without waiting for the others
                release.set()
                return [*await asyncio.gather(*asked[:2]), waiting, await outcome(session, "dddd")]

    with FakeEndpoint(answer) as endpoint:
        *kept, waited, late = run_sync(go(Model("fake", endpoint.url, concurrency=2)))
    assert not any(isinstance(one, ClaimxError) for one in kept)
    assert isinstance(waited, RunInterrupted)
    assert isinstance(late, RunInterrupted)
    assert (len(endpoint.calls), read_run(path).answered) == (2, 2)


def test_a_call_whose_turn_comes_as_the_run_is_stopped_does_not_leave() -> None:
    left: list[str] = []

    async def send(request: Request, leaving: Callable[[], None]) -> None:
        airspace.close("somebody had enough")
        leaving()

    async def go() -> None:
        nonlocal airspace
        airspace = Airspace(send, Purse(Budget(), MODEL))
        async with airspace.flight() as flight:
            await flight.send(Request([], {}, {}), lambda: left.append("a call"))

    airspace: Airspace
    with pytest.raises(RunInterrupted):
        run_sync(go())
    assert left == []


def test_a_stop_does_not_wait_for_a_retry(path: Path) -> None:
    async def go(model: Model) -> object:
        with Journal.open(path, FACTS) as journal:
            async with connect(model, journal=journal) as session:
                asking = asyncio.create_task(outcome(session, "a"))
                await until(lambda: endpoint.calls and not read_run(path).sittings[0].in_flight)
                session.stop("somebody had enough")
                return await asyncio.wait_for(asking, 5)

    with FakeEndpoint([Reply(503, headers={"retry-after": "60"})]) as endpoint:
        assert isinstance(run_sync(go(Model("fake", endpoint.url))), RunInterrupted)


def test_a_stop_lets_an_answer_that_was_paid_for_be_made_to_fit(path: Path) -> None:
    async def go(model: Model) -> object:
        with Journal.open(path, FACTS) as journal:
            async with connect(model, journal=journal) as session:
                asking = asyncio.create_task(outcome(session, "a"))
                await until(lambda: endpoint.calls)
                session.stop("somebody had enough")
                return await asking

    with FakeEndpoint([Reply(body=completion("{}"), delay=0.05), completion(TALLY)]) as endpoint:
        assert not isinstance(run_sync(go(Model("fake", endpoint.url))), ClaimxError)
