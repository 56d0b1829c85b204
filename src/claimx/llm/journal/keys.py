"""When two asks are one: the same endpoint, model, prompt, schema, parameters and messages, byte for byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache

from pydantic import BaseModel

from claimx.llm.address import bare_url
from claimx.llm.asker import Message
from claimx.llm.endpoint import Model
from claimx.llm.prompts import Prompt
from claimx.llm.schema import schema_name, strict_schema

_FORMAT = 1  # part of every key: a change to what is hashed must not meet the keys of an older journal


def key_of(model: Model, messages: Sequence[Message], schema: type[BaseModel], prompt: Prompt | None) -> str:
    """The SHA-256, in hex, of everything that decides the answer, as canonical JSON. `prompt` is None where none is.

    Neither the account's key nor a password or query in the address, which may be one; nor how long to wait and how
    often to try, which does not change what is answered.
    """
    return _digest(
        {
            "format": _FORMAT,
            "endpoint": bare_url(model.url),
            "model": model.name,
            "prompt": prompt.sha256 if prompt is not None else "",
            "schema": _schema_hash(schema),
            "parameters": dict(model.parameters),
            "messages": list(messages),
        }
    )


@cache
def _schema_hash(schema: type[BaseModel]) -> str:
    return _digest([schema_name(schema), strict_schema(schema)])


def _digest(value: object) -> str:
    # ASCII: half a surrogate pair in an article is a request that will be refused, not a key that cannot be made.
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()
