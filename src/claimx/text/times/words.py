"""The lists of words about time, `data/times_*.toml`, for all who look for them in a text."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "de", "zh", "es", "fr")

_CAPITALS = frozenset({"en", "de"})
"""They write the names of months and days with a capital: "may" is no month."""


@cache
def table(name: str) -> dict[str, Any]:
    """One file of words: "times_en", or "times" for what every language shares."""
    words: dict[str, Any] = tomllib.loads(files("claimx.text").joinpath(f"data/{name}.toml").read_text("utf-8"))
    return words


def split_forms(line: str) -> list[str]:
    """The forms of one thing: a line "a|b"."""
    return [form for form in line.split("|") if form]


@cache
def calendar_names(kind: str) -> tuple[str, ...]:
    """Every name of a month ("months") or a weekday ("weekdays") as its language writes it, longest first."""
    names = {
        written for language in LANGUAGES for name in _listed(language, kind) for written in _cases(name, language)
    }
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _listed(language: str, kind: str) -> list[str]:
    return [name for line in table(f"times_{language}")[kind] for name in split_forms(line)]


def _cases(name: str, language: str) -> set[str]:
    return {name.capitalize()} if language in _CAPITALS else {name, name.capitalize()}
