"""What our messages say about an endpoint: who it is, and its own words made fit to print, without a key."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from claimx.llm.address import secrets_of
from claimx.llm.endpoint import Model

_LENGTH = 300
_KEY_LIKE = re.compile(r"\b(?:sk|pk|key)-[\w*.…-]{4,}")
_BEARER = re.compile(r"\b(Bearer|Basic) +[\w+/=.~-]{4,}", re.IGNORECASE)


def who(model: Model) -> str:
    """The model and its host."""
    return f"{model.name} at {model.host}"


def fit_to_print(text: str, model: Model) -> str:
    """`text` on one line, cut where it gets long. Some endpoints quote the key they were sent: it is taken out."""
    for secret in sorted(set(_secrets(model)), key=len, reverse=True):
        text = text.replace(secret, "…")
    line = " ".join(_BEARER.sub(r"\1 …", _KEY_LIKE.sub("…", text)).split())
    return line if len(line) <= _LENGTH else f"{line[:_LENGTH]}…"


def in_short(error: BaseException | None) -> str:
    """The kind of an error and its status, for a log: its words may quote the key, or the article."""
    status = getattr(error, "status_code", None)
    return f"status {status}" if status else type(error).__name__


def _secrets(model: Model) -> Iterator[str]:
    for key in (model.api_key, os.environ.get("OPENAI_API_KEY")):
        if key and key.strip():
            yield key.strip()
    yield from secrets_of(model.base_url or os.environ.get("OPENAI_BASE_URL") or "")
