"""What a word counts as where texts are compared: a concept in any language, a figure, an opposite.

The words are in `data/concepts.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from claimx.text.meaning import lexicon

HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
_ENDINGS = ("ingly", "edly", "ing", "ies", "ied", "ed", "es", "en", "er", "s", "e", "y")
_GROUPED = re.compile(r"\d{1,3}(?:[.,'’]\d{3})+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: the terms it is compared by, and what else it tells. `terms` is empty for a function word."""

    terms: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    figure: str = ""
    year: str = ""
    clock: str = ""
    month: str = ""
    marks: tuple[str, ...] = ()
    """What it does to the claim, wherever it stands: negates it, turns it round, takes a side of an opposition."""
    capital: bool = False
    ordered: bool = False
    """Whether its neighbours bear on what it tells."""


@dataclass(frozen=True)
class Vocabulary:
    """The lists of `data/concepts.toml`, by stem or, in scripts without spaces, by word."""

    concepts: dict[str, str]
    phrases: dict[str, str]
    phrase_pattern: re.Pattern[str]
    unspaced: dict[str, str]
    unspaced_pattern: re.Pattern[str]
    function: dict[str, frozenset[str]]
    marks: dict[str, tuple[str, ...]]
    numbers: dict[str, str]
    months: dict[str, str]

    @property
    def empty_characters(self) -> frozenset[str]:
        return self.function["zh"]

    @cached_property
    def concept_starts(self) -> frozenset[str]:
        """The first four letters of each concept's words: a stem keeps them."""
        return frozenset(root[:4] for root in self.concepts)

    @cached_property
    def unspaced_marks(self) -> tuple[str, ...]:
        return tuple(word for word in self.marks if HAN.match(word))


@cache
def vocabulary() -> Vocabulary:
    """Read once, when the first claim is read."""
    tables = tomllib.loads(files("claimx.text").joinpath("data/concepts.toml").read_text(encoding="utf-8"))
    kinds = tables["function"].pop("kinds")
    concepts: dict[str, str] = {}
    phrases: dict[str, str] = {}
    unspaced: dict[str, str] = {}
    for concept, word in _concept_words(tables["concepts"]):
        if HAN.match(word):
            unspaced.setdefault(word, concept)
        elif "_" in word:
            phrases[word.replace("_", " ")] = concept
        else:
            concepts.setdefault(stem(word), concept)
    return Vocabulary(
        concepts=concepts,
        phrases=phrases,
        phrase_pattern=re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE),
        unspaced=unspaced,
        unspaced_pattern=re.compile("|".join(sorted(unspaced, key=lambda word: (-len(word), word)))),
        function={name: frozenset(words.split()) for name, words in tables["function"].items()},
        marks=_marks(kinds, tables["opposites"]["pairs"]),
        numbers={word: number for number, words in tables["numbers"].items() for word in words.split()},
        months={word: month for month, words in tables["months"].items() for word in words.split()},
    )


@lru_cache(maxsize=1 << 16)
def look_up(raw: str) -> Word:
    """What `raw`, a word or a figure of a script with spaces, counts as."""
    if raw[0].isdigit():
        return _figure(raw)
    words = vocabulary()
    word = re.sub(r"['’]s?$", "", raw.casefold()).replace("’", "'")
    negates = word.endswith("n't") or word in (lexicon().negation & lexicon().decisive)
    number = words.numbers.get(word, "")
    capital = raw[0].isupper()
    month = words.months.get(word, "")
    return Word(
        terms=(f"#{number}",) if number else _terms(word),
        languages=tuple(name for name, spoken in words.function.items() if word in spoken),
        figure=number,
        month=month,
        marks=words.marks.get(word, ()) + (("negated",) if negates else ()),
        capital=capital,
        ordered=bool(capital or number or month),
    )


def find_unspaced(run: str) -> tuple[list[tuple[str, str]], str]:
    """The known words in a run of characters without spaces, each as concept and as written, and what is between them.

    What is between comes in one piece, with a space for every word found.
    """
    words = vocabulary()
    known: list[tuple[str, str]] = []
    between: list[str] = []
    at = 0
    for match in words.unspaced_pattern.finditer(run):
        known.append((words.unspaced[match.group()], match.group()))
        between.append(run[at : match.start()])
        at = match.end()
    between.append(run[at:])
    return known, " ".join(between)


def character_pairs(text: str) -> Iterator[str]:
    """Pairs of neighbours in a text without spaces between words, none across a function word or a space."""
    empty = vocabulary().empty_characters
    for stretch in "".join(" " if character in empty else character for character in text).split():
        for at in range(max(1, len(stretch) - 1)):
            yield stretch[at : at + 2]


def stem(word: str) -> str:
    """`word` without the commonest endings of English and German. Crude: forms only have to come out alike."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= (3 if len(ending) == 1 else 4):
            word = word[: -len(ending)]
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1].isalpha() and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] if word.endswith(("y", "i")) and len(word) > 4 else word


def _terms(word: str) -> tuple[str, ...]:
    words = vocabulary()
    if any(word in spoken for spoken in words.function.values()):
        return ()
    root = stem(word)
    if root in words.concepts:
        return (words.concepts[root],)
    return _compound(word) or (root,)


def _compound(word: str) -> tuple[str, ...]:
    """The parts of a German compound whose last part has a concept; nothing for any other word."""
    if len(word) < 8 or not word.isalpha():
        return ()
    concepts, starts = vocabulary().concepts, vocabulary().concept_starts
    for cut in range(3, len(word) - 3):
        if word[cut : cut + 4] not in starts:
            continue
        head = stem(word[cut:])
        if len(head) >= 4 and head in concepts:
            first = word[:cut]
            part = stem(first.removesuffix("s"))
            return (concepts.get(part, part), concepts[head])
    return ()


def _figure(raw: str) -> Word:
    if clock := _CLOCK.fullmatch(raw):
        shown = f"{int(clock[1])}:{clock[2]}"
        return Word(terms=(f"#{shown}",), clock=shown, ordered=True)
    if _YEAR.fullmatch(raw):
        return Word(terms=(f"#{raw}",), year=raw, ordered=True)
    plain = re.sub(r"[.,'’]", "", raw) if _GROUPED.fullmatch(raw) else raw.replace(",", ".")
    if not re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return Word(terms=(f"#{plain}",))
    value = float(plain)
    plain = str(int(value)) if value.is_integer() else str(value)
    return Word(terms=(f"#{plain}",), figure=plain, ordered=True)


def _concept_words(sections: dict[str, dict[str, str]]) -> Iterator[tuple[str, str]]:
    for section in sections.values():
        for name, words in section.items():
            for word in words.split():
                yield f"={name}", word


def _marks(kinds: dict[str, str], opposites: str) -> dict[str, tuple[str, ...]]:
    """Each word → its marks: the kinds it is of, and its sides: "+" and "-" of one opposition exclude each other."""
    marks: dict[str, tuple[str, ...]] = {}
    for kind, words in kinds.items():
        for word in words.split():
            marks[word] = (*marks.get(word, ()), kind)
    for pair in opposites.split():
        for sign, word in zip("+-", pair.split("/"), strict=True):
            marks[word] = (*marks.get(word, ()), f"{sign}{pair}")
    return marks
