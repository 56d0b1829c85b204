"""What a phrase states about a time, found by rules over its tokens: a year, a month, a weekday, a clock …"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from claimx.text.times.tokens import Token


class Unsure(ValueError):
    """The phrase says something that no rule is sure of."""


@dataclass
class Facts:
    year: int | None = None
    decade: int | None = None
    quarter: int | None = None
    half: int | None = None
    season: str | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    form: str | None = None
    """ "l" for "last Monday", "t" for "this", "n" for "next"."""
    unit: tuple[str, int] | None = None
    """A calendar unit and which: ("week", -1) is last week."""
    relative_day: int | None = None
    ago: tuple[str, int] | None = None
    """A unit and how many of them from now; negative in the past."""
    span: tuple[str, int] | None = None
    """The time from now to so many units ahead, or from so many back to now."""
    shift: tuple[str, int] | None = None
    """So many units after or before what else is stated."""
    edge: str | None = None
    """ "e" early, "m" mid, "w" late."""
    part: Any = None
    part_form: str | None = None
    clock: tuple[int, int | None, bool] | None = None
    clock_side: str | None = None
    """ "B" shortly before, "F" shortly after, "c" about."""
    half_of_day: str | None = None
    zone: str | None = field(default=None, repr=False)

    def put(self, name: str, value: Any) -> None:
        """State `name` once; a second, other value makes the phrase unsure."""
        known = getattr(self, name)
        if known is not None and known != value:
            raise Unsure
        setattr(self, name, value)

    @property
    def empty(self) -> bool:
        """Whether nothing is stated from which a time could be told."""
        return not any(
            getattr(self, name) is not None
            for name in self.__dataclass_fields__
            if name not in ("form", "edge", "zone", "half_of_day", "clock_side", "shift", "part_form")
        )

    @property
    def dated(self) -> bool:
        """Whether more than a time of day is stated."""
        names = "year decade season month day weekday unit relative_day ago span quarter half".split()
        return any(getattr(self, name) is not None for name in names)


_SIGN = {"l": -1, "t": 0, "n": 1, "B": -1, "F": 1, "g": -1, "h": -1, "k": 1, "I": 1}
Reader = Callable[[Facts, Sequence[Token], str], None]


def facts(tokens: Sequence[Token]) -> Facts:
    """What `tokens` state; Unsure where a word turns it into something that is not read ("three weeks after …")."""
    stated = Facts()
    codes = "".join(token.code for token in tokens)
    if len(codes) == 1 and codes in "EG":
        stated.relative_day, stated.part = -1, (18, 30) if codes == "G" else None
        return stated
    for pattern, read in _RULES:
        codes = _apply(pattern, read, codes, tokens, stated)
    if re.search("[BFVLghkEGOsnbfD]", codes):
        raise Unsure
    return stated


def _apply(pattern: re.Pattern[str], read: Reader, codes: str, tokens: Sequence[Token], stated: Facts) -> str:
    for match in pattern.finditer(codes):
        start, end = match.span()
        read(stated, tokens[start:end], match[0])
        codes = f"{codes[:start]}{'_' * (end - start)}{codes[end:]}"
    return codes


def _value(tokens: Sequence[Token], codes: str) -> Any:
    return next((token.value for token in tokens if token.code in codes), None)


def _count(tokens: Sequence[Token]) -> int:
    count = _value(tokens, "01")
    return 1 if count is None else int(count)


def _date(stated: Facts, found: Sequence[Token], _: str) -> None:
    for name, value in zip(("year", "month", "day"), found[0].value, strict=True):
        stated.put(name, value)


def _day_month_year(stated: Facts, found: Sequence[Token], _: str) -> None:
    for name, codes in (("year", "Y"), ("month", "M"), ("day", "1d")):
        value = _value(found, codes)
        if value is not None:
            stated.put(name, value)


def _signed(name: str, *, number: bool) -> Reader:
    def read(stated: Facts, found: Sequence[Token], codes: str) -> None:
        sign = next(_SIGN[code] for code in codes if code in _SIGN)
        stated.put(name, (_value(found, "U"), sign * _count(found) if number else sign))

    return read


def _one(name: str, codes: str) -> Reader:
    return lambda stated, found, _: stated.put(name, _value(found, codes))


def _weekend(stated: Facts, found: Sequence[Token], _: str) -> None:
    if found[0].value == "weekend":
        stated.put("unit", ("bare weekend", 0))


def _form(stated: Facts, found: Sequence[Token], codes: str) -> None:
    form = next(code for code in codes if code in "ltn")
    stated.put("part_form" if "p" in codes else "form", form)
    for code, name in (("W", "weekday"), ("M", "month"), ("S", "season"), ("p", "part")):
        if code in codes:
            stated.put(name, _value(found, code))


def _clock(stated: Facts, found: Sequence[Token], codes: str) -> None:
    clock = _value(found, "T")
    number = next((token for token in found if token.code in "01Y"), None)
    if number is not None and "Z" in codes and len(number.text) == 4:
        clock = (number.value // 100, number.value % 100, True)
    elif number is not None:
        clock = (number.value, None, "Z" in codes)
    if clock is None or clock[0] > 24 or (clock[1] or 0) > 59 or (clock[0] == 24 and clock[1]):
        raise Unsure
    stated.put("clock", clock)
    stated.half_of_day = _value(found, "A")
    if "Z" in codes:
        stated.zone = _value(found, "Z")
    stated.clock_side = next((code for code in codes.replace("h", "B") if code in "BFc"), None)
    if stated.clock_side in ("B", "F") and "J" not in codes:
        raise Unsure  # "before nine": how long before?


def _quarter(name: str, code: str) -> Reader:
    def read(stated: Facts, found: Sequence[Token], _: str) -> None:
        value = next(token.value for token in found if token.code == code) or _value(found, "01")
        if not value or value > (4 if name == "quarter" else 2):
            raise Unsure
        stated.put(name, value)

    return read


def _edge(stated: Facts, _: Sequence[Token], codes: str) -> None:
    stated.put("edge", codes)


def _weekday_and_day(stated: Facts, found: Sequence[Token], _: str) -> None:
    stated.put("weekday", found[0].value)
    stated.put("day", found[1].value)


def _year_or_decade(stated: Facts, found: Sequence[Token], codes: str) -> None:
    """One year in "im Jahr 2028", ten in "les années 1990"."""
    unit, year = found
    plural = unit.value == "decade" or unit.text.lower() in ("années", "años")
    if unit.value not in ("year", "decade"):
        raise Unsure
    stated.put("decade" if plural or "D" in codes else "year", year.value)


def _night_into(stated: Facts, found: Sequence[Token], _: str) -> None:
    stated.put("part", "eve")
    stated.put("weekday", [token.value for token in found if token.code == "W"][-1])


def _nothing(*_: object) -> None:
    return


# In order: what an earlier rule has read is not there for a later one.
_RULES: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        ("K", _date),
        ("U[YD]", _year_or_decade),
        ("D", _one("decade", "D")),
        ("[cJBhF@]{0,3}(?:[01Y]A?Z|TA?Z?c?|[01]A|AT)", _clock),
        ("J[BhF][01](?![xUM])|c?@[01](?![xUM])", _clock),
        ("pfWjW|pW?jW", _night_into),
        ("J[BhF]", _nothing),  # "just after Feb. 24": that day
        ("[ltn]M(?![1dY])|(?<![1d])M[ltn]", _form),
        ("1i?MY?|Y?M[1d]?Y?", _day_month_year),
        ("[01]?Ug|h[01]?U|k[01]U|I[01]U|[01]Uk", _signed("ago", number=True)),
        ("[ln][01]U", _signed("span", number=True)),
        ("[01]?U[BF]", _signed("shift", number=True)),
        ("[ltn]U|U[ltn]", _signed("unit", number=False)),
        ("U", _weekend),
        ("[ltn][WMSp]|[WMSp][ltn]", _form),
        ("W1", _weekday_and_day),
        ("d", _one("day", "d")),
        ("W", _one("weekday", "W")),
        ("R", _one("relative_day", "R")),
        ("[01]?Q", _quarter("quarter", "Q")),
        ("[01]?H", _quarter("half", "H")),
        ("S", _one("season", "S")),
        ("(?<![x])Y(?!x)|(?<=[isf])Y", _one("year", "Y")),
        ("p", _one("part", "p")),
        ("[emw]", _edge),
    )
)
