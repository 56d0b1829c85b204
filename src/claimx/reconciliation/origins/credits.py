"""Credits and datelines: whom an article names as the origin of its text, of its facts or of one utterance.

The wording of each language is in `credits.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple, cast

CreditKind = Literal["text", "report", "told", "unnamed"]

_SPACED_NAME = (
    r"(?P<name>(?:(?:[Tt]he )?[A-Z][\w&'’-]*(?:\.\w+)*(?: (?:of (?:the )?|and |& )?[A-Z][\w&'’-]*(?:\.\w+)*){0,4}))"
)
_LOWER_NAME = r"(?P<name>(?:(?:[Tt]he )?(?:dpa|epd|[A-ZÀ-Þ][\w&'’-]*(?:\.\w+)*(?: [A-ZÀ-Þ][\w&'’-]*(?:\.\w+)*){0,4})))"
_UNSPACED_NAME = r"(?:[^\s，。《》]{0,6}《)?(?P<name>[\u3400-\u9fffA-Za-z]{2,12}?)》?"
_NAMES = {"en": _SPACED_NAME, "zh": _UNSPACED_NAME}

_BRACKETED = re.compile(r"[(（]([^()（）\n]{2,60})[)）](?=\s*(?:[-–—]|\n|$))", re.MULTILINE)
_ACRONYM = re.compile(r"[A-Z]{2,6}")
_UNSPACED = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_]+")

_OPENING = re.compile(r"\(\?:(?P<either>[^()]+)\)(?!\?)|(?P<alone>[^\\()\[\]{}?]+)(?!\?)")


class Wording(NamedTuple):
    """A pattern, and what is quicker looked for and stands in every text that it is found in: few hold any credit."""

    kind: CreditKind
    pattern: re.Pattern[str]
    gate: re.Pattern[str]
    openings: tuple[str, ...]
    """One of these, too."""

    def may_stand_in(self, text: str) -> bool:
        return any(opening in text for opening in self.openings) and self.gate.search(text) is not None


@dataclass(frozen=True, order=True)
class Credit:
    """`name` as the article gives it (an agency: the name it is known by; empty if unnamed), `exact` the words."""

    kind: CreditKind
    name: str
    exact: str


def find_credits(text: str) -> tuple[Credit, ...]:
    """The credits of a text in the order they stand in, whatever its language: a paper credits agencies in theirs."""
    found: dict[Credit, int] = {}
    for match in _BRACKETED.finditer(text):
        for part in re.split(r"[/,、]|\band\b", match[1]):
            if agency := _agency(part.strip()):
                found.setdefault(Credit("text", agency, match[0]), match.start())
    for wording in wordings():
        if not wording.may_stand_in(text):
            continue
        for match in wording.pattern.finditer(text):
            if not (match[0][0].isascii() and text[match.start() - 1 : match.start()].isalnum()):
                name = _known(match.groupdict().get("name") or "")
                found.setdefault(Credit(wording.kind, name, match[0]), match.start())
    return tuple(sorted(found, key=lambda credit: (found[credit], credit)))


def names_publisher(credit: Credit, publisher: str | None) -> bool:
    """Whether a credit means a publisher: the same name, its first words or its last, or its initials.

    "the Ledger" is the Meridian Ledger and "QER" the Quayside Engineering Review; among the articles of one set that is
    no guess, since the one that is credited also has to share text with the one that credits it.
    """
    if not publisher or not credit.name:
        return False
    name, full = _folded(credit.name), _folded(_known(publisher))
    first = len(name) > 1 and name == full[: len(name)]
    return first or name == full[-len(name) :] or _are_initials(name, full)


def agencies_in_common(one: Iterable[Credit], other: Iterable[Credit]) -> list[str]:
    """The agencies that both credit for the text, by name or by initials; "agencies" where neither names one."""
    mine, theirs = ([credit for credit in given if credit.kind in ("text", "unnamed")] for given in (one, other))
    common = {
        max(a.name, b.name, key=len) or "agencies"
        for a in mine
        for b in theirs
        if (a.kind == b.kind == "unnamed") or (a.name and b.name and _same(_folded(a.name), _folded(b.name)))
    }
    return sorted(common)


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return one == other or _are_initials(one, other) or _are_initials(other, one)


def _are_initials(name: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return len(full) > 2 and name == ("".join(word[0] for word in full),)


def _agency(name: str) -> str | None:
    known = _aliases().get(_folded(name))
    if known or _ACRONYM.fullmatch(name):
        return known or name
    endings = tuple(_tables()["endings"]["words"])
    return name if name.endswith(endings) and len(name) > 2 else None


def _known(name: str) -> str:
    """An agency by the name it is known by, any other without its article."""
    unspaced = next((alias for alias in _unspaced_aliases() if name.startswith(alias)), name)
    return _aliases().get(_folded(unspaced)) or re.sub(r"^[Tt]he |['’]s?$", "", name)


def _folded(name: str) -> tuple[str, ...]:
    words = tuple(word.casefold() for word in _WORD.findall(name))
    return words[1:] if words[:1] == ("the",) else words


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    text = files("claimx.reconciliation.origins").joinpath("credits.toml").read_text(encoding="utf-8")
    return cast(dict[str, dict[str, list[str]]], tomllib.loads(text))


@cache
def _aliases() -> dict[tuple[str, ...], str]:
    return {_folded(alias): name for name, aliases in _tables()["agencies"].items() for alias in (name, *aliases)}


@cache
def _unspaced_aliases() -> tuple[str, ...]:
    """Chinese puts the place of the dateline right behind the name of the agency."""
    return tuple(alias for aliases in _tables()["agencies"].values() for alias in aliases if not alias.isascii())


@cache
def wordings() -> tuple[Wording, ...]:
    """All that `credits.toml` gives, read once."""
    return tuple(_read_wordings())


def _read_wordings() -> Iterator[Wording]:
    for language, table in _tables().items():
        if language in ("agencies", "endings"):
            continue
        for kind, patterns in table.items():
            for pattern in patterns:
                named = re.compile(
                    _either_case(pattern).replace("{name}", _NAMES.get(language, _LOWER_NAME)), re.MULTILINE
                )
                begins_with_name = pattern.startswith("{name}")
                gate = re.compile(pattern.removeprefix("{name}")) if begins_with_name else named
                yield Wording(
                    cast(CreditKind, kind), named, _UNSPACED if language == "zh" else gate, _openings(pattern)
                )


def _openings(pattern: str) -> tuple[str, ...]:
    """The words a pattern may open with, without their first letter, which is of either case; "" for any."""
    opening = _OPENING.match(pattern)
    if opening is None:
        return ("",)
    either: str | None = opening["either"]
    return tuple(words[1:] for words in (either.split("|") if either else [opening["alone"]]))


def _either_case(pattern: str) -> str:
    """Small or capital first letter. Ignoring case altogether would cost the search ten times as long."""
    return re.sub(r"^(\(\?:)?([a-z][^)]*)", _first_letters, pattern)


def _first_letters(found: re.Match[str]) -> str:
    words = found[2].split("|") if found[1] else [found[2]]
    return (found[1] or "") + "|".join(
        f"[{word[0].upper()}{word[0]}]{word[1:]}" if word[0].islower() else word for word in words
    )
