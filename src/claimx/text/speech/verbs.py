"""Cue verbs where they stand: with their auxiliaries and adverbs, and told from nouns that look like them."""

from __future__ import annotations

from dataclasses import dataclass

from claimx.text.speech.lexicon import Form, VerbForm
from claimx.text.speech.tokens import Unit


@dataclass(frozen=True)
class VerbGroup:
    """A verb with its auxiliaries and adverbs: tokens `start` to `at`, `at` being the verb."""

    start: int
    at: int
    verb: VerbForm
    auxiliary: bool
    passive: bool


def verb_group(unit: Unit, at: int) -> VerbGroup | None:
    """The verb group around a cue verb; None where the word is a noun or an infinitive here."""
    verb = unit.verb(at)
    if verb is None or (at and unit.tokens[at].capital and unit.paragraph):
        return None
    start = at
    while start and _belongs_to_verb(unit, start - 1, verb.form):
        start -= 1
    words = {unit.lower(n) for n in range(start, at)}
    auxiliary = bool(words & unit.lexicon.group("auxiliaries"))
    if "to" in words or not (auxiliary or _is_verb(unit, start, at, verb)):
        return None
    return VerbGroup(start, at, verb, auxiliary, verb.form == "past" and bool(words & unit.lexicon.group("passive")))


def _belongs_to_verb(unit: Unit, at: int, form: Form) -> bool:
    word = unit.lower(at)
    if word in ("'s", "’s") and form != "ing":
        return False
    adverb = word.endswith("ly") and not unit.tokens[at].capital
    return unit.among(at, "auxiliaries", "prefixes") or (unit.kind(at) == "word" and adverb)


def _is_verb(unit: Unit, start: int, at: int, verb: VerbForm) -> bool:
    """Whether a form without auxiliary is a verb where it stands: “officials claim”, not “the claim”."""
    before = start - 1
    if (
        unit.among(before, "determiners")
        and not unit.among(before, "pronouns", "openers")
        and (verb.form != "past" or unit.lower(before) != "her")
    ):
        return False
    if unit.among(before, "prepositions") and verb.form != "ing":
        return False
    if verb.participle:
        return False
    if verb.form == "base":
        return _plural(unit, before)
    if verb.form == "third" and unit.lower(at) in unit.lexicon.nouns:
        named = unit.kind(before) == "word" and unit.tokens[before].capital and not unit.tokens[at].capital
        return named or unit.among(before, "pronouns", "singular")
    return True


def _plural(unit: Unit, at: int) -> bool:
    if unit.kind(at) != "word" or unit.among(at, "auxiliaries", "determiners", "prepositions"):
        return unit.among(at, "pronouns")
    word = unit.lower(at)
    ending = word.endswith("s") and not word.endswith(("ss", "us", "'s", "’s"))
    return ending or unit.among(at, "pronouns", "plural")
