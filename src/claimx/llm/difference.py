"""Why a request is not in a cassette: the nearest one that is, and the first place where the two differ."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from claimx.llm.interaction import Interaction, last_message, schema_name_of

_SHOWN = 40  # characters on either side of a difference
_ABSENT = object()
_ORDER = ("model", "messages", "response_format")  # what people change, before what follows from it


def explain_miss(body: bytes, recorded: Sequence[Interaction]) -> str:
    """One line: where the asked request first differs from the most similar recorded one."""
    asked = json.loads(body)
    if not recorded:
        return "it is empty"
    nearest = max((interaction.request for interaction in recorded), key=lambda other: _likeness(other, asked))
    return next(_differences(nearest, asked, ""), "only its address or method differs")


def _likeness(recorded: dict[str, Any], asked: dict[str, Any]) -> tuple[bool, bool, float]:
    # Words, and the ratio that ignores their order: difflib's own is quadratic and would take minutes on long articles.
    words = SequenceMatcher(None, last_message(recorded).split(), last_message(asked).split(), autojunk=False)
    return (
        schema_name_of(recorded) == schema_name_of(asked),
        recorded.get("model") == asked.get("model"),
        words.quick_ratio(),
    )


def _differences(recorded: Any, asked: Any, path: str) -> Iterator[str]:
    if isinstance(recorded, dict) and isinstance(asked, dict):
        for key in sorted(recorded.keys() | asked.keys(), key=_rank):
            yield from _differences(recorded.get(key, _ABSENT), asked.get(key, _ABSENT), f"{path}.{key}".lstrip("."))
    elif isinstance(recorded, list) and isinstance(asked, list):
        for index, (one, other) in enumerate(zip(recorded, asked, strict=False)):
            yield from _differences(one, other, f"{path}[{index}]")
        if len(recorded) != len(asked):
            yield f"{path}: recorded {len(recorded)}, asked {len(asked)}"
    elif isinstance(recorded, str) and isinstance(asked, str) and max(len(recorded), len(asked)) > _SHOWN:
        if recorded != asked:
            yield _text_difference(recorded, asked, path)
    elif type(recorded) is not type(asked) or recorded != asked:
        yield f"{path}: recorded {_shown(recorded)}, asked {_shown(asked)}"


def _rank(key: str) -> tuple[int, str]:
    return (_ORDER.index(key) if key in _ORDER else len(_ORDER), key)


def _text_difference(recorded: str, asked: str, path: str) -> str:
    shorter = min(len(recorded), len(asked))
    at = next((i for i, (one, other) in enumerate(zip(recorded, asked, strict=False)) if one != other), shorter)
    return f"{path} differs at character {at}: recorded {_around(recorded, at)}, asked {_around(asked, at)}"


def _around(text: str, at: int) -> str:
    start, end = max(0, at - _SHOWN // 2), at + _SHOWN
    # A line end, a no-break space or a soft hyphen is often the very difference, and the message is one line.
    shown = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text[start:end])
    return f"“{'…' * (start > 0)}{shown}{'…' * (end < len(text))}”"


def _shown(value: Any) -> str:
    if value is _ABSENT:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 2 * _SHOWN else f"{text[: 2 * _SHOWN]}…"
