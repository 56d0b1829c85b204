"""Text of any kind on one line: what is shown to a model a line each must not bring lines of its own."""

from __future__ import annotations

import re

LINE_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")

LINE = re.compile(r"[^\r\n\u2028\u2029]+")
"""A line of a stored text, without its break."""


def one_line(text: str) -> str:
    """`text` with every kind of line break turned into a space."""
    return LINE_BREAKS.sub(" ", text).strip()
