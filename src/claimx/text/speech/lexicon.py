"""The words by which a language reports speech, from `data/cues_<language>.toml`."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

from claimx.text.languages import primary_tag

Kind = Literal["speech", "stance", "mental"]
Form = Literal["base", "third", "ing", "past"]

LANGUAGES = ("de", "en", "es", "fr", "zh")


@dataclass(frozen=True)
class VerbForm:
    """A form of a cue verb. `kind`: what it tells of - saying, taking a stand in words, or thinking and wanting."""

    base: str
    kind: Kind
    form: Form
    participle: bool = False  # of the past, and nothing else: "seen"


@dataclass(frozen=True)
class Lexicon:
    """One language's cue words. `words` holds its small classes of function words by name."""

    forms: Mapping[str, VerbForm]
    nouns: frozenset[str]
    addressed: frozenset[str]
    inverted: frozenset[str]
    denying: frozenset[str]
    unspaced: bool
    according: tuple[tuple[str, ...], ...]
    words: Mapping[str, frozenset[str]]

    def group(self, name: str) -> frozenset[str]:
        """A class of function words; empty where the language's file has none yet."""
        return self.words.get(name, frozenset())

    @cached_property
    def classes(self) -> Mapping[str, frozenset[str]]:
        """Of each function word the names of its classes."""
        classes: dict[str, set[str]] = defaultdict(set)
        for name, words in self.words.items():
            for word in words:
                classes[word].add(name)
        return {word: frozenset(names) for word, names in classes.items()}

    @cached_property
    def according_from(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """The phrases like “according to” by their first words."""
        return {phrase[0]: tuple(one for one in self.according if one[0] == phrase[0]) for phrase in self.according}


@cache
def load_lexicon(language: str | None) -> Lexicon:
    """The lexicon of `language` ("de-AT" is German), or the English one where there is none for it."""
    code = primary_tag(language) or "en"
    name = f"data/cues_{code if code in LANGUAGES else 'en'}.toml"
    data = tomllib.loads(files("claimx.text").joinpath(name).read_text("utf-8"))
    return Lexicon(
        forms=_verb_forms(data),
        nouns=_set(data.get("nouns", "")),
        addressed=_set(data.get("addressed", "")),
        inverted=_set(data.get("inverted", "")),
        denying=_set(data.get("denying", "")),
        unspaced=data.get("unspaced", False),
        according=tuple(tuple(phrase.split()) for phrase in data["according"]),
        words={name: _set(words) for name, words in data["words"].items()},
    )


def _verb_forms(data: Mapping[str, list[str]]) -> dict[str, VerbForm]:
    """A form that two kinds share ("decided") goes to the one that says more: speech before stance before mental."""
    forms: dict[str, VerbForm] = {}
    kinds: tuple[Kind, ...] = ("mental", "stance", "speech")
    for kind in kinds:
        for line in data.get(kind, []):
            base, third, ing, *past = line.split()
            forms[base] = VerbForm(base, kind, "base")
            forms[third] = VerbForm(base, kind, "third")
            forms[ing] = VerbForm(base, kind, "ing")
            forms |= {past_form: VerbForm(base, kind, "past", number > 0) for number, past_form in enumerate(past)}
    # Other languages list the forms as they stand before or after a subject, one verb a line.
    for line in data.get("finite", []):
        base, *_ = line.split()
        forms |= dict.fromkeys(line.split(), VerbForm(base, "speech", "past"))
    return forms


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())
