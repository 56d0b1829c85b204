"""Every error of openai, httpx2 and pydantic into ours: one line, host and model, and never a key."""

from __future__ import annotations

import re

from openai import APIConnectionError, APIStatusError, APITimeoutError, OpenAIError
from pydantic import ValidationError

from claimx.errors import (
    AnswerFiltered,
    AnswerInvalid,
    ClaimxError,
    ContextTooLong,
    EndpointFailed,
    EndpointUnreachable,
    KeyRefused,
    QuotaExhausted,
    RateLimited,
    RequestRefused,
    UnknownModel,
)
from claimx.llm.endpoint import Model
from claimx.llm.retry import UNREADABLE, asked_wait, is_out_of_quota
from claimx.llm.wire import ReplayMiss
from claimx.llm.wording import fit_to_print, who

_TOO_LONG = re.compile(r"context.{0,12}(length|window|size)|too many tokens|prompt is too long", re.IGNORECASE)


def translate(error: Exception, model: Model, schema: str) -> Exception:
    """Ours for theirs. An error that is neither ours nor a library's is a fault in the code and comes back as it is."""
    if isinstance(error, ReplayMiss):
        return error.miss
    if isinstance(error, APIStatusError):
        return _from_status(error, model)
    if isinstance(error, (APITimeoutError, TimeoutError)):
        return EndpointUnreachable(
            f"{who(model)} gave no answer within {model.timeout:g} s", hint="raise Model.timeout"
        )
    if isinstance(error, APIConnectionError):
        # A reset has no text of its own, only the name of its type.
        reason = fit_to_print(str(error.__cause__ or error), model) or type(error.__cause__).__name__
        return EndpointUnreachable(
            f"no connection to {who(model)}: {reason}", hint="is the address right, and the server up?"
        )
    if isinstance(error, OpenAIError):
        return EndpointFailed(f"{who(model)}: {fit_to_print(str(error), model)}")
    if isinstance(error, ValidationError):
        return _from_misfit(error, f"{who(model)} answered twice without fitting {schema}")
    if isinstance(error, UnicodeEncodeError):  # JSON can smuggle one into a text, and nobody can send it on
        return RequestRefused(f"a message to {who(model)} holds half of a surrogate pair and cannot be sent")
    if isinstance(error, UNREADABLE):
        return EndpointFailed(f"{who(model)} answered with something that is no JSON: {error}")
    return error


def _from_status(error: APIStatusError, model: Model) -> ClaimxError:
    kind, hint = _kind_of(error, model)
    said = fit_to_print(_body_message(error), model)
    return kind(f"{who(model)} answered {error.status_code}: {said}", hint=hint)


def _kind_of(error: APIStatusError, model: Model) -> tuple[type[ClaimxError], str | None]:
    status, said = error.status_code, _body_message(error)
    if is_out_of_quota(error):
        return QuotaExhausted, "the account needs credit, or another key"
    if status == 429:
        wait = asked_wait(error)
        patience = f"it asks to wait {wait:g} s; " if wait else ""
        return RateLimited, f"{patience}lower Model.concurrency or raise Model.deadline ({model.deadline:g} s)"
    if status in (401, 403):
        return KeyRefused, "check OPENAI_API_KEY, and that it may use this model"
    if status == 404:
        return UnknownModel, "check the model's name, and that the base URL ends where /chat/completions begins"
    if error.code == "content_filter":
        return AnswerFiltered, "leave this article out, or ask another model"
    if status == 413 or error.code == "context_length_exceeded" or (status < 500 and _TOO_LONG.search(said)):
        return ContextTooLong, "ask for less at once, or take a model that reads more"
    if status >= 500:
        return EndpointFailed, "try again later"
    if status == 408:
        return EndpointUnreachable, "try again later"
    return (EndpointFailed, "try again later") if status == 409 else (RequestRefused, _refusal_hint(error))


def _refusal_hint(error: APIStatusError) -> str | None:
    return f"look at Model.parameters: {error.param}" if error.param else "check Model.parameters and the base URL"


def _body_message(error: APIStatusError) -> str:
    """The endpoint's own words: `{"error": {"message": …}}`, `{"error": …}`, `{"detail": …}`, or the text itself."""
    body = error.body
    for key in ("error", "message", "detail"):
        if isinstance(body, dict) and body.get(key):
            body = body[key]
    if isinstance(body, dict):
        body = body.get("message") or body
    return str(body or error.response.reason_phrase or "no reason given")


def _from_misfit(error: ValidationError, said: str) -> AnswerInvalid:
    first, *others = error.errors(include_url=False, include_context=False, include_input=False)
    place = ".".join(str(step) for step in first["loc"]) or "the whole"
    more = f" (and {len(others)} more)" if others else ""
    hint = "the model may be too small for this, or may not support structured output"
    return AnswerInvalid(f"{said}: {place}: {first['msg']}{more}", hint=hint)
