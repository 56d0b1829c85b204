"""What two wordings must share to say the same: figures, negation, quantifiers and directions.

Used wherever likeness alone would mislead: two claims that differ in a figure are two claims, however alike they read.
Quotes are held to more than claims: see `claimx.text.wording`. The words themselves are in `data/meaning.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_FIGURE = re.compile(r"\d+(?:[.,\u00a0\u202f' ]\d{3})*(?:[.,]\d+)?%?")


@dataclass(frozen=True)
class Lexicon:
    """The lists of `data/meaning.toml`."""

    decisive: frozenset[str]
    """Parts two claims, and two wordings of a quote."""
    quoted: frozenset[str]
    """All that a quote must not lose, gain or change; `decisive` is among it."""
    negation: frozenset[str]
    binding: frozenset[str]
    """Negations and quantifiers: they bear on what follows them."""
    empty: frozenset[str]
    empty_characters: frozenset[str]
    turning_prefixes: frozenset[str]
    other_in_capitals: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Read once, when the first wording is compared."""
    tables = tomllib.loads(files("claimx.text").joinpath("data/meaning.toml").read_text(encoding="utf-8"))
    by_kind = [tables["decisive"], *tables["quoted"].values()]
    negation, quantifier = (_words(lines.get(kind, "") for lines in by_kind) for kind in ("negation", "quantifier"))
    return Lexicon(
        decisive=_words(tables["decisive"].values()),
        quoted=_words(line for lines in by_kind for line in lines.values()),
        negation=negation,
        binding=negation | quantifier,
        empty=_words([tables["empty"]["words"]]),
        empty_characters=frozenset(tables["empty"]["characters"]),
        turning_prefixes=_words([tables["prefixes"]["turning"]]),
        other_in_capitals=_words([tables["capitals"]["other"]]),
    )


def _words(lines: Iterable[str]) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.lower().split())


@dataclass(frozen=True)
class Meaning:
    """The decisive parts of a wording, in order of nothing: two wordings agree when these are equal."""

    figures: frozenset[str]
    decisive: frozenset[str]


def meaning(text: str) -> Meaning:
    """The figures and decisive words of `text`."""
    words = _WORD.findall(text)
    lowered = [word.lower().replace("’", "'") for word in words]
    decisive = {word for word in lowered if word in lexicon().decisive}
    decisive |= {"n't" for word in lowered if word.endswith("n't")}
    decisive |= {character for character in text if character in "不没未无非"}
    return Meaning(frozenset(map(_plain_figure, _FIGURE.findall(text))), frozenset(decisive))


def _plain_figure(figure: str) -> str:
    """`figure` without the marks between its thousands."""
    return re.sub(r"[,\u00a0\u202f' ](?=\d{3})", "", figure)
