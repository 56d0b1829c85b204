"""Text of articles made fit to stand in Markdown."""

from __future__ import annotations

import re

from claimx.writers.visibility import to_visible

_MARKUP = re.compile(r"([\\`*_\[\]{}<>|~$&])")
_BLOCK_START = re.compile(r"^(#|[-+=]|\d+(?=[.)](?:\s|$)))")
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto)(:)|\b(www)(\.)")


def escape(text: str) -> str:
    """Text as Markdown that shows just that text: no structure, no HTML, no link, no formula, all on one line."""
    shown = _MARKUP.sub(r"\\\1", to_visible(text))
    shown = _ADDRESS.sub(lambda match: rf"{match[1] or match[3]}\{match[2] or match[4]}", shown)
    return _BLOCK_START.sub(lambda match: f"{match[1]}\\" if match[1].isdigit() else f"\\{match[1]}", shown)
