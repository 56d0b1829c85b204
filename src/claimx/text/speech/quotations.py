"""Direct quotations by their marks, in every common style (“ ” " " '' '' ‘ ’ „ “ » « « » 「 」), nested ones too."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"''|``|[\"“”„‟«»‹›「」『』‘’‚']")
_CLOSERS = {
    "“": "”",
    "„": "“”‟",
    "‟": "”",
    "”": "”",  # Swedish and Finnish open with the closing mark
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    "‘": "’",
    "‚": "‘’",
    '"': '"',
    "''": "''",
    "``": "''",
    "'": "'",
}
_BREAK = re.compile(r"[\r\n]\s*")
_DOUBLE = re.compile(r"[\"“”„«»]|''")
_APOSTROPHES = frozenset("’'")


@dataclass(frozen=True)
class Quotation:
    """From the opening mark to the closing one, both included; `depth` 0 stands in no other quotation."""

    start: int
    end: int
    depth: int = 0


@dataclass
class _Open:
    mark: str
    start: int


def find_quotations(text: str) -> list[Quotation]:
    """The quotations of `text` in order of their start.

    A quotation that goes on over paragraphs is one, where each paragraph opens with the mark again, as newspapers print
    it. One that is never closed ends with its paragraph if it began it, and is none otherwise: a lost mark must not
    swallow the article.
    """
    found: list[Quotation] = []
    opened: list[_Open] = []
    begin = 0
    for end, following in _paragraph_ends(text):
        _scan(text, begin, end, opened, found)
        if opened and not _goes_on(text, following, opened[0]):
            first = opened[0]
            if not text[begin : first.start].strip() and first.mark not in "'‘’":
                found = [one for one in found if one.end <= first.start]
                found.append(Quotation(first.start, len(text[:end].rstrip())))
            opened.clear()
        begin = following
    return sorted(found, key=lambda one: (one.start, -one.end))


def _paragraph_ends(text: str) -> list[tuple[int, int]]:
    """Where each paragraph ends and where the next one begins."""
    return [*((gap.start(), gap.end()) for gap in _BREAK.finditer(text)), (len(text), len(text))]


def _goes_on(text: str, following: int, first: _Open) -> bool:
    mark = _MARK.match(text, following)
    return mark is not None and mark.group() == first.mark


def _scan(text: str, begin: int, end: int, opened: list[_Open], found: list[Quotation]) -> None:
    resumed = bool(opened)
    plain_singles = not _DOUBLE.search(text, begin, end)
    for match in _MARK.finditer(text, begin, end):
        mark = match.group()
        if resumed and match.start() == begin and mark == opened[0].mark:
            continue  # the mark that opens a paragraph inside a quotation
        if mark in _APOSTROPHES and _inside_word(text, match.end(), match.start()):
            continue
        level = next((n for n in reversed(range(len(opened))) if mark in _CLOSERS[opened[n].mark]), None)
        if level is not None and _may_close(text, match.start(), mark, opened[level]):
            del opened[level + 1 :]
            found.append(Quotation(opened.pop().start, match.end(), level))
        elif _may_open(text, match, plain_singles, opened):
            opened.append(_Open(mark, match.start()))


def _inside_word(text: str, after: int, before: int) -> bool:
    return text[after : after + 1].isalnum() and text[before - 1 : before].isalnum()


def _may_close(text: str, at: int, mark: str, opened: _Open) -> bool:
    if mark in ("'", '"', "''"):
        return at > 0 and (not text[at - 1].isspace() or not text[at + len(mark) : at + len(mark) + 1].isalnum())
    return at > opened.start


def _may_open(text: str, match: re.Match[str], plain_singles: bool, opened: list[_Open]) -> bool:
    mark, before, after = match.group(), text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if mark not in _CLOSERS or any(one.mark == mark for one in opened):
        return False
    if mark in ("'", "‘"):
        # "the '80s", "workers' rights": a plain single mark quotes only where no double one does, or inside one.
        if mark == "'" and not (plain_singles or opened):
            return False
        return not before.isalnum() and after.isalpha()
    if mark == "’":
        return False
    if mark in ("”", "»", "›"):
        return not before.strip() and bool(after.strip())
    if mark == "«":
        return True  # French puts a space inside its marks
    return bool(after.strip()) and (mark not in ('"', "''") or not before.isalnum())
