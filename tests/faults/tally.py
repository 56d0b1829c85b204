"""An answer so light that the endpoint in its own process starts in a moment."""

from __future__ import annotations

from typing import Any


def tally(body: dict[str, Any]) -> str:
    """As `llm.asking.TALLY`, whatever is asked."""
    return '{"count": 3, "of": "boats"}'
