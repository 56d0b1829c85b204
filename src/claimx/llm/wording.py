"""What our messages say about an endpoint: who it is, and its own words made fit to print, without a key."""

from __future__ import annotations

import os
import re

from claimx.llm.endpoint import Model

_LENGTH = 300
_KEY_LIKE = re.compile(r"\b(?:sk|pk|key)-[\w*.…-]{4,}")


def who(model: Model) -> str:
    """The model and its host."""
    return f"{model.name} at {model.host}"


def fit_to_print(text: str, model: Model) -> str:
    """`text` on one line, cut where it gets long. Some endpoints quote the key they were sent: it is taken out."""
    for key in {model.api_key, os.environ.get("OPENAI_API_KEY")}:
        if key:
            text = text.replace(key, "…")
    line = " ".join(_KEY_LIKE.sub("…", text).split())
    return line if len(line) <= _LENGTH else f"{line[:_LENGTH]}…"
