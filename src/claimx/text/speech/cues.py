"""Reported speech without a model: who is said to have said what, by quotation marks and cue words.

After PARC (Pareti 2012, 2016) and PolNeAR (Newell et al. 2018), whose terms these are: an attribution has a source, a
cue and a content. There is no parser behind it: a cue verb is looked up in the language's lexicon, its subject is the
noun phrase before it (or after it: “…”, said X), and what is said runs to the end of the clause. `benchmarks/
attribution.py` measures how far that carries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from claimx.text.speech.clauses import ClauseReader, Draft
from claimx.text.speech.lexicon import load_lexicon
from claimx.text.speech.quotations import Quotation
from claimx.text.speech.reported import Place, ReportedSpeech, mode_of
from claimx.text.speech.tokens import Token, Unit, read_units
from claimx.text.speech.unspaced import read_unspaced

if TYPE_CHECKING:
    from claimx.text.passage import Passage

__all__ = ["ReportedSpeech", "find_reported_speech"]


def find_reported_speech(passage: Passage, within: Sequence[Place] | None = None) -> list[ReportedSpeech]:
    """Every attribution that a rule finds in a text, in the order of its cues; without a language, by English rules.

    What is said inside a quotation is not looked into: the one quoted speaks for himself there. `within`, places in
    order and apart, spares reading the rest: all that is said there is found, and of what is said elsewhere some.
    """
    lexicon = load_lexicon(passage.language)
    quotations = passage.quotations
    if lexicon.unspaced:
        return read_unspaced(passage.text, quotations, lexicon)
    units = read_units(passage, lexicon, within)
    found: list[ReportedSpeech] = []
    for number, unit in enumerate(units):
        drafts = _carried_on(units, number, ClauseReader(unit).read())
        found += (_finished(draft, unit, quotations) for draft in drafts if draft.content)
    return found


def _carried_on(units: list[Unit], number: int, drafts: list[Draft]) -> list[Draft]:
    """The drafts of one sentence with the quotations beside it that are the same voice going on."""
    if not drafts:
        return drafts
    unit = units[number]
    colon = unit.tokens[-1].text == ":"
    spoken = [draft for draft in drafts if draft.verb is None or draft.verb.form != "ing"]
    last = max(spoken, key=lambda draft: draft.cue, default=None)
    if last is None:
        return drafts
    content = last.content
    if not content and not colon and number and _same_voice(unit, units[number - 1]):
        content = (_whole(units[number - 1]),)
    if not content or colon or _holds_quotation(unit.tokens, content) or content != last.content:
        content += _quotations_after(units, number, colon)
    return [replace(draft, content=content) if draft is last else draft for draft in drafts]


def _quotations_after(units: list[Unit], number: int, colon: bool) -> tuple[Place, ...]:
    """Sentences after this one that are only quotations: in its paragraph, or in the next one after a colon."""
    more: list[Place] = []
    for following in units[number + 1 :]:
        step = following.paragraph - units[number].paragraph
        if not following.whole_quotation or step > (1 if colon and not more else 0):
            break
        more.append(_whole(following))
    return tuple(more)


def _same_voice(unit: Unit, other: Unit) -> bool:
    return other.whole_quotation and other.paragraph == unit.paragraph


def _whole(unit: Unit) -> Place:
    return unit.tokens[0].start, unit.tokens[-1].end


def _holds_quotation(tokens: tuple[Token, ...], content: tuple[Place, ...]) -> bool:
    return any(
        token.kind == "quote" and start <= token.start and token.end <= end
        for token in tokens
        for start, end in content
    )


def _finished(draft: Draft, unit: Unit, quotations: list[Quotation]) -> ReportedSpeech:
    """The draft in characters, with its mode."""
    tokens = unit.tokens
    return ReportedSpeech(
        source=(tokens[draft.source[0]].start, tokens[draft.source[1] - 1].end) if draft.source else None,
        cue=(tokens[draft.cue[0]].start, tokens[draft.cue[1] - 1].end),
        content=draft.content,
        mode=mode_of(draft.content, quotations),
        verb=draft.verb.base if draft.verb else "",
        kind=draft.verb.kind if draft.verb else "speech",
    )
