"""What came back, before anybody tries to read the schema in it: its cost, and whether it is an answer at all."""

from __future__ import annotations

import json
from typing import Any

from claimx.errors import AnswerFiltered, AnswerInvalid, AnswerRefused, AnswerTruncated, EndpointFailed
from claimx.llm.endpoint import Model
from claimx.llm.wording import fit_to_print, who
from claimx.models import Usage

_MOST_TOKENS = 2**53  # of one call; beyond it is no count, and no database column would take it
_LEAVE_OUT = "leave this article out, or ask another model"
_ASK_LESS = "ask for less at once, or allow more tokens"
_BOM = "\ufeff"


def usage_of(completion: Any) -> Usage:
    """The tokens of one completion. Servers leave out what they do not count, down to `usage` itself."""
    usage = getattr(completion, "usage", None)
    return Usage(
        prompt_tokens=_count(usage, "prompt_tokens"),
        completion_tokens=_count(usage, "completion_tokens"),
        cached_tokens=_count(getattr(usage, "prompt_tokens_details", None), "cached_tokens"),
        reasoning_tokens=_count(getattr(usage, "completion_tokens_details", None), "reasoning_tokens"),
    )


def as_completion(received: Any) -> Any:
    """The completion in what openai returned: a body whose content type is not JSON's comes back as mere text."""
    if not isinstance(received, str):
        return received
    from openai.types.chat import ChatCompletion

    try:
        body = json.loads(received.removeprefix(_BOM))
    except (ValueError, RecursionError):
        return received
    return ChatCompletion.construct(**body) if isinstance(body, dict) else received


def require_answer(completion: Any, model: Model) -> None:
    """Raises where there is no answer in the completion, or one of no use: asking again would only cost again.

    `EndpointFailed` means that what came is no completion.
    """
    # `getattr` throughout: openai builds these objects from whatever came, fields missing or not.
    choices = getattr(completion, "choices", None)
    if not isinstance(choices, list) or not choices:  # a proxy's page is a str, a gateway's error has no choices
        raise EndpointFailed(
            f"{who(model)} answered with something that is no completion: {_excerpt(completion, model)}"
        )
    message = getattr(choices[0], "message", None)
    _require_finished(getattr(choices[0], "finish_reason", None), getattr(message, "refusal", None), model)
    content = getattr(message, "content", None)
    if not isinstance(content, str) or not content:
        raise AnswerInvalid(
            f"{who(model)} answered with no content", hint="the model may not support structured output"
        )
    if not _is_encodable(content):
        # The re-ask quotes the answer, and half a character cannot be sent.
        raise AnswerInvalid(f"{who(model)} answered with half of a surrogate pair")


def _require_finished(finish_reason: str | None, refusal: str | None, model: Model) -> None:
    if finish_reason == "content_filter":
        raise AnswerFiltered(f"the content filter of {who(model)} cut the answer", hint=_LEAVE_OUT)
    if refusal:
        raise AnswerRefused(f"{who(model)} declines: {fit_to_print(str(refusal), model)}", hint=_LEAVE_OUT)
    if finish_reason == "length":
        raise AnswerTruncated(f"the answer of {who(model)} hit its length limit", hint=_ASK_LESS)


def _count(usage: Any, name: str) -> int:
    count = getattr(usage, name, None)
    return count if isinstance(count, int) and 0 < count < _MOST_TOKENS else 0


def _excerpt(completion: Any, model: Model) -> str:
    error = getattr(completion, "error", None)
    if isinstance(error, dict):
        error = error.get("message")
    return fit_to_print(str(error or completion), model)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
