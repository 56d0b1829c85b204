"""Article text made fit to be shown: nothing in it may act on a terminal or hide from a reader."""

from __future__ import annotations

import unicodedata

# Print nothing and order nothing: soft hyphen, zero-width space, joiners, word joiner, byte order mark.
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
# Format characters that are themselves written, such as the Arabic number sign, are no danger; these categories are.
_ACTING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_WRITTEN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")


def to_visible(text: str) -> str:
    """One line of plain characters: whitespace folded, zero-width dropped, control and bidi marks as `<U+202E>`."""
    return " ".join("".join(_show(char) for char in text).split())


def _show(char: str) -> str:
    if char.isspace():  # before the rest: \n and U+2028 are control or separator characters, too
        return " "
    if char in _DROPPED:
        return ""
    if unicodedata.category(char) in _ACTING and char not in _WRITTEN:
        return f"<U+{ord(char):04X}>"
    return char
