"""Figures made comparable: in one unit, with what was counted, and how exactly they were meant.

Units of one kind are converted by fixed factors, currencies are told apart and never converted. The words for units,
for what is counted and for its scope are in `data/units.toml`.
"""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from claimx.models import Quantity
from claimx.text.quantities import Figure

Comparison = Literal["equal", "unit", "rounded", "bound", "range", "currency", "scope", "differ"]

MONEY = "money"
PEOPLE = "people"
_KINDS = ("length", "mass", "area", "volume", "speed", "duration", "percent")
_APPROXIMATE = re.compile(
    r"\b(?:about|around|roughly|approximately|approx|circa|ca|some|an estimated|or so|rund|etwa|ungefähr|zirka|gut"
    r"|unos|unas|cerca de|alrededor de|environ|quelque|près de)\b|约|左右",
    re.IGNORECASE,
)
_ALMOST = re.compile(
    r"\b(?:nearly|almost|just short of|close to|just under|knapp|fast|beinahe|casi|presque)\b|[近]|不足|将近",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1\d|20|21)\d\d(?:[-–/]\d{2,4}|s|年)?")
# An ordinal, a number that only names something: "22nd", "No. 10", "F-16".
_NO_COUNT = re.compile(
    r"\d+(?:st|nd|rd|th)|(?:no|nr|art|flight|route|article|section)\.?\s?\d+"
    r"|[#№§]\s?\d+|[a-z]+-?\d[\w-]*",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"US\$|[%€$£₹₽]")
_WORD = re.compile(r"[^\W_]+")
_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_ALMOST_FROM = 0.85
"""Of its figure: below, nobody says "nearly"."""
_LOOSE, _TIGHT = 0.1, 0.025
"""How far two figures that are marked as rough may lie apart, and two that were converted from exact ones."""
_ROUND = 0.05
"""How far a round figure from 100 on may lie from the exact one without a word that says it is rough."""


@dataclass(frozen=True)
class Measure:
    """A figure in the base unit of its kind. `low` and `high` are inclusive; `grain` is what its last digit stands for.

    `kind` is a kind of unit, `money`, `people`, or what is counted in the article's own word; only measures of one kind
    compare. `fate` is what became of the people counted, where the words tell; `scope` is what the words of the count
    say it includes or leaves out, `around` what the rest of the claim says of that. `past`: given as an earlier count.
    """

    text: str
    kind: str
    unit: str
    low: float
    high: float
    grain: float
    rough: bool
    fate: str | None
    scope: frozenset[str]
    around: frozenset[str]
    past: bool
    of: str

    @property
    def exact(self) -> bool:
        """Neither a bound nor a range."""
        return self.low == self.high

    @property
    def grows(self) -> bool:
        """A count that can only grow: the dead of one event."""
        return self.fate is not None and self.fate in _tables().growing


def read_measure(quantity: Quantity, claim: str = "") -> Measure | None:
    """The quantity made comparable, as the text of its `claim` gives it.

    None where no rule reads it, and where it is a year, an ordinal or a number in a name.
    """
    figure = Figure(quantity.value, quantity.low, quantity.high)
    text = quantity.span.exact
    kind, unit, factor = _unit(quantity)
    if figure == Figure() or _names_something(text.strip(), kind):
        return None
    low, high = (bound * factor for bound in figure.bounds)
    if _ALMOST.search(text) and (math.isinf(low) or low == high):
        low = high * _ALMOST_FROM
    return Measure(
        text=text,
        kind=kind,
        unit=unit,
        low=low,
        high=high,
        grain=_grain(figure) * factor,
        rough=bool(_APPROXIMATE.search(text)),
        fate=_fate(f"{quantity.of or ''} {quantity.unit or ''}"),
        scope=_scope(quantity.of or ""),
        around=_scope(claim),
        past=_tables().past.found_in(quantity.of or ""),
        of=quantity.of or "",
    )


def _names_something(text: str, kind: str) -> bool:
    """A year, an ordinal or a designation: two of them differ as names do, not as figures."""
    if kind == MONEY:
        return False  # "US43"
    return bool(_NO_COUNT.fullmatch(text) or (kind in ("", "duration") and _YEAR.fullmatch(text)))


def compare(a: Measure, b: Measure) -> Comparison | None:
    """What two figures are to each other; None where they measure different kinds of things."""
    if a.kind != b.kind:
        return None
    if a.kind == MONEY and a.unit != b.unit:
        return "currency"
    if math.isclose(a.low, b.low) and math.isclose(a.high, b.high):
        return "equal" if a.unit == b.unit else "unit"
    if a.scope - b.scope - b.around or b.scope - a.scope - a.around or (a.fate and b.fate and a.fate != b.fate):
        return "scope"
    if a.exact and b.exact:
        if not _rounds(a, b):
            return "differ"
        return "rounded" if a.unit == b.unit else "unit"
    slack = _TIGHT if a.unit != b.unit else 0.0
    if max(a.low, b.low) > min(a.high, b.high) * (1 + slack):
        return "differ"
    return "bound" if any(math.isinf(end) for one in (a, b) for end in (one.low, one.high)) else "range"


def _rounds(a: Measure, b: Measure) -> bool:
    """Whether one is the other, less exactly."""
    apart, size = abs(a.low - b.low), max(abs(a.low), abs(b.low))
    if a.unit != b.unit:
        return apart <= size * (_LOOSE if a.rough or b.rough else _TIGHT)
    coarse, fine = (a, b) if a.grain >= b.grain else (b, a)
    if coarse.rough:
        return apart <= max(size * _ROUND, coarse.grain / 2 if coarse.grain > fine.grain else 0.0)
    if coarse.grain == fine.grain or apart > coarse.grain / 2:
        return False
    return fine.grain < 1 or (size >= 100 and apart <= size * _ROUND)


def _grain(figure: Figure) -> float:
    ends = [end for end in (figure.value, figure.low, figure.high) if end is not None and math.isfinite(end)]
    exponents = [Decimal(repr(end)).normalize().as_tuple().exponent for end in ends if end]
    return min((10.0**exponent for exponent in exponents if isinstance(exponent, int)), default=1.0)


def _unit(quantity: Quantity) -> tuple[str, str, float]:
    """Kind, canonical unit and factor of what the article calls the unit."""
    tables = _tables()
    words = (quantity.unit or "").casefold().strip(" .")
    sign = _SIGNS.search(quantity.span.exact)
    for name in filter(None, (words, _without_scale(words), sign and not words and sign.group().casefold())):
        if name in tables.units:
            return tables.units[name]
    name = _without_scale(words)
    if tables.people.found_in(name):
        return PEOPLE, PEOPLE, 1.0
    return re.sub(r"(?<=\w{3})(?:es|s)$", "", name), name, 1.0


def _without_scale(unit: str) -> str:
    first, _, rest = unit.partition(" ")
    return rest if rest and first.strip(".") in _tables().scales else unit


def _fate(text: str) -> str | None:
    return next((name for name, words in _tables().fates.items() if words.found_in(text)), None)


@lru_cache(maxsize=1024)
def _scope(text: str) -> frozenset[str]:
    return frozenset(name for name, words in _tables().scope.items() if words.found_in(text)) if text else frozenset()


@dataclass(frozen=True)
class _Words:
    """Words, and phrases beside them, that are looked for in a text."""

    words: frozenset[str]
    phrases: re.Pattern[str] | None

    @classmethod
    def of(cls, line: str) -> _Words:
        names = _names(line)
        phrases = sorted(name for name in names if " " in name or _SPACELESS.search(name))
        return cls(names.difference(phrases), re.compile("|".join(map(re.escape, phrases))) if phrases else None)

    def found_in(self, text: str) -> bool:
        lowered = text.casefold()
        if not self.words.isdisjoint(_WORD.findall(lowered)):
            return True
        return self.phrases is not None and self.phrases.search(lowered) is not None


@dataclass(frozen=True)
class _Tables:
    units: dict[str, tuple[str, str, float]]
    scales: frozenset[str]
    people: _Words
    growing: frozenset[str]
    past: _Words
    fates: dict[str, _Words]
    scope: dict[str, _Words]


@cache
def _tables() -> _Tables:
    data = tomllib.loads(files("claimx.text").joinpath("data/units.toml").read_text(encoding="utf-8"))
    units = {
        name: (kind, names.partition(",")[0], float(factor))
        for kind in _KINDS
        for factor, names in data[kind].items()
        for name in _names(names)
    }
    units |= {name: (MONEY, code, 1.0) for code, names in data["currencies"].items() for name in _names(names)}
    growing = _names(data["fates"].pop("growing"))
    return _Tables(
        units=units,
        scales=_names(data["scales"]["words"]),
        people=_Words.of(data["people"]["words"]),
        growing=growing,
        past=_Words.of(data["past"]["words"]),
        fates={name: _Words.of(words) for name, words in data["fates"].items()},
        scope={name: _Words.of(words) for name, words in data["scope"].items()},
    )


def _names(line: str) -> frozenset[str]:
    return frozenset(name.strip().casefold() for name in line.split(","))
