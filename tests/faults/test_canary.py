"""A key and a password go through everything; then everything that was written, logged or raised is searched for them."""

from __future__ import annotations

import asyncio
import base64
import logging
import traceback
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

import pytest

import claimx
from claimx import errors
from claimx.llm import Journal, Model, RunFacts, Session, connect, retry, run_sync
from faults.fault_table import ANSWER, FAULTS, REPAIRED, Replies
from faults.server import Body, FakeEndpoint, Reply, completion, error
from llm.asking import Tally, ask, messages
from stories import BRIDGE, BRIDGE_ANSWER, answering_with
from warm import run_warm

KEY = "my own canary"  # looks like no key: nothing may depend on its form
PASSWORD = "pass:canary"
WRITTEN = "pass%3Acanary"  # in an address
SECRETS = (KEY, PASSWORD, WRITTEN, base64.b64encode(f"ed:{PASSWORD}".encode()).decode())

# Endpoints that quote what they were sent.
ECHOES: tuple[Replies, ...] = (
    (error(401, f"Incorrect API key provided: {KEY}."),),
    (error(403, f"ed:{PASSWORD} may not"),),
    (error(400, f"Bearer {KEY}"),),
    (error(429, f"{KEY} is over its quota", code="insufficient_quota"),),
    (error(500, f"upstream refused {KEY}"),),
    ({"error": {"message": f"upstream refused {KEY}"}},),
    (Reply(200, f"<html>{KEY}</html>"),),
    (completion(None, refusal=f"I was told {KEY}."),),
    (Reply(raw=f"NONSENSE {KEY}\r\n\r\n".encode(), hang_up=True),),
    (Reply(307, headers={"location": f"ftp://{KEY.replace(' ', '')}/"}),),
)


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.002)


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


def test_no_fault_carries_the_key_or_the_password_out(
    tmp_path: Path, everything_logged: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    failing = [fault for faults in FAULTS.values() for fault in faults if fault.outcome not in (ANSWER, REPAIRED)]
    said = _played([fault.script() for fault in failing if "000" not in fault.what], tmp_path / "run.db")
    require_no_secret([*said, *_written(tmp_path), everything_logged.text, *capfd.readouterr()])


def test_an_endpoint_that_quotes_them_does_not_carry_them_out_either(
    tmp_path: Path, everything_logged: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    said = _played(ECHOES, tmp_path / "run.db")
    # At DEBUG, openai and httpcore2 log what they receive, as it came.
    logged = [
        record.getMessage()
        for record in everything_logged.records
        if not record.name.startswith(("openai", "httpcore2"))
    ]
    require_no_secret([*said, *_written(tmp_path), *logged, *capfd.readouterr()])


@pytest.mark.parametrize("key", [KEY, "sk-proj-abcdefgh12345678"])
@pytest.mark.parametrize("from_environment", [True, False])
def test_no_error_shows_a_key_that_the_endpoint_quotes(
    key: str, from_environment: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if from_environment:
        monkeypatch.setenv("OPENAI_API_KEY", key)
    with (
        FakeEndpoint([error(401, f"Incorrect API key provided: {key}.")]) as endpoint,
        pytest.raises(errors.KeyRefused, match="provided: …") as caught,
    ):
        ask(Model("fake", endpoint.url, api_key=None if from_environment else key))
    assert endpoint.calls[0].headers["authorization"] == f"Bearer {key}"
    assert key not in "".join(traceback.format_exception(caught.value))


def test_no_cassette_and_no_report_holds_them(tmp_path: Path, everything_logged: pytest.LogCaptureFixture) -> None:
    with answering_with({"ClaimsAnswer": BRIDGE_ANSWER}) as endpoint, claimx.record(tmp_path / "bridge.yaml"):
        extraction = claimx.extract(BRIDGE, model=_model(endpoint))
    report = claimx.reconcile([extraction])
    for suffix in ("json", "md"):
        claimx.write(report, tmp_path / f"report.{suffix}")
    require_no_secret([*_written(tmp_path), repr(report), everything_logged.text])


def test_a_command_that_fails_shows_and_writes_neither(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BRIDGE.text)
    with FakeEndpoint(lambda body: error(401, f"Incorrect API key provided: {KEY}.")) as endpoint:
        address = _model(endpoint).base_url or ""
        command = ["-m", "claimx", "run", "a.txt", "--base-url", address, "-o", "out"]
        ended = run_warm(*command, cwd=tmp_path, OPENAI_API_KEY=KEY)
    assert ended.returncode == 2
    assert "Incorrect API key provided: …" in " ".join(ended.stderr.split())
    require_no_secret([*_written(tmp_path), ended.stdout, ended.stderr])


def test_a_key_does_not_follow_a_redirect_to_another_host() -> None:
    with FakeEndpoint([completion('{"count": 3, "of": "boats"}')]) as elsewhere:
        away = elsewhere.url.replace("127.0.0.1", "localhost")
        with FakeEndpoint([Reply(307, headers={"location": f"{away}/chat/completions"})]) as endpoint:
            ask(Model("fake", endpoint.url, api_key=KEY))
    assert "authorization" not in elsewhere.calls[0].headers


def test_a_model_shows_neither_key_nor_password() -> None:
    model = Model("fake", f"http://ed:{WRITTEN}@localhost:1/v1?key=canary", api_key=KEY)
    assert "canary" not in repr(model)
    assert "canary" not in str(model)
    assert "base_url='http://localhost:1/v1'" in repr(model)


@pytest.mark.parametrize("key", ["canary\n", " canary "])
def test_the_line_break_a_key_was_read_with_is_not_sent(key: str) -> None:
    with FakeEndpoint([completion('{"count": 3, "of": "boats"}')]) as endpoint:
        ask(Model("fake", endpoint.url, api_key=key))
    assert endpoint.calls[0].headers["authorization"] == "Bearer canary"


@pytest.mark.parametrize("key", ["canary\nbird", "canári"])
def test_a_key_that_no_header_can_hold_is_named_and_not_shown(key: str) -> None:
    with FakeEndpoint([]) as endpoint, pytest.raises(errors.KeyRefused, match="holds what cannot be sent") as caught:
        ask(Model("fake", endpoint.url, api_key=key))
    assert endpoint.calls == []
    assert "can" not in caught.value.message.replace("cannot", "")


@pytest.mark.parametrize("address", ["http://localhost:1/v1?api-key=canary", "ed:canary@localhost:1/v1?k=canary"])
def test_an_address_that_cannot_be_asked_is_named_without_its_secrets(address: str) -> None:
    with pytest.raises(errors.NoModel, match="localhost:1") as caught:
        ask(Model("fake", address))
    assert "canary" not in str(caught.value)


def require_no_secret(texts: Iterable[str]) -> None:
    for text in texts:
        for secret in SECRETS:
            place = text.find(secret)
            assert place < 0, text[max(0, place - 200) : place + 50]


def _played(scripts: Sequence[Replies], journal: Path) -> list[str]:
    """All that can be seen of one ask a script, each of its own endpoint."""
    with ExitStack() as stack:
        endpoints = [stack.enter_context(FakeEndpoint(_endless(script))) for script in scripts]
        opened = stack.enter_context(Journal.open(journal, RunFacts("claimx run", "fake", "here", 1)))
        said = run_sync(_ask_all([_model(endpoint) for endpoint in endpoints], opened))
    sent = [call.headers["authorization"] for endpoint in endpoints for call in endpoint.calls]
    assert len(sent) > len(scripts)
    assert all(header.startswith("Basic ") for header in sent)
    return said


async def _ask_all(models: list[Model], journal: Journal) -> list[str]:
    async with AsyncExitStack() as stack:  # connected one by one, for that takes long; then asked all at once
        sessions = [await stack.enter_async_context(connect(model, journal=journal)) for model in models]
        return await asyncio.gather(*map(_said, sessions))


async def _said(session: Session) -> str:
    shown = f"{session.model!r} {session!r}"
    try:
        return f"{shown} {await session.ask(messages(), Tally)!r}"
    except errors.ModelError as error:
        return f"{shown} {error!r} {error.hint} {''.join(traceback.format_exception(error))}"


def _model(endpoint: FakeEndpoint) -> Model:
    address = endpoint.url.replace("http://", f"http://ed:{WRITTEN}@")
    return Model("fake", address, api_key=KEY, timeout=0.3, attempts=2, deadline=1.0)


def _endless(script: Replies) -> list[Reply | Body]:
    return [*script, *[script[-1]] * 60]


def _written(folder: Path) -> list[str]:
    """Every file in it, read as bytes."""
    return [path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()]
