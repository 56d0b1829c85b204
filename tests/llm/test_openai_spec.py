"""Our requests, and our fake endpoint's answers, are what OpenAI's published specification asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from claimx.llm import Model
from faults.server import FakeEndpoint, completion
from llm.asking import TALLY, ask


@pytest.fixture(scope="module")
def spec(openai_spec: Path) -> Any:
    return yaml.load(openai_spec.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def faults(spec: Any, component: str, body: Any) -> list[str]:
    schema = {"$ref": f"#/components/schemas/{component}", "components": spec["components"]}
    return [error.message for error in Draft202012Validator(schema).iter_errors(body)]


def test_a_request_and_its_re_ask_follow_the_specification(spec: Any) -> None:
    with FakeEndpoint([completion("{}"), completion(TALLY)]) as endpoint:
        ask(Model("fake", endpoint.url, parameters={"temperature": 0.2, "seed": 7}))
    assert [faults(spec, "CreateChatCompletionRequest", call.body) for call in endpoint.calls] == [[], []]


def test_a_wrong_parameter_would_be_seen(spec: Any) -> None:
    with FakeEndpoint([completion(TALLY)]) as endpoint:
        ask(Model("fake", endpoint.url, parameters={"temperature": 9}))
    assert faults(spec, "CreateChatCompletionRequest", endpoint.calls[0].body)


def test_the_fake_endpoint_answers_by_the_specification(spec: Any) -> None:
    assert faults(spec, "CreateChatCompletionResponse", completion(TALLY)) == []
