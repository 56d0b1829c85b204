"""Where a quote may begin and end: between words, never inside a word, a figure or a "can't"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Thai, Lao, Burmese, Khmer, Japanese, Chinese and full-width forms: no spaces between words.
SPACELESS = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
# Vowel signs are no letters to `re`, though a word goes on after them.
_SIGNS = r"\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
WORD = rf"[\w{_SIGNS}]"

LONGEST_WORD = 64
"""Characters; Donaudampfschifffahrtsgesellschaftskapitän has 42."""

_SPACELESS = re.compile(f"[{SPACELESS}]")
_NUMERAL = re.compile(r"[\d〇零一二两三四五六七八九十百千万亿億萬]")
_SEPARATED = re.compile(r"\d[.,'’\u00a0\u202f]\d")
_INSIDE_FIGURES = frozenset(".,'’\u00a0\u202f-−")
_HYPHENS = frozenset("-‐‑")
_TURNED_BEFORE = re.compile(r"(?<![^\W_])(?:non|anti|un|nicht|не)[-‐‑]$", re.IGNORECASE)
# A place before which something ended: a word, a mark, or any character of a script without spaces.
_ENDS = re.compile(rf"(?<={WORD})(?!{WORD})|(?<=[^\w\s])|(?<=[{SPACELESS}])")
_STARTS = re.compile(rf"(?<!{WORD})(?={WORD}|[^\w\s])|(?=[{SPACELESS}])")


def is_word_character(character: str) -> bool:
    """Letters, digits and the marks that belong to them."""
    return character.isalnum() or (character > "\u02ff" and unicodedata.category(character)[0] == "M")


def on_word_borders(text: str, start: int, end: int) -> bool:
    """Whether nothing is cut ("Iran" in "Iranian", "2" in "4.2"); between Chinese words every border will do."""
    if inside_word(text, start) or inside_word(text, end):
        return False
    turned = text[start - 1 : start] in _HYPHENS and _TURNED_BEFORE.search(text, max(0, start - 8), start)
    return not turned


def inside_word(text: str, at: int) -> bool:
    """Whether a border at `at` would cut a word or a figure in two."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before == " " or after == " ":
        return False
    if not (before.isascii() and after.isascii()):
        before, after = _neighbours(text, at)
        if _NUMERAL.match(before) and _NUMERAL.match(after):
            return True
        if _SPACELESS.match(before) or _SPACELESS.match(after):
            return unicodedata.category(after) == "Mn"
    if is_word_character(before) and is_word_character(after):
        # Two articles' worth of text fused without a space ("ukraineTwo") still has a border there.
        return not (before.islower() and after.isupper())
    return _inside_figure(text, at) or _before_not(text, at)


def snapped(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the words it cuts made whole; what has no border for long is left cut."""
    first, last = max(0, start - LONGEST_WORD), min(len(text), end + LONGEST_WORD)
    while start > first and inside_word(text, start):
        start -= 1
    while end < last and inside_word(text, end):
        end += 1
    return start, end


def starts(text: str, low: int, high: int) -> Iterator[int]:
    """The places from `low` to `high` where a quote may begin."""
    return (found.start() for found in _STARTS.finditer(text, low, high + 1) if found.start() <= high)


def ends(text: str, low: int, high: int) -> Iterator[int]:
    """The places from `low` to `high` where a quote may end."""
    return (found.start() for found in _ENDS.finditer(text, max(0, low), high))


def _neighbours(text: str, at: int) -> tuple[str, str]:
    """The visible characters around `at`: a soft hyphen is no border."""
    before = next((text[i] for i in range(at - 1, max(-1, at - 9), -1) if not _is_format(text[i])), " ")
    after = next((text[i] for i in range(at, min(len(text), at + 8)) if not _is_format(text[i])), " ")
    return before, after


def _is_format(character: str) -> bool:
    return character > "\u00ac" and unicodedata.category(character) == "Cf"


def _inside_figure(text: str, at: int) -> bool:
    """In "4.2" before or after the point, in "1,200" at the comma, and after the sign of "-5"."""
    if not (text[at - 1].isdecimal() or text[at - 1] in _INSIDE_FIGURES):
        return False
    if _SEPARATED.match(text, at - 1) or (at > 1 and _SEPARATED.match(text, at - 2)):
        return True
    signed = text[at - 1] in "-−" and text[at].isdigit()
    return signed and (at == 1 or not (is_word_character(text[at - 2]) or text[at - 2] in ")]"))


def _before_not(text: str, at: int) -> bool:
    """Before the end of "can't": what is cut off there is the negation."""
    return (
        text[at] in "'’ʼ"
        and text[at - 1].isalpha()
        and text[at + 1 : at + 2] in ("t", "T")
        and (not text[at + 2 : at + 3].isalnum())
    )
