"""An answer that is right but for its punctuation, put right without paying for another.

The law: what is read is what was written, character for character. Only white space, the kind of quotes, commas beside
a bracket, Python's spelling of true, false and null, and the closing brace of the whole may differ, and what stands
around the JSON: a fence, a sentence before or after. Whatever a repair library makes of an answer, what breaks the law
is no repair: a list cut off in the middle is not a shorter list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any

_ESCAPE = re.compile(r"((?:\\u[0-9a-fA-F]{4})+)|\\(.)", re.DOTALL)
_CONTROLS = dict(zip("bfnrt", "\b\f\n\r\t", strict=True))
_PYTHON = re.compile(r"\b(?:None|True|False)\b")
_JSON = {"None": "null", "True": "true", "False": "false"}
_SPACE = re.compile(r"\s+")
_COMMAS = re.compile(r"(?<=[\[\]{}]),+|,+(?=[\[\]{}])")
_MORE_JSON = re.compile(r"""^\s*,|[\[\]{}]|["']\s*:""")  # around the JSON: then it is not all of it
_WHOLE_VALUE = ('"', "'", "]", "}")  # at a missing brace; a number may go on
_LONGEST = 100_000  # characters, ten times a long answer: the library can take time quadratic in them
_BOM = "\ufeff"


class Ambiguous(ValueError):
    """It parses, but says two things or something that is no value: a key twice, NaN."""


def parse(text: str) -> Any:
    """The JSON value of `text`, nothing dropped. Raises ValueError, `Ambiguous` where json's own parser would guess."""
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def repair(text: str, keys: Collection[str]) -> str | None:
    """The JSON object that `text` means, as JSON; None where a repair would have to guess.

    `keys` are those it has to hold before it may lack its closing brace: with one of them missing it was cut off.
    """
    text = text.strip().removeprefix(_BOM)
    start, end = text.find("{"), text.rfind("}") + 1
    if start < 0 or _MORE_JSON.search(text[:start]):
        return None
    rest = text[start:].removesuffix("```").rstrip()
    repaired = _read_as_written(rest) or _repunctuated(rest, keys if rest.endswith(_WHOLE_VALUE) else None)
    if repaired is None and not _MORE_JSON.search(text[max(start, end) :]):
        body = text[start:end]
        repaired = _read_as_written(body) or _repunctuated(body, None)
    return repaired


def _read_as_written(text: str) -> str | None:
    try:
        parse(text)
    except ValueError:
        return None
    return text


def _repunctuated(text: str, keys: Collection[str] | None) -> str | None:
    """`text` by json_repair, where that keeps to the law. With `keys`, the closing brace may be missing.

    The library is loaded when the first answer needs it.
    """
    if not (text.endswith("}") or keys is not None) or len(text) > _LONGEST:
        return None
    from json_repair import repair_json

    try:
        value = repair_json(text, return_objects=True, skip_json_loads=True)
        repaired = json.dumps(value, ensure_ascii=False)
        repaired.encode()
    except (ValueError, RecursionError):  # nested beyond what it follows, an integer too long, half a surrogate pair
        return None
    before, after = _skeleton(text), _skeleton(repaired)
    if keys is not None and after == before + "}":
        return repaired if isinstance(value, dict) and value.keys() >= set(keys) else None
    return repaired if after == before else None


def _skeleton(text: str) -> str:
    """What a repair may not touch."""
    text = _ESCAPE.sub(_unescaped, text).replace("'", '"')
    text = _PYTHON.sub(lambda match: _JSON[match[0]], text)
    return _COMMAS.sub("", _SPACE.sub("", text))


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return str(json.loads(f'"{match[1]}"'))
    return _CONTROLS.get(match[2], match[2])


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found and found[key] != value:
            raise Ambiguous(f"the key {key!r} stands there twice, with two values")
        found[key] = value
    return found


def _no_number(constant: str) -> Any:
    raise Ambiguous(f"{constant} is no number")
