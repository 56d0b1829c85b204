"""Our requests, and our fake endpoint's answers, are what OpenAI's published specification asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from batch_rounds import in_batches, parrot_in_batches, round_trip
from claimx.llm import Model
from claimx.pipeline.batching import batch_status, submit
from faults.server import FakeEndpoint, completion
from llm.asking import TALLY, ask
from specification import faults, has

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


def require(openai_spec: Path, *components: str) -> None:
    if missing := [name for name in components if not has(openai_spec, name)]:
        pytest.skip(f"this specification has no {', '.join(missing)}")


def test_the_lines_of_a_batch_follow_the_specification(openai_spec: Path, tmp_path: Path) -> None:
    with parrot_in_batches() as endpoint:
        submit(in_batches(endpoint, tmp_path))
        (lines,) = map(endpoint.lines, endpoint.batches)
    assert [faults(openai_spec, REQUEST, line["body"]) for line in lines] == [[], []]
    if has(openai_spec, "BatchRequestInput"):
        assert [faults(openai_spec, "BatchRequestInput", line) for line in lines] == [[], []]


def test_a_batch_is_made_as_the_specification_asks(openai_spec: Path, tmp_path: Path) -> None:
    require(openai_spec, "CreateBatchRequest")
    with parrot_in_batches() as endpoint:
        submit(in_batches(endpoint, tmp_path))
    (made,) = [call.body for call in endpoint.calls if call.path == "/v1/batches"]
    assert faults(openai_spec, "CreateBatchRequest", made) == []
    assert faults(openai_spec, "CreateBatchRequest", {**made, "completion_window": "1h"})


def test_the_fake_batches_are_those_of_the_specification(openai_spec: Path, tmp_path: Path) -> None:
    require(openai_spec, "Batch", "OpenAIFile")
    with parrot_in_batches() as endpoint:
        batch_run = in_batches(endpoint, tmp_path)
        round_trip(batch_run)
        submit(batch_run)
        batch_status(tmp_path / "j.db", batch_run.model)
    shown: list[tuple[str, Any]] = [("Batch", batch) for batch in endpoint.batches.values()]
    shown += [("OpenAIFile", file) for file in endpoint.files]
    assert len(shown) == 4
    assert [faults(openai_spec, component, body) for component, body in shown] == [[]] * 4
