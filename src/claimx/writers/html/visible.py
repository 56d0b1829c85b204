"""Text of articles as the page shows it: in its lines and spaces, and with nothing in it that a reader cannot see."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TypeVar

from claimx.text import find_hidden
from claimx.writers.visibility import to_visible

T = TypeVar("T")

# They count as printable and show nothing: fillers, variation selectors, tags.
_UNSEEN = re.compile("[\u034f\u115f\u1160\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e01ef]")
# Where `find_hidden` has nothing against them: hyphens, joiners, and the tags that make flags.
_ORDINARY = re.compile("[\n\t\u00ad\u200c\u200d\U000e0020-\U000e007f]")
_BREAKS = str.maketrans(dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n") | dict.fromkeys("\x1c\x1d\x1e\x1f", " "))
_MANY = 6
LONGEST = 1_000
"""Characters of a name, a headline or a claim that are shown: a longer one is no name, and browsers choke on it."""


def show(text: str) -> str:
    """The text with every control, direction mark and suspicious character as `<U+202E>`.

    What ordinary writing joins and hyphenates with stays: emoji, Persian and German words are made of it.
    """
    if text.isprintable() and not _UNSEEN.search(text):
        return text
    text = text.replace("\r\n", "\n").translate(_BREAKS)
    shown, position = [], 0
    for found in find_hidden(text):
        shown += [_show_ordinary(text[position : found.start]), show_hidden(text[found.start : found.end])]
        position = found.end
    return "".join([*shown, _show_ordinary(text[position:])])


def show_hidden(text: str) -> str:
    """A stretch that `find_hidden` found, each hidden character as its code; of many in a row, the first and last."""
    parts = []
    for hidden, group in groupby(text, key=_is_hidden):
        characters = list(group)
        if not hidden:
            parts += characters
        elif len(characters) > _MANY:
            parts.append(f"<{_code(characters[0])} … {_code(characters[-1])}: {len(characters)} characters>")
        else:
            parts += [f"<{_code(character)}>" for character in characters]
    return "".join(parts)


def show_all(value: T, longest: int | None = LONGEST) -> T:
    """The value with every text in its lists and dictionaries shown, up to so many characters; keys are ours."""
    if isinstance(value, str):
        return show(shorten(value, longest))  # type: ignore[return-value]  # a str for a str
    if isinstance(value, list):
        return [show_all(item, longest) for item in value]  # type: ignore[return-value]
    if isinstance(value, dict):
        return {key: show_all(item, longest) for key, item in value.items()}  # type: ignore[return-value]
    return value


def shorten(text: str, longest: int | None = LONGEST) -> str:
    """The text, or its beginning and how much there is besides."""
    if longest is None or len(text) <= longest:
        return text
    return f"{text[:longest]} … ({len(text) - longest:,} characters more)"


def _show_ordinary(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(
        one if one.isprintable() or one.isspace() or _ORDINARY.match(one) else to_visible(one) for one in text
    )


def _is_hidden(character: str) -> bool:
    return not (character.isprintable() or character.isspace()) or _UNSEEN.match(character) is not None


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"
