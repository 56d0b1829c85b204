"""Where a cue, and what is said by it, begins and ends."""

from __future__ import annotations

from claimx.text.speech.lexicon import Form, VerbForm
from claimx.text.speech.tokens import DASHES, Unit
from claimx.text.speech.verbs import VerbGroup

_HALTS = frozenset({";", ",", "and"}) | DASHES
"""What is said ends at one of these if it does not end with its sentence, or before a phrase like “according to”."""


def cue_end(unit: Unit, group: VerbGroup) -> int:
    """After the verb and its particle: “called for”, “spoke out” - but “said” / “of her plan”."""
    after = group.at + 1
    particle = unit.among(after, "particles") and not unit.among(group.at, "without_particle")
    return after + particle


def speech_begin(unit: Unit, start: int, group: VerbGroup) -> int:
    """Where what is said begins: past “on Monday”, “in an interview”, and the one spoken to."""
    at = start
    while unit.among(at, "times", "prefixes") and unit.lower(at) != "this":
        at += 1
    if unit.lower(at) == ":":
        return at + 1
    if unit.lower(at) == "," and (unit.kind(at + 1) == "quote" or unit.lower(at + 1) in ("that", "dass")):
        return at + 1
    addressed = unit.lower(group.at) in unit.lexicon.addressed
    if unit.kind(at) != "word" or not (addressed or (unit.among(at, "prepositions") and _takes_adjunct(unit, group))):
        return at
    end = at
    while end < min(len(unit.tokens), at + 22):
        if end > at and (unit.among(end, "openers") or (addressed and unit.lower(end) in ("to", "if", "not"))):
            return end
        if unit.kind(end) == "quote" and (_opens_sentence(unit, end) or unit.lower(end - 1) in (",", ":")):
            return end
        if unit.lower(end) == ":":
            return end + 1
        if unit.breaks(end) and unit.lower(end) != ")" and unit.kind(end + 1) != "quote":
            break
        end += 1
    return _past_addressee(unit, at) if addressed else end


def _takes_adjunct(unit: Unit, group: VerbGroup) -> bool:
    return unit.among(group.at, "with_adjunct")


def _opens_sentence(unit: Unit, at: int) -> bool:
    start = unit.tokens[at].start
    return unit.text[start + 1 : start + 2].isupper()


def _past_addressee(unit: Unit, at: int) -> int:
    while unit.kind(at) == "word" and (unit.tokens[at].capital or unit.among(at, "addressees")):
        at += 1
    return at


def content_end(unit: Unit, begin: int, verb: VerbForm) -> int:
    """Where the content that begins at `begin` ends: with its clause, or sooner where it is a noun phrase."""
    end = clause_end(unit, begin)
    named_only = verb.kind != "speech" or verb.base in unit.lexicon.group("with_object")
    if not named_only or unit.among(begin, "openers") or unit.kind(begin) == "quote":
        return end
    # "criticized X, …": what is spoken of is a noun phrase, and ends sooner than a clause.
    return next((at for at in range(begin + 1, end) if unit.pauses(at) or unit.among(at, "cuts")), end)


def clause_end(unit: Unit, start: int) -> int:
    """Where what is said ends: with the sentence, or where another voice or another saying breaks in."""
    for at in range(start, len(unit.tokens)):
        word = unit.tokens[at].lower
        if word not in _HALTS and word not in unit.lexicon.according_from:
            continue
        if word == ";" or according_at(unit, at):
            return at - (at > start and unit.pauses(at - 1))
        if unit.pauses(at) and (_says(unit, at + 1, "ing") or _bracket_at(unit, at + 1)):
            return at
        if word == "and" and (
            unit.form(at + 1) in ("past", "third")
            or (unit.among(at + 1, "pronouns") and _says(unit, at + 2, "past", "third"))
        ):
            return at - (at > start and unit.pauses(at - 1))
    return len(unit.tokens)


def _says(unit: Unit, at: int, *forms: Form) -> bool:
    verb = unit.verb(at)
    return verb is not None and verb.form in forms and verb.kind != "mental"


def _bracket_at(unit: Unit, start: int) -> bool:
    """Whether “X said” and nothing else stands between a comma and the next mark."""
    for at in range(start, min(start + 12, len(unit.tokens))):
        if unit.kind(at) != "word":
            return False
        verb = unit.verb(at)
        if at > start and verb and verb.kind == "speech" and verb.form in ("past", "third"):
            return at + 1 >= len(unit.tokens) or (unit.kind(at + 1) == "mark" and unit.lower(at + 1) != ":")
    return False


def according_at(unit: Unit, at: int) -> int:
    """How many tokens from `at` on are a phrase like “according to”; 0 where none is."""
    for phrase in unit.lexicon.according_from.get(unit.lower(at), ()):
        if all(unit.lower(at + n) == word for n, word in enumerate(phrase)):
            return len(phrase)
    return 0
