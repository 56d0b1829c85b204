"""The text of a cassette: vcrpy's format with bodies as YAML trees, so that a change of prompt can be read in a diff.

Register it with vcrpy itself: `vcr.VCR().register_serializer("claimx", CassetteSerializer)`. Three keys are ours:
`parsed_body` in place of a JSON `body`, and in a completion's message `parsed_content` or `parsed_content_compact` in
place of a JSON `content`, which tells the two usual spacings apart. What a tree cannot give back character for
character stays a string.
"""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import yaml

# libyaml is some ten times as fast; not every build of PyYAML has it.
_BASE_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_MAX_DEPTH = 40  # deeper than any answer of ours; YAML's emitter recurses
_WIDTH = 2**31 - 1  # never fold a line
_SPACINGS = {"parsed_content": (", ", ": "), "parsed_content_compact": (",", ":")}
# YAML folds, normalises or refuses these unless they are written as escapes: controls, \r, \t, NEL, the Unicode line
# and paragraph separators, the byte order mark and non-characters.
_NEEDS_ESCAPE = re.compile("[^\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


class CassetteSerializer:
    """What vcrpy asks of a serializer: two functions between its dict and a text."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        """Vcrpy's dict as text."""
        interactions = [
            {"request": _dump_request(each["request"]), "response": _dump_response(each["response"])}
            for each in cassette["interactions"]
        ]
        tree = {**cassette, "interactions": interactions}
        # Sorting is done by hand: keys inside a parsed content keep their order, or its text could not be rebuilt.
        return str(yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH))

    @staticmethod
    def deserialize(text: str) -> dict[str, Any]:
        """The text as vcrpy's dict, bodies as strings again. Raises ValueError for any other text."""
        try:
            with _collector_paused():
                cassette: Any = yaml.load(text, Loader=_LOADER)  # noqa: S506 - both choices are safe loaders
        except yaml.YAMLError as error:
            raise ValueError(str(error)) from error
        if not isinstance(cassette, dict) or not isinstance(cassette.get("interactions"), list):
            raise ValueError("it has no list of interactions")
        for interaction in cassette["interactions"]:
            _load_request(interaction["request"])
            _load_response(interaction["response"])
        return dict(cassette)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """A tree of a million nodes holds no garbage; looking for some again and again takes two thirds of the loading."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _dump_request(request: dict[str, Any]) -> dict[str, Any]:
    tree = _parsed(request["body"])
    if not isinstance(tree, dict):
        return _sorted(request)
    rest = {key: value for key, value in request.items() if key != "body"}
    return _sorted({**rest, "parsed_body": tree})


def _load_request(request: dict[str, Any]) -> None:
    if "parsed_body" in request:
        request["body"] = json.dumps(request.pop("parsed_body"), ensure_ascii=False)


def _dump_response(response: dict[str, Any]) -> dict[str, Any]:
    text = response["body"]["string"]
    tree = _parsed(text)
    # A body that uses our key itself would come back changed.
    if not isinstance(tree, dict) or '"parsed_content' in text:
        return _sorted(response)
    rest = {key: value for key, value in response.items() if key != "body"}
    result = _sorted({**rest, "parsed_body": tree})
    for message in _messages(result["parsed_body"]):
        _dump_content(message)
    return result


def _load_response(response: dict[str, Any]) -> None:
    if "parsed_body" in response:
        tree = response.pop("parsed_body")
        for message in _messages(tree):
            _load_content(message)
        response["body"] = {"string": json.dumps(tree, ensure_ascii=False)}


def _dump_content(message: dict[str, Any]) -> None:
    content = message.get("content")
    tree = _parsed(content)
    if not isinstance(tree, (dict, list)):
        return
    for key, spacing in _SPACINGS.items():
        if json.dumps(tree, ensure_ascii=False, separators=spacing) == content:
            del message["content"]
            message[key] = tree
            return


def _load_content(message: dict[str, Any]) -> None:
    for key, spacing in _SPACINGS.items():
        if key in message:
            message["content"] = json.dumps(message.pop(key), ensure_ascii=False, separators=spacing)


def _messages(body: Any) -> list[dict[str, Any]]:
    choices = body.get("choices") if isinstance(body, dict) else None
    found = [choice.get("message") for choice in choices or () if isinstance(choice, dict)]
    return [message for message in found if isinstance(message, dict)]


def _parsed(text: object) -> Any:
    """The tree of a JSON text, or None where there is none that YAML can carry."""
    if not isinstance(text, str):
        return None
    try:
        tree = json.loads(text)
        json.dumps(tree, ensure_ascii=False).encode()  # a lone surrogate has no place in a file
    except (ValueError, RecursionError):
        return None
    return tree if _depth(tree) <= _MAX_DEPTH else None


def _depth(tree: Any) -> int:
    level, depth = [tree], 0
    while level := [child for node in level for child in _children(node)]:
        depth += 1
    return depth


def _children(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return list(node.values())
    return node if isinstance(node, list) else []


def _sorted(mapping: dict[str, Any]) -> dict[str, Any]:
    return {key: _sorted_inside(mapping[key]) for key in sorted(mapping)}


def _sorted_inside(node: Any) -> Any:
    if isinstance(node, dict):
        return _sorted(node)
    return [_sorted_inside(item) for item in node] if isinstance(node, list) else node


class _Dumper(_BASE_DUMPER):  # type: ignore[misc]
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - YAML calls it so
        return True  # an anchor would tie the line of one message to the line of another


def _represent(dumper: Any, text: str) -> Any:
    style = '"' if _NEEDS_ESCAPE.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent)
