"""Whether a quote and the words found for it say the same: what a slip of the pen changes, and nothing else.

A quote may have lost or gained a word that decides nothing, or misspell one. It may not change a figure, a name, a
negation, a quantifier, a direction or any other word of the lexicon, put one word for another, or move a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from claimx.text.borders import SPACELESS, WORD
from claimx.text.meaning import lexicon

_FIGURE = rf"(?P<figure>(?:(?<![^\W_])-)?\d++(?:[.,' ]\d{{3}}(?!\d))*+(?:[.,:]\d+)*+(?!{WORD}))"
_SIGN = r"(?P<sign>[$€£¥₽₹₩%‰°§<>=+?])"
_ENDING = rf"(?:'(?:t|s|re|ve|ll|d|m)(?!{WORD}))?"
_SPACED = re.compile(rf"(?P<word>[^\W\d]{WORD}*{_ENDING})|{_FIGURE}|(?P<mixed>{WORD}+)|{_SIGN}")
_UNSPACED = re.compile(
    rf"(?P<character>[{SPACELESS}])|(?P<word>(?:(?![\d{SPACELESS}]){WORD})(?:(?![{SPACELESS}]){WORD})*{_ENDING})"
    rf"|{_FIGURE.replace('(?!' + WORD + ')', '')}|{_SIGN}"
)
_SPACELESS = re.compile(f"[{SPACELESS}]")


class _Token(NamedTuple):
    key: str
    """What is compared: lower case, figures without the marks between thousands."""
    kind: str
    text: str

    @property
    def nameless(self) -> bool:
        """Plainly no name: a small letter in a script that has capitals."""
        return self.kind == "word" and self.text[0].islower() and not _hides_names(self.key)

    @property
    def decisive(self) -> bool:
        if self.kind == "word":
            return self.key in lexicon().quoted or "n't" in self.key or any(map(str.isdigit, self.key))
        return self.kind != "character" or self.key not in lexicon().empty_characters

    @property
    def empty(self) -> bool:
        return self.key in (lexicon().empty_characters if self.kind == "character" else lexicon().empty)

    @property
    def droppable(self) -> bool:
        return self.empty or (self.nameless and not self.decisive)


Change = tuple[Sequence[_Token], Sequence[_Token]]


def says_the_same(quote: str, found: str, before: str = "", after: str = "") -> bool:
    """Whether `found` is `quote` but for slips; all normalised (`claimx.text.normalization`), with their case.

    `before` and `after` is what stands around `found`. Where the quote begins or goes on otherwise than the text, that
    is a change like any other: "The president" does not stand in "the former president".
    """
    wanted, there = _tokens(quote), _tokens(found)
    if not wanted or not there:
        return False
    changes = list(_changes(wanted, there))
    slips = sum(max(len(lost), len(gained)) for lost, gained in changes if not _joined(lost, gained))
    return (
        slips <= max(1, len(wanted) // 5)
        and not _moved(changes)
        and all(map(_harmless, changes))
        and same_but_for_case(quote, found, before)
        and not (_lost(changes[:1], wanted[0]) and _replaces(_neighbour(before, -1), wanted[0]))
        and not (_lost(changes[-1:], wanted[-1]) and _replaces(_neighbour(after, 0), wanted[-1]))
    )


def same_but_for_case(quote: str, found: str, before: str = "") -> bool:
    """Whether no word of `quote` became another by its case: "who" is not the WHO, "Evidence" not "no evidence"."""
    if quote.isupper() or found.isupper() or not any(word[0].islower() for word in quote.split()):
        return True  # headlines are set in capitals
    if quote[0].isupper() and found[0].islower() and _neighbour(before, -1) in lexicon().binding:
        return False
    other = lexicon().other_in_capitals
    spelled = {token.text for token in _tokens(found) if token.key in other}
    if quote.islower():
        return not any(map(str.isupper, spelled))
    return all(token.text in spelled for token in _tokens(quote) if token.key in other)


def _lost(changes: Sequence[Change], token: _Token) -> bool:
    """Whether `token` itself, not a word like it, is gone without anything in its place."""
    return any(any(token is one for one in lost) and not gained for lost, gained in changes)


def _replaces(neighbour: str, lost: _Token) -> bool:
    """Whether the text has another word where the quote has `lost`: "halved", found before "doubled"."""
    return neighbour in lexicon().quoted if lost.empty else bool(neighbour)


def _neighbour(beside: str, which: int) -> str:
    """The word next to a stretch, past articles and the like; none where a mark stands between."""
    if not beside.strip()[which:][:1].isalnum():
        return ""
    telling = [token for token in _tokens(beside) if not token.empty]
    return telling[which].key if telling else ""


def turns(words: str) -> bool:
    """Whether a negation is among `words`: few words left out of a quote must not hold one."""
    return any(token.key in lexicon().negation or "n't" in token.key for token in _tokens(words))


@lru_cache(maxsize=16)
def _tokens(text: str) -> tuple[_Token, ...]:
    found = (_UNSPACED if _SPACELESS.search(text) else _SPACED).finditer(text)
    return tuple(_token(each.lastgroup or "", each.group()) for each in found)


def _token(kind: str, text: str) -> _Token:
    if kind == "figure":
        return _Token(re.sub(r"[.,' ](?=\d{3}(?!\d))", "", text), kind, text)
    return _Token(text.lower(), "word" if kind == "mixed" else kind, text)


def _changes(wanted: Sequence[_Token], there: Sequence[_Token]) -> Iterable[Change]:
    """The stretches that differ, adjoining ones taken as one."""
    from rapidfuzz.distance import Indel

    codes = Indel.opcodes([token.key for token in wanted], [token.key for token in there])
    begin: tuple[int, int] | None = None
    for code in codes:
        if code.tag != "equal":
            begin = begin or (code.src_start, code.dest_start)
        elif begin:
            yield wanted[begin[0] : code.src_start], there[begin[1] : code.dest_start]
            begin = None
    if begin:
        yield wanted[begin[0] :], there[begin[1] :]


def _harmless(change: Change) -> bool:
    lost, gained = change
    if _joined(lost, gained):
        return True
    if len(lost) == len(gained):
        return all(map(_misspelt, lost, gained))
    if not lost or not gained:
        return all(token.droppable for token in (*lost, *gained))
    # A slip beside a word that was dropped: one side's words must all be found misspelt on the other.
    few, many = sorted((list(lost), list(gained)), key=len)
    rest = [token for token in many if not any(_misspelt(token, other) for other in few)]
    return len(rest) == len(many) - len(few) and all(token.droppable for token in rest)


def _joined(lost: Sequence[_Token], gained: Sequence[_Token]) -> bool:
    """Whether only a hyphen came or went: "cease-fire" is "ceasefire", but "re-sign" is not "resign"."""
    if not lost or not gained or len(lost) == len(gained):
        return False
    pieces = max(lost, gained, key=len)
    if any(token.kind != "word" or token.key in lexicon().turning_prefixes for token in pieces):
        return False
    return "".join(token.key for token in lost) == "".join(token.key for token in gained)


def _moved(changes: Sequence[Change]) -> bool:
    """Whether a word left one place for another: who did it to whom may hang on that."""
    lost = {token.key for change in changes for token in change[0]}
    return any(token.key in lost for change in changes for token in change[1])


def _misspelt(a: _Token, b: _Token) -> bool:
    """Whether `a` and `b` are one word, once with a slip; two short words are two words."""
    if a.kind != b.kind or a.kind != "word":
        return False
    if a.empty and b.empty and not _hides_names(a.key + b.key):
        return True
    if (a.decisive and b.decisive) or min(len(a.key), len(b.key)) < (5 if a.decisive or b.decisive else 4):
        return False
    if _swapped(a.key, b.key):
        return True  # "beofre" is no other word than "before"; pairs like "trial" and "trail" are in the lexicon
    return not (a.decisive or b.decisive) and (a.nameless and b.nameless and _one_slip(a.key, b.key))


def _swapped(a: str, b: str) -> bool:
    """Two neighbours swapped, or a letter doubled or not: no two names differ by that alone."""
    from rapidfuzz.distance import OSA

    if OSA.distance(a, b, score_cutoff=1) > 1:
        return False
    return sorted(a) == sorted(b) or (len(a) != len(b) and _undoubled(a) == _undoubled(b))


def _one_slip(a: str, b: str) -> bool:
    from rapidfuzz.distance import OSA

    if a[0] != b[0] or _prefixed(a, b):
        return False  # another first letter makes another word: hired, fired; import, export
    allowed = 2 if min(len(a), len(b)) >= 9 else 1
    return OSA.distance(a, b, score_cutoff=allowed) <= allowed


def _prefixed(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return long.endswith(short) and long[: len(long) - len(short)] in lexicon().turning_prefixes


def _undoubled(word: str) -> str:
    return "".join(one for one, following in zip_longest(word, word[1:]) if one != following)


def _hides_names(word: str) -> bool:
    """Whether the script of `word` has no capital letters."""
    return word.lower() == word.upper() and any(map(str.isalpha, word))
