"""The JSON Schema of a wire model in the strict subset that endpoints enforce while they generate.

Strict means: every key required, no key beyond those named, no default, no `oneOf`, no tuple, no free dict. Titles are
dropped because they cost tokens and say nothing; docstrings and field descriptions stay, for they are prompt text.
"""

from __future__ import annotations

import copy
import re
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.errors import PydanticInvalidForJsonSchema

Schema = dict[str, Any]

_BOUNDS = frozenset("minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems".split())
_KEPT = _BOUNDS | {"type", "description", "enum", "const", "pattern"}
# Left out without harm: they say nothing to the model, or pydantic still checks the answer against them.
_DROPPED = frozenset("title default examples deprecated minLength maxLength uniqueItems".split())
_STRUCTURE = frozenset("$ref anyOf oneOf discriminator properties required additionalProperties items format".split())
_FORMATS = frozenset("date-time time date duration email hostname ipv4 ipv6 uuid".split())


@cache
def _built(model: type[BaseModel]) -> Schema:
    try:
        schema = model.model_json_schema()
    except PydanticInvalidForJsonSchema as error:
        raise TypeError(f"{model.__name__} has no JSON schema: {error.message}") from error
    definitions = schema.pop("$defs", {})
    if root := schema.pop("$ref", None):  # a recursive model refers to itself at the root, where strict wants an object
        schema = {**definitions[root.rpartition("/")[2]], **schema}
    if schema.get("type") != "object":
        raise TypeError(f"{model.__name__} cannot be strict: the root must be an object with named fields")
    strict = _strict(schema, model.__name__)
    if definitions:
        strict["$defs"] = {name: _strict(value, name) for name, value in definitions.items()}
    return strict


def strict_schema(model: type[BaseModel]) -> Schema:
    """The strict JSON Schema of `model`. Raises TypeError for a model that cannot be made strict, naming the place."""
    return copy.deepcopy(_built(model))


@cache
def response_format(model: type[BaseModel]) -> Schema:
    """What asks an endpoint to keep to `model`: made once, and shared by all who send it. Raises as `strict_schema`."""
    schema = {"name": schema_name(model), "strict": True, "schema": _built(model)}
    return {"type": "json_schema", "json_schema": schema}


def schema_name(model: type[BaseModel]) -> str:
    """The name under which the schema travels: endpoints take letters, digits, `_` and `-`, at most 64."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", model.__name__)[:64]


def _strict(node: Any, where: str) -> Schema:
    """`node` in the strict subset; `where` is its path, for the error."""
    if not isinstance(node, dict) or not node.keys() - _DROPPED - {"description"}:
        raise TypeError(f"{where} cannot be strict: it takes any value")
    if unknown := node.keys() - _KEPT - _DROPPED - _STRUCTURE:
        raise TypeError(f"{where} cannot be strict: it needs {', '.join(sorted(unknown))}")
    strict: Schema = {key: value for key, value in node.items() if key in _KEPT}
    if reference := node.get("$ref"):
        # A `$ref` may have no neighbours, so a described one steps into an `anyOf` of its own.
        return {**strict, "anyOf": [{"$ref": reference}]} if strict else {"$ref": reference}
    if options := node.get("anyOf") or node.get("oneOf"):
        strict["anyOf"] = [_strict(option, f"{where}[{index}]") for index, option in enumerate(options)]
    if node.get("format") in _FORMATS:
        strict["format"] = node["format"]
    if node.get("type") == "object":
        strict |= _object(node, where)
    if node.get("type") == "array":
        strict["items"] = _strict(node.get("items"), f"{where}[]")
    return strict


def _object(node: Schema, where: str) -> Schema:
    if node.get("additionalProperties") not in (None, False) or "properties" not in node:
        raise TypeError(f"{where} cannot be strict: its keys are free, and strict wants every key named")
    properties = {name: _strict(value, f"{where}.{name}") for name, value in node["properties"].items()}
    return {"properties": properties, "required": list(properties), "additionalProperties": False}
