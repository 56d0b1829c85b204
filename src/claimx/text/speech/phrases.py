"""Noun phrases without a parser: who stands before a verb, who stands after it, and whose sentence it is.

Positions are token numbers of a `Unit`; a phrase is `(start, end)`, end-exclusive, as everywhere.
"""

from __future__ import annotations

import re

from claimx.text.speech.tokens import DASHES, Unit

Phrase = tuple[int, int]

_REACH = 60  # tokens: no noun phrase is longer, and hostile text must not make the reading quadratic
_INNER_MARKS = frozenset("&'’/-")
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_PARTY_OR_AGE = re.compile(r"[RD]-|\d")
_CLOSES = frozenset({".", ";", ":", "?", "!", ")"}) | DASHES


def subject_before(unit: Unit, verb: int) -> Phrase | None:
    """The subject of the verb group that begins at `verb`: a pronoun, a name, a name with its apposition."""
    before = verb - 1
    if before < 0:
        return None
    if unit.among(before, "pronouns"):
        return before, verb
    if unit.lower(before) in ("and", "but", "or"):
        return first_subject(unit, before)
    if unit.pauses(before):
        return _apposed(unit, before)
    if unit.tokens[before].text == ")":
        phrase = phrase_before(unit, _opening_bracket(unit, before))
        return (phrase[0], verb) if phrase else None
    if unit.kind(before) != "word" or (unit.among(before, "subordinators") and unit.lower(before) != "that"):
        return None
    phrase = phrase_before(unit, verb)
    if phrase and all(unit.among(at, "times", "determiners") for at in range(*phrase)):
        return None
    return None if phrase is None or _ends_in_possessive(unit, phrase) else phrase


def _ends_in_possessive(unit: Unit, phrase: Phrase) -> bool:
    return unit.lower(phrase[1] - 1) in _POSSESSIVE


def phrase_before(unit: Unit, end: int) -> Phrase | None:
    """The noun phrase that ends at `end`, as far back as no verb, conjunction or mark stops it."""
    start, conjunction = end, None
    while start > max(0, end - _REACH) and not _stops(unit, start - 1, end):
        start -= 1
        if unit.lower(start) == "and" and conjunction is None:
            conjunction = start
    if conjunction is not None and start < conjunction and not _is_list_of_names(unit, start, conjunction):
        start = conjunction + 1  # "X did this and Y said": only Y speaks
    while start < end and (
        unit.among(start, "connectives") or (unit.among(start, "prefixes") and unit.lower(start) not in ("all", "both"))
    ):
        start += 1
    if start < end and unit.among(start - 1, "subordinators") and unit.lower(start).endswith("ed"):
        return None  # "the fire that gutted a ferry has claimed": the subject stands before the relative clause
    if start < end and unit.among(start, "prepositions") and unit.lower(start) not in ("about", "over", "under", "at"):
        return _after_adjunct(unit, start, end)
    return (start, end) if start < end else None


def phrase_after(unit: Unit, start: int) -> Phrase:
    """The noun phrase that begins at `start`, with its apposition, up to the mark or the conjunction that ends it."""
    end = start
    while end < min(len(unit.tokens), start + _REACH):
        token = unit.tokens[end]
        if token.kind == "quote" and end > start and not unit.among(end - 1, "determiners", "prepositions"):
            break
        if token.text in _CLOSES or (token.text == "," and not _apposition_follows(unit, end + 1)):
            break
        if end > start and unit.among(end, "ends_phrase"):
            break
        if end > start and token.lower in unit.lexicon.group("days"):
            return start, max(start + 1, end - unit.among(end - 1, "prepositions"))
        end += 1
    return start, end


def first_subject(unit: Unit, limit: int) -> Phrase | None:
    """The subject of the sentence, found before `limit`: what stands before its first verb."""
    start = _past_opening(unit, limit)
    while start < limit and (unit.among(start, "connectives") or unit.kind(start) == "mark"):
        start += 1
    if start < limit and unit.among(start, "pronouns") and unit.lower(start) not in ("one", "some", "many", "others"):
        return start, start + 1
    for end in range(start, min(limit, start + _REACH)):
        token = unit.tokens[end]
        if token.kind == "quote":
            return None
        if token.kind == "mark" and token.text not in _INNER_MARKS:
            return (start, end) if end > start else None
        if end > start and not token.capital and _looks_like_verb(unit, end) and not unit.among(end - 1, "determiners"):
            return start, end
    return None


def _stops(unit: Unit, at: int, end: int) -> bool:
    token = unit.tokens[at]
    if token.kind == "mark":
        return token.text not in _INNER_MARKS
    if token.kind == "quote":
        # A short quotation may be part of a name; one that ends in a comma was what somebody said.
        short = token.end - token.start < 30 and unit.text[token.end - 2] not in ",.?!"
        return not (short and at + 1 < end and unit.kind(at - 1) == "word")
    if unit.among(at, "subordinators"):
        return True
    if unit.among(at, "auxiliaries") and token.lower != "to" and token.lower not in _POSSESSIVE:
        return True
    verb = unit.verb(at)
    if verb is None or token.capital or token.lower in unit.lexicon.nouns:
        return False
    return not (verb.form == "past" and unit.among(at - 1, "determiners"))  # "the accused officer"


def _is_list_of_names(unit: Unit, start: int, end: int) -> bool:
    return all(
        unit.tokens[at].capital or unit.among(at, "determiners") or unit.lower(at) == "of"
        for at in range(start, end)
        if unit.kind(at) == "word"
    )


def _after_adjunct(unit: Unit, start: int, end: int) -> Phrase | None:
    """“In June Trump said”: the name at the end of the phrase, or what its last article begins."""
    while unit.among(start + 1, "times"):
        start += 1  # "On Wednesday Deckwatch": the day is no part of the name
    name = end
    while name - 1 > start and unit.kind(name - 1) == "word" and unit.tokens[name - 1].capital:
        name -= 1
    if name < end:
        return name, end
    return next(((at, end) for at in range(end - 1, start, -1) if unit.among(at, "determiners")), None)


def _apposed(unit: Unit, close: int) -> Phrase | None:
    """“Caddell, a pollster, ”: the name before an apposition that ends with the mark at `close`, the mark included."""
    mark = unit.tokens[close].text
    opening = next((at for at in range(close - 1, max(-1, close - 40), -1) if unit.tokens[at].text == mark), None)
    phrase = phrase_before(unit, opening) if opening is not None else None
    if phrase is None or unit.among(phrase[1] - 1, "times"):
        return None
    if phrase[0] and unit.lower(phrase[0]) in ("a", "an") and unit.tokens[phrase[0] - 1].text == mark:
        # "the Gazette, a daily, citing officials, ": two appositions
        phrase = phrase_before(unit, phrase[0] - 1) or phrase
    return phrase[0], close + 1


def _opening_bracket(unit: Unit, close: int) -> int:
    return next((at for at in range(close, max(-1, close - _REACH), -1) if unit.tokens[at].text == "("), 0)


def _apposition_follows(unit: Unit, at: int) -> bool:
    if unit.kind(at) != "word":
        return False
    return unit.among(at, "appositives") or _PARTY_OR_AGE.match(unit.tokens[at].text) is not None


def _past_opening(unit: Unit, limit: int) -> int:
    """Where the main clause begins after “In a speech on Monday, …” or “Citing the poll, …”."""
    if unit.among(0, "prepositions", "opening") or unit.lower(0).endswith("ing"):
        return next((at + 1 for at in range(limit) if unit.tokens[at].text == ","), 0)
    return 0


def _looks_like_verb(unit: Unit, at: int) -> bool:
    word = unit.lower(at)
    if unit.kind(at) != "word" or word in _POSSESSIVE:
        return False
    return (
        unit.among(at, "auxiliaries", "prefixes", "verbs") or word in unit.lexicon.forms or word.endswith(("ed", "ly"))
    )


def is_clause(unit: Unit, start: int, end: int) -> bool:
    """Whether a finite verb stands in the tokens: “, said no decision had been made” is no name after “said”."""
    return any(
        (unit.among(at, "auxiliaries") and unit.lower(at) != "to" and unit.lower(at) not in _POSSESSIVE)
        or (not unit.tokens[at].capital and (unit.form(at) == "past" or unit.lower(at).endswith("ed")))
        for at in range(start, end)
    )
