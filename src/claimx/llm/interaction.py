"""One request and its answer, as a cassette keeps them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Interaction:
    method: str
    uri: str
    request_body: bytes
    status: int
    reason: str
    response_headers: tuple[tuple[str, str], ...]
    response_body: bytes

    @cached_property
    def request(self) -> Any:
        """The parsed body of the request."""
        return json.loads(self.request_body)

    @cached_property
    def canonical(self) -> bytes:
        return _canonical(self.request)

    @cached_property
    def key(self) -> str:
        return _digest(self.canonical)

    @property
    def summary(self) -> str:
        """One line to tell it by: who was asked, for what, and the end of the last message, where prompts differ."""
        end = " ".join(last_message(self.request)[-80:].split())
        return f"{self.request.get('model')}, {schema_name_of(self.request)}: “…{end}”"


def body_key(body: bytes) -> str:
    """What a request is found by: the same for the same JSON, however it was spaced and ordered."""
    return _digest(_canonical(json.loads(body)))


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()


def _digest(canonical: bytes) -> str:
    return hashlib.sha256(canonical).hexdigest()


def schema_name_of(request: dict[str, Any]) -> str | None:
    """The name of the schema that was asked for."""
    response_format = request.get("response_format")
    schema = response_format.get("json_schema") if isinstance(response_format, dict) else None
    name = schema.get("name") if isinstance(schema, dict) else None
    return name if isinstance(name, str) else None


def last_message(request: dict[str, Any]) -> str:
    """The text of the last message by the user."""
    messages = request.get("messages")
    for message in reversed(messages if isinstance(messages, list) else []):
        if isinstance(message, dict) and message.get("role") == "user" and isinstance(message.get("content"), str):
            return str(message["content"])
    return ""
