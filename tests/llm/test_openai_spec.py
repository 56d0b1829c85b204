"""Our requests, and our fake endpoint's answers, are what OpenAI's published specification asks for."""

from __future__ import annotations

from pathlib import Path

from claimx.llm import Model
from faults.server import FakeEndpoint, completion
from llm.asking import TALLY, ask
from specification import faults

REQUEST, RESPONSE = "CreateChatCompletionRequest", "CreateChatCompletionResponse"


def test_a_request_and_its_re_ask_follow_the_specification(openai_spec: Path) -> None:
    with FakeEndpoint([completion("{}"), completion(TALLY)]) as endpoint:
        ask(Model("fake", endpoint.url, parameters={"temperature": 0.2, "seed": 7}))
    assert [faults(openai_spec, REQUEST, call.body) for call in endpoint.calls] == [[], []]


def test_a_wrong_parameter_would_be_seen(openai_spec: Path) -> None:
    with FakeEndpoint([completion(TALLY)]) as endpoint:
        ask(Model("fake", endpoint.url, parameters={"temperature": 9}))
    assert faults(openai_spec, REQUEST, endpoint.calls[0].body)


def test_the_fake_endpoint_answers_by_the_specification(openai_spec: Path) -> None:
    assert faults(openai_spec, RESPONSE, completion(TALLY)) == []
