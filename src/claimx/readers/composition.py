"""The text of an article whose parts come apart: headline, byline and body, each on lines of its own, as in print.

The headline often says what the body takes for granted, and a byline may credit an agency: both are read with the rest.
"""

from __future__ import annotations

import re


def compose_text(headline: str | None, byline: str | None, body: str) -> str:
    """The parts in order of print; a headline or byline with which the body already opens is not said twice."""
    rest, head = body.strip(), []
    for part in (headline, byline):
        line = " ".join((part or "").split())
        if not line:
            continue
        head.append(line)
        first, _, below = rest.partition("\n")
        if _folded(first) == _folded(line):
            rest = below.lstrip()
    return "\n".join([*head, rest]) if rest else ""


def _folded(line: str) -> str:
    return re.sub(r"\W+", " ", line).strip().casefold()
