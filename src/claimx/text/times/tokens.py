"""Cuts a phrase into what it says about time: one letter for each kind of word, from `data/times_*.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from claimx.text.times.forms import FORMS, Meaning
from claimx.text.times.words import split_forms, table

# The letter that stands for each kind of word in the rules of claimx.text.times.facts. Fillers have none: they go.
CODES = {
    "weekdays": "W", "months": "M", "relative_days": "R", "parts": "p", "units": "U", "seasons": "S",
    "year": "Y", "number": "0", "day_number": "1", "day_of_month": "d", "date": "K", "decade": "D", "clock": "T",
    "zones": "Z", "ampm": "A", "last": "l", "this": "t", "next": "n", "ago": "g", "ago_before": "h", "ahead": "k",
    "ahead_in": "I", "since": "s", "from": "f", "between": "b", "and": "a", "to": "o", "until": "O", "before": "B",
    "after": "F", "shortly": "J", "about": "c", "at": "@", "early": "e", "mid": "m", "late": "w", "into": "j",
    "in": "i", "quarter": "Q", "half": "H", "eve": "E", "night_before": "G", "vague": "V", "word": "x", "filler": "",
}  # fmt: skip


@dataclass(frozen=True)
class Token:
    code: str
    value: Any
    """A number for a weekday, a month, a relative day …; hours for a part of the day; three numbers for a date."""
    text: str


_REST = r"|(?P<word>[^\W\d_\u2e80-\uffff]+|\w)|(?P<dash>[-–—~])|\S"
_GROUPS = {name: re.compile(pattern).groups for name, (pattern, _) in FORMS.items()}
_ZH_DIGITS = {**{character: n for n, character in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2}
_ZH_NUMBER = re.compile(
    r"(?<![周期拜週])[零〇一二三四五六七八九十两]{1,4}(?=个?(?:月|小时|星期|季度|分钟)|[日号时点年天周])"
)
_DE_COMPOUND = r"(montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|gestern|heute)"
_GLUED_HALF_DAY = re.compile(r"(?<=\d)(?=[ap]\.?m\b)", re.IGNORECASE)
_COMPOUND = re.compile(rf"\b{_DE_COMPOUND}(morgen|vormittag|mittag|nachmittag|abend|nacht|früh)", re.IGNORECASE)


@dataclass(frozen=True)
class Lexicon:
    """The words of one language: each with the tokens it stands for, and the pattern that finds them all."""

    entries: dict[str, tuple[tuple[str, Any], ...]]
    capital: frozenset[str]
    pattern: re.Pattern[str]


@cache
def lexicon(language: str) -> Lexicon:
    """Read once for each language."""
    tables, common = table(f"times_{language}"), table("times")
    entries: dict[str, tuple[tuple[str, Any], ...]] = {}
    for kind in ("weekdays", "months"):
        for n, forms in enumerate(tables[kind], kind == "months"):
            entries |= dict.fromkeys(split_forms(forms), ((kind, n),))
    for kind in ("relative_days", "parts", "units", "numbers", "seasons", "marks"):
        for value, forms in tables[kind].items():
            entries |= dict.fromkeys(split_forms(forms), (_entry(kind, value),))
    entries |= {"am": (("filler", None),)} if language == "de" else {}
    for phrase, meaning in tables["phrases"].items():
        entries[phrase] = tuple(_entry(*part.split(":")) if ":" in part else (part, None) for part in meaning.split())
    for zone, forms in common["zones"].items():
        entries |= dict.fromkeys(split_forms(forms), (("zones", zone),))
    entries |= dict.fromkeys(split_forms(common["unsure"]["zones"]), (("zones", None),))
    known = "|".join(re.escape(entry).replace(r"\ ", r"\s+") for entry in sorted(entries, key=len, reverse=True))
    before, after = ("", "") if language == "zh" else (r"(?<![^\W_])", r"(?![^\W_])")
    forms = "|".join(f"(?P<{name}>{pattern})" for name, (pattern, _) in FORMS.items())
    pattern = rf"{forms}|{before}(?P<known>{known}){after}{_REST}"
    capital = frozenset((*split_forms(tables["capital"]), *split_forms(common["unsure"]["capital"])))
    return Lexicon(entries, capital, re.compile(pattern, re.IGNORECASE))


def _entry(table: str, value: str) -> tuple[str, Any]:
    if table == "parts":
        return table, value if value == "overnight" else tuple(map(int, value.replace("_", " ").split()))
    if table in ("relative_days", "numbers", "number"):
        return ("number" if table != "relative_days" else table), int(value)
    if table == "marks":
        return ("ampm", value) if value in ("am", "pm") else (value, None)
    return table, value


@lru_cache(maxsize=4096)  # "on Monday" comes again and again
def tokens(phrase: str, language: str, *, month_first: bool | None) -> tuple[Token, ...]:
    """What `phrase` says about time in `language`; `month_first` decides on "03/04/2025", None leaves it open."""
    words = lexicon(language)
    phrase = _GLUED_HALF_DAY.sub(" ", phrase.replace("’", "'"))
    if language == "zh":
        phrase = _ZH_NUMBER.sub(lambda match: _zh_number(match[0]), phrase)
    elif language == "de":
        phrase = _COMPOUND.sub(r"\1 \2", phrase)
    found: list[Token] = []
    for match in words.pattern.finditer(phrase):
        kind = match.lastgroup
        made: tuple[Meaning, ...] = ()
        if kind == "known":
            made = _known(match[0], words, found)
        elif kind == "numeric":
            made = (_numeric(match, month_first),)
        elif kind in FORMS:
            assert match.lastindex is not None
            made = (FORMS[kind][1](*match.groups("")[match.lastindex : match.lastindex + _GROUPS[kind]]),)
        elif kind is not None:
            made = (("to", "dash") if kind == "dash" else ("word", None),)
        found += [Token(CODES[table], value, match[0]) for table, value in made]
    return tuple(token for token in found if token.code)


def _known(text: str, words: Lexicon, before: list[Token]) -> tuple[Meaning, ...]:
    form = " ".join(text.lower().split())
    if form == "morgen" and before and before[-1].code in ("W", "R"):
        return (("parts", (5, 12)),)
    if form in words.capital and text.islower() and not (before and before[-1].code == "1"):
        return (("word", None),)
    return words.entries.get(form, (("word", None),))


def _numeric(match: re.Match[str], month_first: bool | None) -> Meaning:
    first, second, year = (int(match[name]) for name in ("num_a", "num_b", "num_y"))
    if match["num_sep"] == "." or first > 12 or first == second:
        month_first = False
    elif second > 12:
        month_first = True
    if month_first is None:
        return "vague", None
    return "date", (year, first, second) if month_first else (year, second, first)


def _zh_number(figure: str) -> str:
    if "十" in figure:
        tens, _, ones = figure.partition("十")
        return str(10 * _ZH_DIGITS.get(tens, 1) + _ZH_DIGITS.get(ones, 0))
    return "".join(str(_ZH_DIGITS[character]) for character in figure)
