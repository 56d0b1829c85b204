"""How long it is tried again, what an error says, what it cost, and what of it is logged.

Which fault gets how many calls and becomes which error is in tests/faults/test_fault_table.py, where the key goes not
in tests/faults/test_canary.py.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
import re
import socket
from collections.abc import Callable

import pytest
from openai.types.chat import ChatCompletion

from claimx import errors
from claimx.llm import Model, retry, run_sync
from claimx.llm.call_log import CallLog
from claimx.llm.client import open_client
from claimx.llm.exchange import Exchange
from claimx.models import Usage
from faults.server import Body, FakeEndpoint, Reply, completion, error
from llm.asking import TALLY, Tally, ask, messages, spent


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.002)


def test_a_broken_connection_is_named() -> None:
    with (
        FakeEndpoint(lambda body: Reply(body=completion(TALLY), reset=True)) as endpoint,
        pytest.raises(errors.EndpointUnreachable, match=r"no connection to fake at 127.0.0.1:\d+: \w+"),
    ):
        ask(Model("fake", endpoint.url, attempts=2))


def test_a_closed_port_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(errors.EndpointUnreachable, match=f"127.0.0.1:{port}"):
        ask(Model("fake", f"http://127.0.0.1:{port}/v1", attempts=1))


def test_an_endless_wait_ends_at_the_deadline() -> None:
    with (
        FakeEndpoint(lambda body: Reply(delay=30)) as endpoint,
        pytest.raises(errors.EndpointUnreachable, match=r"no answer within 0\.1 s"),
    ):
        ask(Model("fake", endpoint.url, deadline=0.1))


@pytest.mark.parametrize(
    "headers",
    [
        {"retry-after": "0.12"},
        {"retry-after-ms": "120"},
        {"retry-after-ms": "120", "retry-after": "60"},
    ],
)
def test_the_wait_asked_for_is_kept(headers: dict[str, str]) -> None:
    with FakeEndpoint([Reply(429, headers=headers), completion(TALLY)]) as endpoint:
        ask(Model("fake", endpoint.url))
    first, second = endpoint.calls
    assert 0.12 <= second.at - first.at < 5


def test_a_refusal_is_not_paid_twice() -> None:
    with FakeEndpoint(lambda body: completion(None, refusal="No.")) as endpoint:
        usage = spent(Model("fake", endpoint.url), errors.AnswerRefused)
    assert (usage.attempts, usage.prompt_tokens) == (1, 100)


def test_an_error_names_the_endpoints_own_words() -> None:
    with (
        FakeEndpoint([error(400, "Invalid value:\n 'x'")]) as endpoint,
        pytest.raises(errors.RequestRefused, match="answered 400: Invalid value: 'x'"),
    ):
        ask(Model("fake", endpoint.url))


def test_a_wait_beyond_the_deadline_is_named() -> None:
    with (
        FakeEndpoint([Reply(429, headers={"retry-after": "3600"})]) as endpoint,
        pytest.raises(errors.RateLimited, match="it asks to wait 3600 s"),
    ):
        ask(Model("fake", endpoint.url))


def test_a_rate_limit_that_lasts_ends_at_the_deadline_and_not_with_the_attempts() -> None:
    with (
        FakeEndpoint(lambda body: Reply(429, headers={"retry-after-ms": "500"})) as endpoint,
        pytest.raises(errors.RateLimited),
    ):
        ask(Model("fake", endpoint.url, attempts=1, deadline=0.95))
    assert len(endpoint.calls) == 2


def test_a_rate_limit_among_failures_is_not_one_of_them() -> None:
    limited = Reply(429, headers={"retry-after-ms": "1"})
    with FakeEndpoint([Reply(503), limited, limited, Reply(503), completion(TALLY)]) as endpoint:
        assert ask(Model("fake", endpoint.url, attempts=3)).usage.attempts == 5


def test_a_raised_cap_is_twice_what_the_user_set_and_nothing_else_changes() -> None:
    parameters = {"max_tokens": 20, "temperature": 0.5}
    with FakeEndpoint([completion('{"cou', finish_reason="length"), completion(TALLY)]) as endpoint:
        usage = ask(Model("fake", endpoint.url, parameters=parameters)).usage
    first, second = (call.body for call in endpoint.calls)
    assert second == {**first, "max_tokens": 40}
    assert usage == Usage(calls=1, attempts=2, prompt_tokens=200, completion_tokens=40)


def test_a_cap_is_raised_once_an_ask_not_once_a_call() -> None:
    cut = completion('{"cou', finish_reason="length")
    with FakeEndpoint([cut, completion("{}"), cut]) as endpoint, pytest.raises(errors.AnswerTruncated):
        ask(Model("fake", endpoint.url, parameters={"max_tokens": 20}))
    assert [call.body["max_tokens"] for call in endpoint.calls] == [20, 40, 40]


@pytest.mark.parametrize("reply", [completion(None, refusal="No."), completion('{"cou', finish_reason="length")])
def test_an_error_carries_what_was_paid_for_it(reply: Body) -> None:
    with FakeEndpoint([reply]) as endpoint, pytest.raises(errors.AnswerError) as caught:
        ask(Model("fake", endpoint.url))
    assert caught.value.usage == Usage(calls=1, attempts=1, prompt_tokens=100, completion_tokens=20)
    assert pickle.loads(pickle.dumps(caught.value)).usage == caught.value.usage


def test_an_ask_that_ran_out_of_time_carries_what_it_spent_before() -> None:
    script: list[Body | Reply] = [completion("{}"), Reply(delay=30)]
    with FakeEndpoint(script) as endpoint, pytest.raises(errors.EndpointUnreachable) as caught:
        ask(Model("fake", endpoint.url, deadline=0.3))
    assert caught.value.usage == Usage(calls=1, attempts=2, prompt_tokens=100, completion_tokens=20)


def test_a_retry_is_logged_with_its_reason_and_its_wait(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "claimx.llm"), FakeEndpoint([Reply(503), completion(TALLY)]) as endpoint:
        ask(Model("fake", endpoint.url), "Nobody may read this in a log.")
    assert re.fullmatch(r"attempt 1: status 503; again in 0\.\d\d s", said(caplog)[0])


def test_a_repair_is_logged_without_the_answer(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "claimx.llm"), FakeEndpoint([completion(f"Sure: {TALLY}")]) as endpoint:
        answer = ask(Model("fake", endpoint.url))
    assert (answer.repaired, answer.content) == (True, TALLY)
    assert said(caplog) == [f"an answer of fake at {answer_host(endpoint)} had its punctuation put right"]


def test_an_answer_that_is_right_is_kept_as_it_came() -> None:
    spaced = TALLY.replace(":", " :  ")
    with FakeEndpoint([completion(spaced)]) as endpoint:
        answer = ask(Model("fake", endpoint.url))
    assert (answer.repaired, answer.content) == (False, spaced)


class Diary:
    """A `CallLog` that writes down all it is told."""

    def __init__(self) -> None:
        self.lines: list[object] = []

    def sent(self, attempt: int) -> str:
        self.lines.append(f"sent {attempt}")
        return f"call {attempt}"

    def ended(self, call: object, outcome: str, usage: Usage) -> None:
        self.lines.append((call, outcome, usage.prompt_tokens))


def test_the_log_hears_of_every_call_before_it_leaves_and_after_it_ended() -> None:
    diary = Diary()

    def answer(body: Body) -> Reply | Body:
        diary.lines.append("arrived")
        return Reply(503) if diary.lines.count("arrived") == 1 else completion(None, refusal="No.")

    with FakeEndpoint(answer) as endpoint, pytest.raises(errors.AnswerRefused):
        run_sync(exchanged(Model("fake", endpoint.url), diary))
    assert diary.lines == [
        "sent 1",
        "arrived",
        ("call 1", "EndpointFailed", 0),
        "sent 2",
        "arrived",
        ("call 2", "AnswerRefused", 100),
    ]


def test_a_call_given_up_at_the_deadline_ends_in_the_log_too() -> None:
    diary = Diary()
    with FakeEndpoint(lambda body: Reply(delay=30)) as endpoint, pytest.raises(errors.EndpointUnreachable):
        run_sync(exchanged(Model("fake", endpoint.url, deadline=0.1), diary))
    assert diary.lines == ["sent 1", ("call 1", "EndpointUnreachable", 0)]


def test_a_call_that_is_cancelled_never_ends_in_the_log() -> None:
    diary = Diary()

    async def go(model: Model) -> None:
        async with asyncio.timeout(0.2):
            await exchanged(model, diary)

    with FakeEndpoint(lambda body: Reply(delay=30)) as endpoint, pytest.raises(TimeoutError):
        run_sync(go(Model("fake", endpoint.url)))
    assert diary.lines == ["sent 1"]


def test_the_time_spent_waiting_for_a_turn_is_not_the_asks() -> None:
    async def slowly_turned(*args: object) -> ChatCompletion:
        await asyncio.sleep(0.3)
        leaving: Callable[[], None] = args[-1]
        leaving()
        return ChatCompletion.model_validate(completion(TALLY))

    async def go(model: Model) -> int:
        return (await Exchange(model, slowly_turned, Tally).run(messages())).value.count

    assert run_sync(go(Model("fake", "http://127.0.0.1:9/v1", deadline=0.1))) == 3


async def exchanged(model: Model, log: CallLog) -> None:
    async with open_client(model) as send:
        await Exchange(model, send, Tally, log).run(messages())


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "claimx.llm"]


def answer_host(endpoint: FakeEndpoint) -> str:
    return endpoint.url.removeprefix("http://").removesuffix("/v1")
