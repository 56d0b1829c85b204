"""`claimx doctor` against endpoints on a real socket: each that would fail a run fails a line, and says what to do."""

from __future__ import annotations

import json
import sys
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from claimx.cli import app, surroundings
from faults.server import Body, FakeEndpoint, completion, error

KEY = "sk-canary-0123456789"
FITTING = completion(json.dumps({"colour": "blue", "number": 7}))
HELLO = completion("hello")


@pytest.fixture
def doctor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run it in an empty folder, with a key at hand. Whatever happens, the key is not told."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)

    def run(*arguments: str) -> Result:
        result = CliRunner().invoke(app, ["doctor", *arguments])
        assert KEY not in result.output
        assert list(tmp_path.iterdir()) == []  # it leaves nothing behind
        return result

    return run


def _lines(result: Result) -> dict[str, str]:
    """What is told of each thing, after how it is."""
    told = {}
    for line in result.stdout.splitlines():
        severity, what = line[:4].strip(), line[6:]
        told[what.partition(":")[0]] = f"{severity}{what.partition(':')[2]}"
    return told


def _asked(body: Body) -> str:
    return str(body["messages"][-1]["content"])


def test_where_all_is_well_every_line_is_ok_and_it_cost_one_call(doctor: Callable[..., Result]) -> None:
    with FakeEndpoint([FITTING]) as fake:
        result = doctor("--base-url", fake.url, "--model", "fake-1")
        (call,) = fake.calls
    assert result.exit_code == 0, result.stdout
    lines = _lines(result)
    assert list(lines) == ["versions", "prompts", "disk", "journals", "key", "price", "endpoint", "schema"]
    assert {lines[what].split()[0] for what in lines if what != "price"} == {"ok"}
    assert lines["schema"].startswith("ok held to")
    assert "answers as fake-1" in lines["endpoint"]
    assert call.body["response_format"]["json_schema"]["strict"] is True
    assert call.headers["authorization"] == f"Bearer {KEY}"


def test_an_endpoint_that_takes_json_schema_and_ignores_it_is_a_warning(doctor: Callable[..., Result]) -> None:
    def obeying_words_alone(body: Body) -> Body:
        return FITTING if "colour" in _asked(body) and "no JSON" not in _asked(body) else HELLO

    with FakeEndpoint(obeying_words_alone) as fake:
        result = doctor("--base-url", fake.url)
        assert len(fake.calls) <= 4
    assert result.exit_code == 0
    assert _lines(result)["schema"].startswith("warn json_schema is taken, and ignored")


def test_an_answer_that_fits_only_when_asked_again_is_a_warning(doctor: Callable[..., Result]) -> None:
    with FakeEndpoint([HELLO, FITTING]) as fake:
        assert _lines(doctor("--base-url", fake.url))["schema"].startswith("warn json_schema is taken, and ignored")


def test_json_whose_punctuation_is_off_is_a_warning(doctor: Callable[..., Result]) -> None:
    with FakeEndpoint([completion("{'colour': 'blue', 'number': 7,}")]) as fake:
        assert "had to be put right" in _lines(doctor("--base-url", fake.url))["schema"]


def test_a_model_that_never_gives_json_fails(doctor: Callable[..., Result]) -> None:
    with FakeEndpoint(lambda _: HELLO) as fake:
        result = doctor("--base-url", fake.url)
    assert result.exit_code == 2
    assert _lines(result)["schema"].startswith("fail")


def test_an_endpoint_that_refuses_json_schema_fails_and_answers(doctor: Callable[..., Result]) -> None:
    refusal = error(400, "response_format of type 'json_schema' is not supported")
    with FakeEndpoint(lambda _: refusal) as fake:
        result = doctor("--base-url", fake.url)
    lines = _lines(result)
    assert result.exit_code == 2
    assert lines["endpoint"].startswith("ok")
    assert "json_schema' is not supported" in lines["schema"]


@pytest.mark.parametrize(
    ("status", "said"),
    [(401, f"Incorrect API key provided: {KEY}"), (404, "no such model"), (500, "out of order"), (429, "slow down")],
)
def test_an_endpoint_that_answers_with_an_error_fails_after_one_call(
    doctor: Callable[..., Result], status: int, said: str
) -> None:
    with FakeEndpoint(lambda _: error(status, said)) as fake:
        result = doctor("--base-url", fake.url)
        assert len(fake.calls) == 1
    assert result.exit_code == 2
    assert _lines(result)["endpoint"].startswith("fail")


def test_nobody_at_the_address_fails_with_a_hint(doctor: Callable[..., Result]) -> None:
    with FakeEndpoint([]) as fake:
        url = fake.url
    result = doctor("--base-url", url)
    assert result.exit_code == 2
    assert "is the address right, and the server up?" in _lines(result)["endpoint"]


def test_without_a_key_the_endpoint_is_not_asked(
    doctor: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    lines = _lines(result := doctor())
    assert result.exit_code == 2
    assert lines["key"].startswith("fail there is no key")
    assert lines["endpoint"] == "warn not asked, for want of a key"


def test_no_call_asks_nothing(doctor: Callable[..., Result]) -> None:
    with FakeEndpoint([]) as fake:
        result = doctor("--no-call", "--base-url", fake.url)
        assert fake.calls == []
    assert result.exit_code == 0
    assert _lines(result)["endpoint"].startswith("warn")


def test_rules_need_neither_key_nor_endpoint(doctor: Callable[..., Result]) -> None:
    result = doctor("--model", "rules")
    assert result.exit_code == 0
    assert list(_lines(result)) == ["versions", "prompts", "disk", "journals", "model"]


def test_a_place_where_no_journal_can_be_kept_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("taken").write_text("no folder")
    result = CliRunner().invoke(app, ["doctor", "--model", "rules", "--runs", "taken"])
    assert result.exit_code == 2
    assert "--no-journal" in _lines(result)["journals"]


@pytest.mark.parametrize(("free", "severity"), [(10**6, "fail"), (5 * 10**8, "warn"), (10**10, "ok")])
def test_little_room_warns_and_none_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, severity: str
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(surroundings.shutil, "disk_usage", lambda _: usage(free, 0, free))
    assert surroundings.check_disk(tmp_path).severity == severity


def test_a_package_that_is_missing_fails_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    known = surroundings.requires("claimx") or []
    monkeypatch.setattr(surroundings, "requires", lambda _: [*known, "no-such-package>=1", "nor-this; extra == 'x'"])
    finding = surroundings.check_installation()
    assert finding.severity == "fail"
    assert finding.told.endswith("missing: no-such-package")
    assert f"Python {sys.version_info.major}." in finding.told
