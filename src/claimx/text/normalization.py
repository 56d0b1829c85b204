"""A view of a text in which equal-looking things are equal, with the way back to the stored offsets.

Quotation marks, dashes and spaces are unified, invisible characters dropped, accents composed (NFC), full-width letters
and ligatures spelled plainly and words broken by a hyphen at a line end rejoined. Case stays: it is folded only by
those who ask for it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_INVISIBLE = "\u00ad\u034f\u061c\u0640\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_QUOTES = "‘’‚‛′‵`´ʻʼʽ＇‹›"
_DOUBLE_QUOTES = "“”„‟″‶«»＂〝〞〟「」『』｢｣"
_DASHES = "‐‑‒–—―−﹘﹣－־⁃⸺⸻"
_UNIFIED = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full-width ASCII
        **dict.fromkeys(_QUOTES, "'"),
        **dict.fromkeys(_DOUBLE_QUOTES, '"'),
        **dict.fromkeys(_DASHES, "-"),
        **{ligature: unicodedata.normalize("NFKC", ligature) for ligature in "ﬀﬁﬂﬃﬄﬅﬆ"},
        "…": "...",
    }
)
_MARKS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u3099\u309a"
_CHANGED = (
    rf"(?P<broken>(?<=\w)[-\u2010\u00ad][^\S\n\r]*(?:\r\n|\n|\r)[^\S\n\r]*(?=[^\W\d_]))"
    rf"|(?P<invisible>[{_INVISIBLE}]+)"
    # One plain space stays as it is: most of a text's spaces then cost nothing.
    rf"|(?P<space>(?: (?=[\s{_INVISIBLE}])|[^\S ])[\s{_INVISIBLE}]*)"
    rf"|(?P<mark>[{_QUOTES}{_DOUBLE_QUOTES}{_DASHES}…ﬀ-ﬆ！-～])"
    r"|(?P<syllable>[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?)"
)
_PLAIN = re.compile(_CHANGED)
_MARKED = re.compile(_CHANGED + rf"|(?P<composed>\w(?=[{_MARKS}])[{_MARKS}]+)")
_MARK = re.compile(f"[{_MARKS}]")


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

    def from_stored(self, position: int) -> int:
        """The view's offset for a stored one; inside a replaced stretch, its beginning."""
        piece = bisect_right(self._stored_starts, position) - 1
        if piece < 0:
            return 0
        into = position - self._stored_starts[piece] if self._verbatim[piece] else 0
        following = self._view_starts[piece + 1] if piece + 1 < len(self._view_starts) else len(self.text)
        return min(self._view_starts[piece] + into, following)

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
    for match in (_MARKED if _MARK.search(text) else _PLAIN).finditer(text):
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
    kind = match.lastgroup
    if kind == "broken":
        # "Iran-\nIraq" keeps its hyphen; "evacu-\nated" never had one.
        return "-" if match.string[match.end()].isupper() and match.group()[0] != "\u00ad" else ""
    if kind == "invisible":
        return ""
    if kind == "space":
        return " "
    if kind == "mark":
        return match.group().translate(_UNIFIED)
    return unicodedata.normalize("NFC", match.group())
