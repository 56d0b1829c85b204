"""Names as the reports of one claim give them: spelled otherwise, written over from another script, or changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from claimx.models import Claim, Variant
from claimx.reconciliation.variants.setting import Setting, gather

_CAPITALS = re.compile(r"\b[A-Z0-9][A-Z0-9-]++\b")
_NAME = re.compile(r"\b[^\W\d_]+(?:['’-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_LONG = 6
"""Letters from which on one differing letter is a spelling and not another name: Kerim and Karim are two men."""
_ALL_CAPITALISED = frozenset({"de", "lb"})
"""Languages that write every noun with a capital."""
_SPELLINGS = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"['’ʹʼ-]", ""),
        (r"sch|sh|ch", "s"),
        (r"tz|ts|cz|z", "s"),
        (r"kh|gh|ck|qu|[qcx]", "k"),
        (r"ph", "f"),
        (r"th|dt", "t"),
        (r"dj|dzh|zh", "j"),
        (r"oe|ou|oo", "u"),
        (r"ae|ai|ei|ey|ay", "e"),
        (r"[yj]|ij|ie", "i"),
        (r"w", "v"),
        (r"h", ""),
        (r"(.)\1+", r"\1"),
    )
)


def name_variants(appearances: Sequence[Claim], setting: Setting) -> Iterator[Variant]:
    """Designations that differ ("TB2", "TP2"), and names that differ by their spelling alone."""
    yield from _designation_variants(appearances)
    yield from _spelling_variants(appearances, setting)


def designations(text: str) -> Iterator[str]:
    """Words of capitals and figures both: "TB2", "F-16", but neither "NATO" nor "2028"."""
    for word in _CAPITALS.findall(text):
        if any(map(str.isdigit, word)) and any(map(str.isalpha, word)):
            yield word


@lru_cache(maxsize=4096)
def sounds(name: str) -> str:
    """A key that spellings and transliterations of one name share: Zelensky, Selenskyj, Zelenskyy."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    key = "".join(letter for letter in letters if not unicodedata.combining(letter))
    for pattern, sound in _SPELLINGS:
        key = pattern.sub(sound, key)
    return key


def _designation_variants(appearances: Sequence[Claim]) -> Iterator[Variant]:
    """Reports of one thing that share none of their designations name it differently."""
    given = {claim.id: set(designations(claim.text)) for claim in appearances}
    bearing = {claim_id: names for claim_id, names in given.items() if names}
    if len({frozenset(names) for names in bearing.values()}) < 2 or set.intersection(*bearing.values()):
        return
    values = gather((name, claim_id) for claim_id, names in bearing.items() for name in names)
    yield Variant(kind="name", values=values, compatible=False, why="designations that differ: a changed detail")


def _spelling_variants(appearances: Sequence[Claim], setting: Setting) -> Iterator[Variant]:
    """One variant for each name that some reports spell in one way and others in another."""
    bearers: dict[str, set[str]] = {}
    for claim in appearances:
        for name in _names(claim.text, setting.language(claim)):
            bearers.setdefault(name, set()).add(claim.id)
    for forms in _spelled_alike(sorted(bearers)):
        if all(bearers[a].isdisjoint(bearers[b]) for a in forms for b in forms if a != b):
            values = gather((form, claim_id) for form in forms for claim_id in bearers[form])
            yield Variant(kind="name", values=values, compatible=True, why="one name in different spellings")


def _spelled_alike(names: Sequence[str]) -> Iterable[list[str]]:
    groups: list[list[str]] = []
    for name in names:
        home = next((group for group in groups if all(_one_name(name, other) for other in group)), None)
        if home is None:
            groups.append([name])
        else:
            home.append(name)
    return (group for group in groups if len(group) > 1)


def _one_name(a: str, b: str) -> bool:
    """Whether two words are one name in two spellings, and not one word in two of its forms."""
    from rapidfuzz.distance import OSA

    first, second = a.casefold(), b.casefold()
    short, long = sorted((first, second), key=len)
    key, other = sounds(a), sounds(b)
    if key == other:
        return not (long.startswith(short) and long[len(short) :] in ("s", "es", "e", "n", "en", "er", "h"))
    if min(len(key), len(other)) < _LONG or key[0] != other[0] or key[-2:] != other[-2:]:
        return False  # what differs at its end is another form: Russia, Russian
    return OSA.distance(key, other, score_cutoff=1) <= 1


def _names(text: str, language: str) -> Iterator[str]:
    """Capitalised words that are neither the first of the text nor, where nouns are capitalised too, mere nouns."""
    if language in _ALL_CAPITALISED:
        return
    for word in _NAME.findall(text)[1 if _NAME.match(text) else 0 :]:
        if len(word) >= 4 and word[0].isupper() and not word.isupper():
            yield _POSSESSIVE.sub("", word)
