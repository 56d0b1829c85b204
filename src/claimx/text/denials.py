"""The words by which a text says that something is denied, doubted, taken back, unverified or left without comment.

The words are data (`data/denials.toml`), for five languages; they tell where to look for a stance other than support,
not whose it is nor toward what.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from claimx.text.folding import fold
from claimx.text.languages import primary_tag

DenialKind = Literal["denial", "no_comment", "unverified", "withdrawal"]
_KINDS: tuple[DenialKind, ...] = ("denial", "no_comment", "unverified", "withdrawal")
_SPACELESS = frozenset({"zh"})


@dataclass(frozen=True, slots=True)
class Denial:
    """`text[start:end]` are the words: "flatly denied", "declined to comment"."""

    start: int
    end: int
    kind: DenialKind


def find_denials(text: str, language: str | None = None) -> list[Denial]:
    """The words of denial in `text` in order, never overlapping; English where the language has no list."""
    pattern = _pattern(primary_tag(language) or "en")
    return [Denial(*match.span(), cast(DenialKind, match.lastgroup)) for match in pattern.finditer(fold(text))]


@cache
def _pattern(language: str) -> re.Pattern[str]:
    tables = tomllib.loads(files("claimx.text").joinpath("data/denials.toml").read_text("utf-8"))
    code = language if language in tables else "en"
    border = ("", "") if code in _SPACELESS else (r"(?<!\w)", r"(?!\w)")
    kinds = "|".join(f"(?P<{kind}>{'|'.join(tables[code][kind])})" for kind in _KINDS)
    return re.compile(f"{border[0]}(?:{kinds}){border[1]}".replace(" ", r"\s"))
