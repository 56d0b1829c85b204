"""A view of a text in which equal-looking things are equal, with the way back to the stored offsets.

Quotation marks, dashes and spaces are unified, invisible characters dropped, accents composed (NFC) and words broken
by a hyphen at a line end rejoined. Case stays: it is folded only by those who ask for it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_UNIFIED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′‵`´ʼ＇‹›", "'"),
        **dict.fromkeys("“”„‟″‶«»＂〝〞「」『』", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘－", "-"),
        "…": "...",
    }
)
_CHANGED = re.compile(
    rf"(?P<broken>(?<=\w)[-\u2010](?:\r\n|\n|\r)[^\S\n\r]*(?=[^\W\d_]))"
    rf"|(?P<invisible>[{_INVISIBLE}]+)"
    r"|(?P<space>\s+)"
    r"|(?P<mark>[‘’‚‛′‵`´ʼ＇‹›“”„‟″‶«»＂〝〞「」『』‐‑‒–—―−﹘－…])"
    r"|(?P<composed>\w[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u3099\u309a]+)"
)


@dataclass(frozen=True)
class NormalizedView:
    """`text` is the view; `to_stored` maps one of its stretches back to offsets in the stored text."""

    text: str
    _view_starts: tuple[int, ...]
    _stored_starts: tuple[int, ...]
    _verbatim: tuple[bool, ...]

    def to_stored(self, start: int, end: int) -> tuple[int, int]:
        """The stored offsets of `text[start:end]`, which must not be empty."""
        return self._stored(start, at_end=False), self._stored(end - 1, at_end=True)

    def _stored(self, position: int, *, at_end: bool) -> int:
        piece = bisect_right(self._view_starts, position) - 1
        if self._verbatim[piece]:
            return self._stored_starts[piece] + (position - self._view_starts[piece]) + at_end
        return self._stored_starts[piece + at_end]


def normalize(text: str) -> NormalizedView:
    """The normalised view of `text`; time and memory are linear in its length."""
    parts: list[str] = []
    view_starts: list[int] = []
    stored_starts: list[int] = []
    verbatim: list[bool] = []
    length = 0

    def add(part: str, stored_start: int, *, as_is: bool) -> None:
        nonlocal length
        # A dropped character leaves no piece in the view: positions in the view then always have a stored one.
        if part:
            parts.append(part)
            view_starts.append(length)
            stored_starts.append(stored_start)
            verbatim.append(as_is)
            length += len(part)

    done = 0
    for match in _CHANGED.finditer(text):
        replacement = _replacement(match)
        if replacement == match.group():
            continue
        add(text[done : match.start()], done, as_is=True)
        add(replacement, match.start(), as_is=False)
        done = match.end()
        if replacement:
            # The end of a replaced stretch is where the next piece begins, so one must begin there.
            view_starts.append(length)
            stored_starts.append(done)
            verbatim.append(True)
    add(text[done:], done, as_is=True)
    return NormalizedView("".join(parts), tuple(view_starts), tuple(stored_starts), tuple(verbatim))


def _replacement(match: re.Match[str]) -> str:
    if match.lastgroup in ("broken", "invisible"):
        return ""
    if match.lastgroup == "space":
        return " "
    if match.lastgroup == "mark":
        return match.group().translate(_UNIFIED)
    return unicodedata.normalize("NFC", match.group())
