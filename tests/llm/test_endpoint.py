"""The settings of an endpoint as a value, and which one is asked when nobody says."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from claimx.errors import NoModel
from claimx.llm import Model, connect, default_model, run_sync
from faults.server import FakeEndpoint, completion
from llm.asking import TALLY, ask


def test_the_key_never_shows() -> None:
    assert "secret" not in repr(Model("m", api_key="secret"))


def test_a_model_can_be_hashed_compared_and_sent_to_a_worker() -> None:
    model = Model("m", parameters={"seed": 1, "stop": ["x"]})
    assert pickle.loads(pickle.dumps(model)) == model
    assert hash(model) == hash(Model("m", parameters={"seed": 1, "stop": ["x"]}))
    assert model != Model("m", parameters={"seed": 2, "stop": ["x"]})


def test_a_model_does_not_change_with_the_dict_it_was_given() -> None:
    parameters: dict[str, Any] = {"seed": 1}
    model = Model("m", parameters=parameters)
    parameters["seed"] = 2
    assert model.parameters == {"seed": 1}


@pytest.mark.parametrize("setting", ["timeout", "attempts", "concurrency", "deadline"])
def test_a_limit_of_zero_is_refused(setting: str) -> None:
    with pytest.raises(ValueError, match=setting):
        Model("m", **{setting: 0})  # type: ignore[arg-type]


def test_parameters_cannot_overrule_what_claimx_sends() -> None:
    with pytest.raises(ValueError, match="messages, response_format"):
        Model("m", parameters={"response_format": {}, "messages": []})


def test_without_anything_the_ways_forward_are_named() -> None:
    with pytest.raises(NoModel) as caught:
        default_model()
    assert all(way in str(caught.value) for way in ("OPENAI_API_KEY", "--base-url", "--replay"))


def test_without_a_key_openai_is_not_even_connected_to() -> None:
    async def go() -> None:
        async with connect(Model("m")):
            raise AssertionError("connected")

    with pytest.raises(NoModel, match="no key to ask m at api.openai.com"):
        run_sync(go())


def test_a_key_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    assert default_model() == Model("gpt-5-mini")


def test_a_local_server_is_enough() -> None:
    assert default_model(base_url="http://localhost:11434/v1").host == "localhost:11434"


def test_the_environment_names_model_and_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeEndpoint([completion(TALLY)]) as endpoint:
        monkeypatch.setenv("CLAIMX_MODEL", "local")
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        ask(default_model())
    assert endpoint.calls[0].body["model"] == "local"


def test_a_name_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMX_MODEL", "local")
    assert default_model("mine", "http://localhost/v1").name == "mine"


@pytest.mark.parametrize("from_environment", [True, False])
def test_an_address_without_a_scheme_is_told_at_once(from_environment: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if from_environment:
        monkeypatch.setenv("OPENAI_BASE_URL", "localhost:11434/v1")
    with pytest.raises(NoModel, match="'localhost:11434/v1' is no address"):
        default_model(base_url=None if from_environment else "localhost:11434/v1")


def test_a_password_in_the_address_stays_out_of_messages() -> None:
    assert Model("m", "https://user:secret@proxy.example/v1").host == "proxy.example"
