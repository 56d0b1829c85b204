"""Each way in which an endpoint fails: which error it becomes, how often it is tried, and that the key stays secret."""

from __future__ import annotations

import socket
import traceback
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from claimx import errors
from claimx.llm import Model, retry
from faults.server import Body, FakeEndpoint, Reply, completion, error
from llm.asking import TALLY, ask, spent


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.002)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (error(401, "no such key"), errors.KeyRefused),
        (error(403, "not for you"), errors.KeyRefused),
        (error(404, "no such model"), errors.UnknownModel),
        (error(400, "too long", code="context_length_exceeded"), errors.ContextTooLong),
        (error(400, "the request exceeds the available context size"), errors.ContextTooLong),
        (error(413, "payload too large"), errors.ContextTooLong),
        (error(400, "filtered", code="content_filter"), errors.AnswerFiltered),
        (error(400, "bad schema"), errors.RequestRefused),
        (error(422, "bad field"), errors.RequestRefused),
        (error(429, "pay up", code="insufficient_quota"), errors.QuotaExhausted),
        (error(402, "pay up"), errors.QuotaExhausted),
        (Reply(200, "<html>Sign in to the café's WLAN</html>"), errors.EndpointFailed),
        (Reply(200, '{"choices": [', {"content-type": "application/json"}), errors.EndpointFailed),
        (Reply(200, b'{"id": "\xff"}', {"content-type": "application/json"}), errors.EndpointFailed),
        (Reply(200, "[" * 100_000, {"content-type": "application/json"}), errors.EndpointFailed),
        (Reply(200, {"error": {"message": "upstream is down"}}), errors.EndpointFailed),
        (Reply(200, {**completion(TALLY), "choices": []}), errors.EndpointFailed),
        (Reply(200, {**completion(TALLY), "choices": [{}]}), errors.AnswerInvalid),
        (Reply(200, completion(None)), errors.AnswerInvalid),
        (Reply(200, completion("")), errors.AnswerInvalid),
        (Reply(200, completion("\ud800")), errors.AnswerInvalid),
        (Reply(200, completion(None, refusal="I cannot help with that.")), errors.AnswerRefused),
        (Reply(200, completion('{"cou', finish_reason="length")), errors.AnswerTruncated),
        (Reply(200, completion("", finish_reason="content_filter")), errors.AnswerFiltered),
    ],
    ids=lambda value: f"{value.status} {value.body!r}"[:60] if isinstance(value, Reply) else value.__name__,
)
def test_a_terminal_failure_is_tried_once_and_named(reply: Reply, kind: type[errors.ClaimxError]) -> None:
    with FakeEndpoint(lambda body: reply) as endpoint, pytest.raises(errors.ClaimxError) as caught:
        ask(Model("fake", endpoint.url))
    assert type(caught.value) is kind
    assert len(endpoint.calls) == 1
    assert "fake at 127.0.0.1" in caught.value.message or "of fake" in caught.value.message
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (408, errors.EndpointUnreachable),
        (409, errors.EndpointFailed),
        (429, errors.RateLimited),
        (500, errors.EndpointFailed),
        (503, errors.EndpointFailed),
    ],
)
def test_a_passing_failure_is_tried_as_often_as_allowed(status: int, kind: type[errors.ClaimxError]) -> None:
    with FakeEndpoint(lambda body: Reply(status)) as endpoint, pytest.raises(kind) as caught:
        ask(Model("fake", endpoint.url, attempts=3))
    assert len(endpoint.calls) == 3
    assert caught.value.retryable


@pytest.mark.parametrize("fault", [Reply(503), Reply(429), Reply(body=completion(TALLY), reset=True)])
def test_a_passing_failure_passes(fault: Reply) -> None:
    with FakeEndpoint([fault, completion(TALLY)]) as endpoint:
        assert ask(Model("fake", endpoint.url)).usage.attempts == 2


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


def test_a_slow_attempt_is_given_up_and_tried_again() -> None:
    with FakeEndpoint([Reply(delay=30), completion(TALLY)]) as endpoint:
        assert ask(Model("fake", endpoint.url, timeout=0.1)).usage.attempts == 2


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


@pytest.mark.parametrize("in_seconds", [True, False])
def test_a_wait_beyond_the_deadline_is_not_begun(in_seconds: bool) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    headers = {"retry-after": "3600" if in_seconds else later}
    with (
        FakeEndpoint(lambda body: Reply(429, headers=headers)) as endpoint,
        pytest.raises(errors.RateLimited, match="it asks to wait 3"),
    ):
        ask(Model("fake", endpoint.url))
    assert len(endpoint.calls) == 1


def test_a_date_in_the_past_means_now() -> None:
    headers = {"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}
    with FakeEndpoint([Reply(429, headers=headers), completion(TALLY)]) as endpoint:
        assert ask(Model("fake", endpoint.url)).usage.attempts == 2


def test_a_wait_that_makes_no_sense_is_ours_to_choose() -> None:
    with FakeEndpoint([Reply(503, headers={"retry-after": "soon"}), completion(TALLY)]) as endpoint:
        assert ask(Model("fake", endpoint.url)).usage.attempts == 2


def test_a_refusal_is_not_paid_twice() -> None:
    with FakeEndpoint(lambda body: completion(None, refusal="No.")) as endpoint:
        usage = spent(Model("fake", endpoint.url), errors.AnswerRefused)
    assert (usage.attempts, usage.prompt_tokens) == (1, 100)


def test_a_refusal_after_a_misfit_ends_it() -> None:
    script: list[Body | Reply] = [completion("{}"), completion(None, refusal="No.")]
    with FakeEndpoint(script) as endpoint, pytest.raises(errors.AnswerRefused):
        ask(Model("fake", endpoint.url))
    assert len(endpoint.calls) == 2


@pytest.mark.parametrize("key", ["sk-proj-abcdefgh12345678", "my own token"])
@pytest.mark.parametrize("from_environment", [True, False])
def test_no_error_shows_the_key(key: str, from_environment: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if from_environment:
        monkeypatch.setenv("OPENAI_API_KEY", key)
    with (
        FakeEndpoint(lambda body: error(401, f"Incorrect API key provided: {key}.")) as endpoint,
        pytest.raises(errors.KeyRefused) as caught,
    ):
        ask(Model("fake", endpoint.url, api_key=None if from_environment else key))
    assert key not in "".join(traceback.format_exception(caught.value))


def test_a_gateways_error_does_not_show_the_key_either() -> None:
    reply = {"error": {"message": "upstream refused my own token"}}
    with FakeEndpoint([reply]) as endpoint, pytest.raises(errors.EndpointFailed, match="upstream refused …"):
        ask(Model("fake", endpoint.url, api_key="my own token"))


def test_an_error_names_the_endpoints_own_words() -> None:
    with (
        FakeEndpoint([error(400, "Invalid value:\n 'x'")]) as endpoint,
        pytest.raises(errors.RequestRefused, match="answered 400: Invalid value: 'x'"),
    ):
        ask(Model("fake", endpoint.url))
