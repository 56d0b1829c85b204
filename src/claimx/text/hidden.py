"""Characters that a reader of the page does not see, or sees in another order, where no writing system asks for them.

Ordinary uses are no findings: a soft hyphen in a long word, joiners in emoji and in scripts that join their letters, a
byte order mark at the start, direction marks beside right-to-left text, a variation selector after its base.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, cast

from claimx.text.lines import LINE

HiddenKind = Literal["zero_width", "direction", "tag", "variation", "private_use", "soft_hyphen", "control"]


@dataclass(frozen=True, slots=True)
class HiddenText:
    """A stretch of a text that holds hidden characters: `text[start:end]`, and in `why` what they are, on one line."""

    start: int
    end: int
    kind: HiddenKind
    why: str


_CHARACTERS: dict[HiddenKind, str] = {
    "zero_width": "\u034f\u115f\u1160\u180e\u200b-\u200d\u2060-\u2064\u3164\ufeff\uffa0",
    "direction": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u206a-\u206f",
    "tag": "\U000e0000-\U000e007f",
    "variation": "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef",
    "private_use": "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd",
    "soft_hyphen": "\u00ad",
    "control": "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufff9-\ufffb",
}
_ANY = re.compile(f"[{''.join(_CHARACTERS.values())}]")
_KIND = re.compile("|".join(f"(?P<{kind}>[{characters}])" for kind, characters in _CHARACTERS.items()))
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u05ff\u0600-\u060b\u060d-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]"
)
# Scripts whose spelling needs joiners: Arabic and its kin, N'Ko, the Indic scripts, Tibetan, Myanmar, Khmer, Mongolian.
_JOINING = re.compile("[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufefc]")
# Scripts without spaces, where a zero-width space marks the words: Thai, Lao, Tibetan, Myanmar, Khmer, Chinese, kana.
_SPACELESS = re.compile("[\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff\u1950-\u19ff\u3040-\u30ff\u3400-\u9fff]")
_EMOJI = re.compile("[\u00a9\u00ae\u203c\u2049\u2100-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff]")
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,6}\U000e007f")
_OVERRIDES = "\u202d\u202e"
_OPENING, _CLOSING = "\u202a\u202b\u202d\u202e\u2066-\u2068", "\u202c\u2069"
_OPENS, _CLOSES = re.compile(f"[{_OPENING}]"), re.compile(f"[{_CLOSING}]")

_NEAR = 3
"""Findings of one kind with at most so many characters between them are one: a payload may sit between letters."""

_SHOWN = 60
"""So many characters of a hidden message are shown."""


def find_hidden(text: str) -> list[HiddenText]:
    """The suspicious hidden characters of `text` in order, neighbours of one kind together; linear in its length."""
    if not _ANY.search(text):  # most texts hold none
        return []
    found: list[HiddenText] = []
    places: list[int] = []
    for place, kind in _suspicious(text):
        if found and found[-1].kind == kind and place - found[-1].end <= _NEAR:
            places.append(place)
            found[-1] = HiddenText(found[-1].start, place + 1, kind, "")
            continue
        _describe(text, found, places)
        found.append(HiddenText(place, place + 1, kind, ""))
        places = [place]
    _describe(text, found, places)
    return found


def _describe(text: str, found: list[HiddenText], places: list[int]) -> None:
    """Give the last finding its words, now that it has grown as far as it goes."""
    if found:
        last = found[-1]
        why = _why(last.kind, [text[place] for place in places])
        found[-1] = HiddenText(last.start, last.end, last.kind, why)


def _why(kind: HiddenKind, characters: list[str]) -> str:
    codes = ", ".join(f"U+{ord(character):04X}" for character in list(dict.fromkeys(characters))[:4])
    many = len(characters)
    what = {
        "zero_width": "zero-width character" if many == 1 else "zero-width characters",
        "direction": "mark that turns the order of the text" if many == 1 else "marks that turn the order of the text",
        "tag": "invisible tag character" if many == 1 else "invisible tag characters",
        "variation": "variation selector without a base"
        if many == 1
        else "variation selectors that select no variation",
        "private_use": "private-use character" if many == 1 else "private-use characters",
        "soft_hyphen": "soft hyphen" if many == 1 else "soft hyphens, more than a word has breaks",
        "control": "control character" if many == 1 else "control characters",
    }[kind]
    message = _message(characters)
    return f"{many} {what} ({codes})" + (f", which spell “{message}”" if message else "")


def _message(characters: Iterable[str]) -> str:
    """The ASCII that tag characters, or variation selectors as bytes, spell; empty where they spell nothing."""
    codes = [_byte(ord(character)) for character in characters]
    shown = "".join(chr(code) for code in codes if 0x20 <= code <= 0x7E)
    if len(shown) < 3 or len(shown) < 0.8 * len(codes):
        return ""
    return shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"


def _byte(code: int) -> int:
    if 0xE0000 <= code <= 0xE007F:
        return code - 0xE0000
    if 0xFE00 <= code <= 0xFE0F:
        return code - 0xFE00
    return code - 0xE0100 + 16 if 0xE0100 <= code <= 0xE01EF else -1


def _suspicious(text: str) -> Iterator[tuple[int, HiddenKind]]:
    flags = {place for flag in _FLAG.finditer(text) for place in range(flag.start() + 1, flag.end())}
    hyphens = _hyphens_in_excess(text) if "\u00ad" in text else set()
    for line in LINE.finditer(text):
        directions_belong = _directions_belong(line.group())
        for match in _KIND.finditer(text, line.start(), line.end()):
            kind, place = cast(HiddenKind, match.lastgroup), match.start()
            if kind == "zero_width":
                ordinary = _is_ordinary_zero_width(text, place)
            elif kind == "direction":
                ordinary = directions_belong and text[place] not in _OVERRIDES
            elif kind == "variation":
                ordinary = _has_base(text, place)
            else:
                ordinary = place in flags or (kind == "soft_hyphen" and place not in hyphens)
            if not ordinary:
                yield place, kind


def _is_ordinary_zero_width(text: str, at: int) -> bool:
    character, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if _is_zero_width(before) or _is_zero_width(after):
        return False
    if character == "\ufeff":
        return at == 0
    if character == "\u200d" and _EMOJI.match(before) and _EMOJI.match(after):
        return True
    if character in "\u200c\u200d\u034f\u180e" and (_JOINING.match(before) or _JOINING.match(after)):
        return True
    if character in "\u200b\u2060" and (_SPACELESS.match(before) or _SPACELESS.match(after)):
        return True
    if character in "\u2061\u2062\u2063\u2064\u115f\u1160\u3164\uffa0":
        return False
    # A single one where a line may break (after a slash, beside a space) hides nothing; inside a word it splits it.
    return not (before.isalnum() and after.isalnum())


def _is_zero_width(character: str) -> bool:
    match = _KIND.match(character)
    return match is not None and match.lastgroup == "zero_width"


def _directions_belong(line: str) -> bool:
    """Whether the line has right-to-left text, and closes what it opens."""
    return bool(_RIGHT_TO_LEFT.search(line)) and len(_OPENS.findall(line)) == len(_CLOSES.findall(line))


def _has_base(text: str, at: int) -> bool:
    character, base = text[at], text[at - 1 : at] if at else ""
    if "\u180b" <= character <= "\u180f":
        return "\u1800" <= base <= "\u18af"
    if character in "\ufe0e\ufe0f" and (base in tuple("0123456789#*") or _EMOJI.match(base)):
        return base != "\ufe0f"
    ideograph = "\u3400" <= base <= "\u9fff" or "\uf900" <= base <= "\ufaff" or "\U00020000" <= base <= "\U0003ffff"
    return ideograph or (character <= "\ufe0f" and ("\u2190" <= base <= "\u2bff" or "\u3000" <= base <= "\u303f"))


def _hyphens_in_excess(text: str) -> set[int]:
    """The soft hyphens of words that have more of them than every second letter, or two in a row."""
    excess: set[int] = set()
    for word in re.finditer("[^\\W_\u00ad]*\u00ad[\\w\u00ad]*", text):
        hyphens = [word.start() + place for place, character in enumerate(word.group()) if character == "\u00ad"]
        letters = len(word.group()) - len(hyphens)
        if "\u00ad\u00ad" in word.group() or (len(hyphens) >= 3 and 2 * len(hyphens) > letters):
            excess |= set(hyphens)
    return excess
