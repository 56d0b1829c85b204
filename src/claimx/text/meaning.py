"""What two wordings must share to say the same: figures, negation, quantifiers, directions and names.

Used wherever likeness alone would mislead: a fuzzy match that turns "did not sign" into "did sign" is a wrong quote,
and two claims that differ in a figure are two claims, however alike they read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_FIGURE = re.compile(r"\d+(?:[.,\u00a0\u202f' ]\d{3})*(?:[.,]\d+)?%?")

# One entry a language or two; a reader extends a line. Words that turn or bound a statement.
_DECISIVE = {
    "negation": """no not never none nobody nothing neither nor without cannot n't denies denied deny denial refused
        nicht kein keine keinen keiner nie niemals nichts niemand ohne ni no nunca jamás nadie nada sin
        ne pas jamais rien personne sans не нет никогда никто ничего без 不 没 没有 未 无 非""",
    "quantifier": """all every each some any most many few several only half both
        alle jeder einige manche nur halb todos todas algunos tous toutes certains quelques
        все некоторые 全部 所有 部分 一些""",
    "direction": """before after above below more less over under up down rise rose fall fell gain loss win lost
        increase decrease increased decreased support oppose accept reject vor nach über unter mehr weniger
        antes después más menos avant après plus moins до после больше меньше 前 后 多 少 以上 以下""",
}
_DECISIVE_WORDS = {word for words in _DECISIVE.values() for word in words.split()}


@dataclass(frozen=True)
class Meaning:
    """The decisive parts of a wording, in order of nothing: two wordings agree when these are equal."""

    figures: frozenset[str]
    decisive: frozenset[str]
    names: frozenset[str]

    def agrees(self, other: Meaning) -> bool:
        return self == other


def meaning(text: str) -> Meaning:
    """The figures, decisive words and names of `text`."""
    words = _WORD.findall(text)
    lowered = [word.lower().replace("’", "'") for word in words]
    decisive = {word for word in lowered if word in _DECISIVE_WORDS}
    decisive |= {"n't" for word in lowered if word.endswith("n't")}
    decisive |= {character for character in text if character in "不没未无非"}
    # The first word of a sentence is written large for its place, not because it is a name.
    names = {word.lower() for word in words[1:] if word[0].isupper()}
    return Meaning(frozenset(map(_plain, _FIGURE.findall(text))), frozenset(decisive), frozenset(names))


def _plain(figure: str) -> str:
    return re.sub(r"[,\u00a0\u202f' ](?=\d{3})", "", figure)
