"""The file: everything comes back character for character, vcrpy reads it, and a person can read it in a diff."""

from __future__ import annotations

import gc
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import vcr
from hypothesis import example, given
from hypothesis import strategies as st

from claimx.llm import Model, record
from claimx.llm.cassette_file import read_cassette, write_cassette
from claimx.llm.cassette_yaml import CassetteSerializer
from claimx.llm.interaction import Interaction
from faults.server import FakeEndpoint, completion
from llm.asking import TALLY, ask

NASTY = [
    "no-break\u00a0space, soft\u00adhyphen, zero\u200bwidth, “smart” ‘quotes’",
    "line\u2028separator\u2029s and \x85 NEL",
    " leading", "trailing ", "  both  \n", "\n", "\n\n", "\n leading line end", "a\n\n\nb", "a \nb", "a\t\nb", "\tx", "a\n b\n  c\n",
    "a\r\nb\r", "\x00\x07\x1b", "\ufeffbom", "\ufffe", "emoji 🚢\nand 👩‍👧", "e\u0301 é", "\u202eltr",
    "null", "~", "true", "012", "1e3", "2024-01-01", "<<", "=", "- a", "a: b", "# c", "---\n...", "{{ x }}", "'", '"', "\\n",
]  # fmt: skip


def interaction(content: Any, text: str = "x") -> Interaction:
    body = {"model": "desk", "messages": [{"role": "user", "content": text}]}
    return Interaction(
        "POST",
        "http://127.0.0.1/v1/chat/completions",
        json.dumps(body, ensure_ascii=False).encode(),
        200,
        "OK",
        (("content-type", "application/json"),),
        json.dumps(completion(content), ensure_ascii=False).encode(),
    )


def round_trip(one: Interaction, path: Path) -> Interaction:
    write_cassette(path, [one])
    (back,) = read_cassette(path)
    return back


def content_of(one: Interaction) -> Any:
    return json.loads(one.response_body)["choices"][0]["message"]["content"]


text = (
    st.text(st.characters(codec="utf-8"))
    | st.text(st.sampled_from(" \n\r\t\x85\u2028\u2029\u00a0\ufeff-:#'\"a|>"))
    | st.sampled_from(NASTY)
)
tree = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)


@given(text)
def test_any_text_comes_back_character_for_character(tmp_path_factory: pytest.TempPathFactory, content: str) -> None:
    one = interaction(content, content)
    back = round_trip(one, tmp_path_factory.getbasetemp() / "text.yaml")
    assert content_of(back) == content
    assert json.loads(back.request_body) == json.loads(one.request_body)
    assert back.key == one.key


@given(tree, st.sampled_from([(", ", ": "), (",", ":"), (" ,", ": ")]), st.booleans())
@example({"parsed_content": 1}, (", ", ": "), False)
@example({"b": 1, "a": [1.0, 1e-07, 1e22, -0.0]}, (",", ":"), False)
def test_any_json_answer_comes_back_character_for_character(
    tmp_path_factory: pytest.TempPathFactory, answer: Any, spacing: tuple[str, str], ascii_only: bool
) -> None:
    content = json.dumps(answer, separators=spacing, ensure_ascii=ascii_only)
    assert content_of(round_trip(interaction(content), tmp_path_factory.getbasetemp() / "json.yaml")) == content


@pytest.mark.parametrize(
    "content",
    [
        '{"a": 1, "a": 2}',
        '{"a": 1e5}',
        '{"a": NaN}',
        "[" * 500 + "]" * 500,
        "[" * 100_000,
        "9" * 5_000,
        '"\\ud800"',
        '["\\ud800"]',
        None,
    ],
    ids=lambda content: str(content)[:20],
)
def test_json_that_a_tree_would_change_comes_back_as_it_was(tmp_path: Path, content: str | None) -> None:
    assert content_of(round_trip(interaction(content), tmp_path / "odd.yaml")) == content


@pytest.mark.parametrize("body", [b"<html>\r\n caf\xc3\xa9</html>", b"", b"\xff\xfe binary \x00", b"[1]", b'"\\ud800"'])
def test_a_body_that_is_no_completion_comes_back_byte_for_byte(tmp_path: Path, body: bytes) -> None:
    one = interaction("")
    odd = Interaction(one.method, one.uri, one.request_body, 200, "OK", (("content-type", "text/html"),), body)
    assert round_trip(odd, tmp_path / "odd.yaml").response_body == body


@pytest.mark.parametrize("spacing", [(", ", ": "), (",", ":")])
def test_an_answer_can_be_read_in_the_file(tmp_path: Path, spacing: tuple[str, str]) -> None:
    answer = {"zulu": "“Ärger”\nwith the boats", "alpha": 1}
    write_cassette(tmp_path / "a.yaml", [interaction(json.dumps(answer, ensure_ascii=False, separators=spacing))])
    text = (tmp_path / "a.yaml").read_text("utf-8")
    assert "zulu: |-" in text
    assert "“Ärger”\n" in text
    assert text.index("zulu") < text.index("alpha")


def test_vcrpy_itself_opens_the_file(tmp_path: Path) -> None:
    path = tmp_path / "desk.yaml"
    with FakeEndpoint(lambda body: completion(TALLY)) as endpoint, record(path):
        ask(Model("desk", endpoint.url), "one")
        ask(Model("desk", endpoint.url), "two")
    recorder = vcr.VCR(record_mode=vcr.mode.NONE)
    recorder.register_serializer("claimx", CassetteSerializer)
    with recorder.use_cassette(str(path), serializer="claimx") as cassette:
        contents = [json.loads(request.body)["messages"][1]["content"] for request in cassette.requests]
        answers = [json.loads(response["body"]["string"]) for response in cassette.responses]
    assert sorted(contents) == ["one", "two"]
    assert answers[0]["choices"][0]["message"]["content"] == TALLY


def test_a_cassette_of_plain_vcrpy_can_be_read(tmp_path: Path) -> None:
    from vcr.serialize import serialize
    from vcr.serializers import yamlserializer

    class Keep:
        @staticmethod
        def serialize(cassette: dict[str, Any]) -> str:
            return str(yamlserializer.serialize(cassette))

    one = interaction(TALLY)
    request = vcr.request.Request(one.method, one.uri, one.request_body, {})
    response = {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": one.response_body}}
    path = tmp_path / "plain.yaml"
    path.write_text(serialize({"requests": [request], "responses": [response]}, Keep), "utf-8")
    (back,) = read_cassette(path)
    assert (back.key, back.response_body) == (one.key, one.response_body)


def test_windows_line_ends_in_the_file_change_nothing(tmp_path: Path) -> None:
    one = interaction("a\nb\r\nc", "a\nb\r\nc")
    write_cassette(tmp_path / "a.yaml", [one])
    (tmp_path / "a.yaml").write_bytes((tmp_path / "a.yaml").read_bytes().replace(b"\n", b"\r\n"))
    (back,) = read_cassette(tmp_path / "a.yaml")
    assert content_of(back) == "a\nb\r\nc"
    assert back.key == one.key


@pytest.mark.parametrize("text", ["interactions: []\nversion: 1\n", "a: [b"])
def test_reading_a_cassette_leaves_the_garbage_collector_as_it_was(text: str) -> None:
    with suppress(ValueError):
        CassetteSerializer.deserialize(text)
    assert gc.isenabled()
