"""What stands in a batch's files: as many lines as fit, and a result in each, or none."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.llm import Model
from claimx.llm.batch import MOST_BYTES, MOST_REQUESTS, Outbox, Seen
from claimx.llm.batch.lines import completion_in, read_result, request_line
from faults.server import completion

MODEL = Model("fake-1", "http://127.0.0.1:1/v1")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)


def test_the_limits_are_those_that_are_documented() -> None:
    assert (MOST_REQUESTS, MOST_BYTES) == (50_000, 200_000_000)


@given(st.lists(st.integers(1, 60), max_size=40), st.integers(1, 9), st.integers(60, 200))
def test_files_hold_every_line_once_in_order_within_the_limits(sizes: list[int], most: int, size: int) -> None:
    lines = [b"x" * (length - 1) + b"\n" for length in sizes]
    with TemporaryDirectory() as folder:
        outbox = Outbox(Path(folder), most_requests=most, most_bytes=size)
        for row, line in enumerate(lines, start=7):
            outbox.add(line, row)
        contents = [file.path.read_bytes() for file in outbox.files]
        assert b"".join(contents) == b"".join(lines)
        assert all(len(content) <= size and 1 <= content.count(b"\n") <= most for content in contents)
        assert [row for file in outbox.files for row in file.rows] == [*range(7, 7 + len(lines))]
        # No file could have taken the first line of the next.
        for file, following in zip(outbox.files, outbox.files[1:], strict=False):
            first = following.path.read_bytes().index(b"\n") + 1
            assert len(file.rows) == most or file.size + first > size


@given(st.text())
def test_a_request_is_one_line_of_the_same_json(text: str) -> None:
    body = {"model": "fake-1", "messages": [{"role": "user", "content": text}]}
    line = request_line("k" * 64, body)
    assert line.count(b"\n") == 1
    assert json.loads(line) == {"custom_id": "k" * 64, "method": "POST", "url": "/v1/chat/completions", "body": body}


@given(st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_whatever_stands_in_a_line_it_is_a_result_or_none(raw: bytes) -> None:
    result = read_result(raw, MODEL)
    assert result is None or isinstance(result.key, str)


@given(JSON, JSON)
def test_whatever_a_response_holds_is_an_answer_only_if_it_is_a_completion(response: Any, error: Any) -> None:
    result = read_result(json.dumps({"custom_id": "k", "response": response, "error": error}).encode(), MODEL)
    assert result is not None
    assert (result.outcome, result.content) == ("failed", None)
    assert "\n" not in result.why


def test_an_answer_is_kept_as_it_came_with_what_it_cost() -> None:
    body = completion('{"count": 3, "of": "b\u2028oats"}')
    raw = json.dumps({"custom_id": "k", "response": {"status_code": 200, "body": body}, "error": None}).encode()
    result = read_result(raw, MODEL)
    assert result is not None
    assert result.content is not None
    assert completion_in(result.content).to_dict() == body
    assert (result.outcome, result.usage.prompt_tokens, result.usage.completion_tokens) == ("answered", 100, 20)


def test_a_key_that_an_error_quotes_is_not_told() -> None:
    error = {"code": "x", "message": "wrong key sk-abcdef123456"}
    result = read_result(json.dumps({"custom_id": "k", "response": None, "error": error}).encode(), MODEL)
    assert result is not None
    assert "abcdef" not in result.why


@pytest.mark.parametrize(
    ("seen", "here"),
    [
        (Seen("b", "in_progress", output_file="early"), False),
        (Seen("b", "completed", completed=3), False),  # its file is late
        (Seen("b", "completed", output_file="f", completed=3), True),
        (Seen("b", "completed"), True),
        (Seen("b", "expired", completed=3), True),
        (Seen("b", "of a kind nobody knows"), False),
    ],
)
def test_a_batch_is_here_once_it_has_ended_with_the_files_it_speaks_of(seen: Seen, here: bool) -> None:
    assert seen.is_here == here
