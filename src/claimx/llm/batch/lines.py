"""One line of a batch: a request on its way out, or what came back for it. Loads openai and httpx2."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import httpx2
from openai import APIStatusError
from openai.types.chat import ChatCompletion

from claimx.errors import ClaimxError
from claimx.llm.completion import usage_of
from claimx.llm.endpoint import Model
from claimx.llm.journal.standing import stands
from claimx.llm.spending import NOTHING
from claimx.llm.translation import translate
from claimx.llm.wording import fit_to_print
from claimx.models import Usage

ENDPOINT: Literal["/v1/chat/completions"] = "/v1/chat/completions"


@dataclass(frozen=True)
class Result:
    """What came back for the request with this `key`.

    `content` is the body of the response, as JSON: of a completion where it was `answered`, of an error where it was
    `refused`, which stands. `why` says in words what went wrong.
    """

    key: str
    outcome: Literal["answered", "refused", "failed"]
    content: str | None = None
    usage: Usage = NOTHING
    why: str = ""


def request_line(key: str, body: Mapping[str, object]) -> bytes:
    """A line of a batch's input. Raises UnicodeEncodeError for half of a surrogate pair, as a live request does."""
    line = {"custom_id": key, "method": "POST", "url": ENDPOINT, "body": body}
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def read_result(raw: bytes, model: Model) -> Result | None:
    """The result in a line of a batch's output or error file; None where there is none to be read."""
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(line, dict) or not isinstance(key := line.get("custom_id"), str):
        return None
    response = line.get("response")
    if isinstance(response, dict) and isinstance(status := response.get("status_code"), int):
        return _of_response(key, status, response.get("body"), model)
    error = line.get("error")
    said = (error.get("message") or error.get("code")) if isinstance(error, dict) else error
    return Result(key, "failed", why=fit_to_print(str(said or "neither a response nor an error"), model))


def completion_in(content: str) -> ChatCompletion:
    """The completion that was kept of an `answered` result."""
    return ChatCompletion.construct(**json.loads(content))


def error_in(content: str) -> APIStatusError:
    """The error that was kept of a `refused` result, as openai raises it."""
    kept = json.loads(content)
    return _status_error(kept["status"], kept["body"])


def _of_response(key: str, status: int, body: Any, model: Model) -> Result:
    if status >= 400:
        error = translate(_status_error(status, body), model, "")
        if isinstance(error, ClaimxError) and stands(error):
            return Result(key, "refused", json.dumps({"status": status, "body": body}), why=str(error))
        return Result(key, "failed", why=str(error))
    choices = body.get("choices") if isinstance(body, dict) else None
    if not (isinstance(choices, list) and choices):
        return Result(key, "failed", why="a response that is no completion")
    content = json.dumps(body)
    return Result(key, "answered", content, usage_of(completion_in(content)))


def _status_error(status: int, body: Any) -> APIStatusError:
    response = httpx2.Response(status, request=httpx2.Request("POST", f"https://batch{ENDPOINT}"))
    detail = body.get("error", body) if isinstance(body, dict) else body
    return APIStatusError(f"status {status}", response=response, body=detail)
