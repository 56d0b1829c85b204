"""What a session sends, how often it asks, and what it says it cost."""

from __future__ import annotations

import asyncio
import gc
import logging
import pickle
import threading
import weakref
from datetime import date
from enum import Enum

import pytest
from pydantic import BaseModel, ConfigDict, Field

from claimx.errors import AnswerInvalid, ClaimxError, RequestRefused
from claimx.llm import Model, connect, run_sync
from claimx.models import Usage
from faults.server import Body, FakeEndpoint, Reply, completion
from llm.asking import TALLY, Tally, ask, ask_for, messages, spent


def test_an_answer_comes_back_as_the_schema() -> None:
    with FakeEndpoint([completion(TALLY, model="fake-1-2026")]) as endpoint:
        answer = ask(Model("fake", endpoint.url))
    assert type(answer.value) is Tally
    assert answer.value == Tally(count=3, of="boats")
    assert answer.answered_by == "fake-1-2026"


def test_an_answer_survives_a_worker_process() -> None:
    with FakeEndpoint([completion(TALLY)]) as endpoint:
        answer = ask(Model("fake", endpoint.url))
    assert pickle.loads(pickle.dumps(answer)) == answer


@pytest.mark.parametrize("before", [[], [Reply(status=503)]], ids=["at once", "at the second attempt"])
def test_an_answer_is_gone_with_the_last_reference_to_it(before: list[Reply]) -> None:
    """Ten thousand answers in a circle of references would each wait for the collector, and make it work."""

    async def go(url: str) -> None:
        async with connect(Model("fake", url)) as session:
            asking = asyncio.create_task(session.ask(messages(), Tally))
            answer = weakref.ref((await asking).value)
            del asking
            await asyncio.sleep(0.01)  # the loop still holds the task it has just ended
            assert answer() is None

    gc.disable()
    try:
        with FakeEndpoint([*before, completion(TALLY)]) as endpoint:
            run_sync(go(endpoint.url))
    finally:
        gc.enable()


def test_the_schema_goes_out_strict_and_as_ours() -> None:
    with FakeEndpoint([completion(TALLY)]) as endpoint:
        ask(Model("fake", endpoint.url))
    assert endpoint.calls[0].path == "/v1/chat/completions"
    assert endpoint.calls[0].body["response_format"] == {
        "type": "json_schema",
        "json_schema": {
            "name": "Tally",
            "strict": True,
            "schema": {
                "type": "object",
                "description": "How many of what.",
                "properties": {"count": {"type": "integer"}, "of": {"type": "string"}},
                "required": ["count", "of"],
                "additionalProperties": False,
            },
        },
    }


def test_messages_go_out_unrendered() -> None:
    text = "{{ 7 * 7 }} {% raw %} {% endraw %} {# gone? #}\n  kept "
    with FakeEndpoint([completion(TALLY)]) as endpoint:
        ask(Model("fake", endpoint.url), text)
    assert endpoint.calls[0].body["messages"][1]["content"] == text


def test_parameters_go_out_as_they_are_even_unknown_ones() -> None:
    with FakeEndpoint([completion(TALLY)]) as endpoint:
        ask(Model("fake", endpoint.url, parameters={"temperature": 0.2, "top_k": 5}))
    assert endpoint.calls[0].body["temperature"] == 0.2
    assert endpoint.calls[0].body["top_k"] == 5


def test_the_key_goes_out_as_a_bearer() -> None:
    with FakeEndpoint([completion(TALLY)]) as endpoint:
        ask(Model("fake", endpoint.url, api_key="sk-secret"))
    assert endpoint.calls[0].headers["authorization"] == "Bearer sk-secret"


def test_a_misfit_is_asked_for_once_more_with_what_was_wrong() -> None:
    with FakeEndpoint([completion('{"count": "many", "of": "boats"}'), completion(TALLY)]) as endpoint:
        answer = ask(Model("fake", endpoint.url))
    assert answer.value.count == 3
    first, second = (call.body for call in endpoint.calls)
    assert second["messages"][:2] == first["messages"]
    assert "valid integer" in second["messages"][3]["content"]
    assert second["response_format"] == first["response_format"]


def test_a_re_ask_names_no_pydantic_version() -> None:
    with FakeEndpoint([completion('{"count": "many"}'), completion(TALLY)]) as endpoint:
        ask(Model("fake", endpoint.url))
    assert b"pydantic.dev" not in endpoint.calls[1].raw


def test_a_link_to_pydantic_in_the_article_stays() -> None:
    with FakeEndpoint([completion('{"count": "many"}'), completion(TALLY)]) as endpoint:
        ask(Model("fake", endpoint.url), "see https://errors.pydantic.dev/2.14/v/int_type")
    assert "pydantic.dev" in endpoint.calls[1].body["messages"][1]["content"]


def test_a_misfit_is_not_paid_three_times() -> None:
    with (
        FakeEndpoint(lambda body: completion('{"count": 3}')) as endpoint,
        pytest.raises(AnswerInvalid, match="fake at 127.0.0.1.* answered twice without fitting Tally: of: Field"),
    ):
        ask(Model("fake", endpoint.url))
    assert len(endpoint.calls) == 2


def test_a_fenced_answer_is_read_without_being_paid_twice() -> None:
    with FakeEndpoint([completion(f"```json\n{TALLY}\n```\n")]) as endpoint:
        assert ask(Model("fake", endpoint.url)).value.count == 3


def test_usage_counts_every_attempt_and_both_answers() -> None:
    tokens = {
        "prompt_tokens": 10,
        "completion_tokens": 4,
        "total_tokens": 14,
        "prompt_tokens_details": {"cached_tokens": 8},
        "completion_tokens_details": {"reasoning_tokens": 2},
    }
    script: list[Reply | Body] = [Reply(503, headers={"retry-after-ms": "1"}), completion("{}", usage=tokens)]
    with FakeEndpoint([*script, completion(TALLY, usage=tokens)]) as endpoint:
        usage = ask(Model("fake", endpoint.url)).usage
    assert usage == Usage(
        calls=1, attempts=3, prompt_tokens=20, completion_tokens=8, cached_tokens=16, reasoning_tokens=4
    )


def test_usage_counts_what_failed() -> None:
    with FakeEndpoint([completion("{}"), completion("{}")]) as endpoint:
        usage = spent(Model("fake", endpoint.url), AnswerInvalid)
    assert (usage.calls, usage.attempts, usage.prompt_tokens) == (1, 2, 200)


def test_an_answer_without_usage_is_fine() -> None:
    body = {key: value for key, value in completion(TALLY).items() if key != "usage"}
    with FakeEndpoint([body]) as endpoint:
        assert ask(Model("fake", endpoint.url)).usage == Usage(calls=1, attempts=1)


def test_the_session_sums_up_its_answers() -> None:
    async def go(model: Model) -> tuple[Usage, set[str]]:
        async with connect(model) as session:
            await asyncio.gather(*(session.ask(messages(str(i)), Tally) for i in range(5)))
            return session.usage, session.answered_by

    with FakeEndpoint(lambda body: completion(TALLY)) as endpoint:
        usage, answered_by = run_sync(go(Model("fake", endpoint.url)))
    assert usage == Usage(calls=5, attempts=5, prompt_tokens=500, completion_tokens=100)
    assert answered_by == {"fake-1"}


def test_no_more_than_concurrency_are_asked_at_once() -> None:
    lock, now, most = threading.Lock(), 0, 0

    def answer(body: Body) -> Body:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        endpoint.wait(0.01)
        with lock:
            now -= 1
        return completion(TALLY)

    async def go(model: Model) -> None:
        async with connect(model) as session:
            await asyncio.gather(*(session.ask(messages(str(i)), Tally) for i in range(12)))

    with FakeEndpoint(answer) as endpoint:
        run_sync(go(Model("fake", endpoint.url, concurrency=3)))
    assert 1 < most <= 3


def test_a_cancelled_question_ends_at_once_and_frees_its_slot() -> None:
    async def go(model: Model) -> Tally:
        async with connect(model) as session:
            hanging = asyncio.create_task(session.ask(messages("hang"), Tally))
            await asyncio.sleep(0.05)
            hanging.cancel()
            with pytest.raises(asyncio.CancelledError):
                await hanging
            return (await session.ask(messages(), Tally)).value

    def answer(body: Body) -> Reply:
        return Reply(body=completion(TALLY), delay=30 if body["messages"][1]["content"] == "hang" else 0)

    with FakeEndpoint(answer) as endpoint:
        assert run_sync(go(Model("fake", endpoint.url, concurrency=1))).count == 3


def test_a_fault_in_a_wire_model_shows_as_itself() -> None:
    class Broken(BaseModel):
        anything: dict[str, int]

    with FakeEndpoint([]) as endpoint, pytest.raises(TypeError, match=r"Broken\.anything cannot be strict"):
        ask_for(Model("fake", endpoint.url), Broken)
    assert endpoint.calls == []


class Mark(Enum):
    YES = "yes"


class Part(BaseModel):
    name: str
    parts: list[Part] = []


class Everything(BaseModel):
    """Each kind of field a wire model may have."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    mark: Mark
    day: date | None = None
    parts: tuple[Part, ...] = ()
    share: float = Field(0.5, ge=0, le=1)


def test_a_schema_with_everything_is_filled() -> None:
    content = '{"mark": "yes", "day": "2026-11-22", "parts": [{"name": "a", "parts": [{"name": "b", "parts": []}]}], "share": 1}'
    with FakeEndpoint([completion(content)]) as endpoint:
        value = ask_for(Model("fake", endpoint.url), Everything).value
    inner = Part(name="a", parts=[Part(name="b")])
    assert value == Everything(mark=Mark.YES, day=date(2026, 11, 22), parts=(inner,), share=1)


def test_half_a_character_in_a_message_is_refused_before_it_is_sent() -> None:
    with FakeEndpoint([]) as endpoint, pytest.raises(RequestRefused, match="surrogate"):
        ask(Model("fake", endpoint.url), "half \ud83d")
    assert endpoint.calls == []


def test_nothing_is_printed_when_a_call_fails(capfd: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    handlers, root.handlers = root.handlers, []  # pytest's own handler would hide what a user would see
    try:
        with FakeEndpoint([Reply(400)]) as endpoint, pytest.raises(ClaimxError):
            ask(Model("fake", endpoint.url))
    finally:
        root.handlers = handlers
    assert capfd.readouterr().err == ""
