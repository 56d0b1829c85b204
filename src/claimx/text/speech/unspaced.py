"""Reported speech in scripts without spaces between words: a cue word between a source and what it said."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from claimx.text.speech.lexicon import Lexicon
from claimx.text.speech.quotations import Quotation
from claimx.text.speech.reported import Place, ReportedSpeech, mode_of

_CLAUSE = r"[^，。；：！？、“”‘’「」『』《》()（）\s]"
_LONGEST = 400  # characters: no saying is longer, and hostile text must not make the reading quadratic
_SENTENCE_END = re.compile(r"[。！？\n]|$")


def read_unspaced(text: str, quotations: Sequence[Quotation], lexicon: Lexicon) -> list[ReportedSpeech]:
    """“X表示，…”, “X说：‘…’” and “‘…’，X说。”: the source is the clause before the cue word.

    A beginning, and no more: particles, times and titles before the cue word stay part of the source.
    """
    outer = [quotation for quotation in quotations if quotation.depth == 0]
    found: list[ReportedSpeech] = []
    for match in _pattern(lexicon).finditer(text):
        inside = _quotation_at(outer, match.start("cue")) is not None
        content = None if inside else next(_contents(text, match, outer), None)
        if content:
            base = match["cue"] or match["by"]
            cue = match.span("cue") if match["cue"] else match.span("by")
            source = match.span("source") if match["cue"] else match.span("named")
            found.append(ReportedSpeech(source, cue, (content,), mode_of((content,), quotations), base))
    return found


@cache
def _alternatives(words: frozenset[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


def _quotation_at(outer: Sequence[Quotation], place: int) -> Quotation | None:
    at = bisect_right(outer, place, key=lambda quotation: quotation.start) - 1
    return outer[at] if at >= 0 and place < outer[at].end else None


def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    cues = _alternatives(frozenset(lexicon.forms))
    according = _alternatives(frozenset("".join(phrase) for phrase in lexicon.according))
    return re.compile(
        rf"(?P<source>{_CLAUSE}{{1,40}}?)(?P<cue>{cues})(?=[，：:“「。]|{_CLAUSE}{{4}})"
        rf"|(?P<by>{according})(?P<named>{_CLAUSE}{{1,20}}?)(?:报道|消息|的?说法)?，"
    )


def _contents(text: str, match: re.Match[str], outer: Sequence[Quotation]) -> Iterator[Place]:
    after = match.end()
    if after < len(text) and text[after] in "。" and match["cue"]:
        # “……”，他说。 What was said stands before.
        yield from ((quotation.start, quotation.end) for quotation in outer if 0 <= match.start() - quotation.end <= 1)
        return
    while after < len(text) and text[after] in "，：: ":
        after += 1
    end = after
    while end < min(len(text), after + _LONGEST):
        quotation = _quotation_at(outer, end)
        if quotation is None:
            if _SENTENCE_END.match(text, end):
                break
            end += 1
        else:
            end = quotation.end
            if text[end - 2] in "。！？":
                break
    if end - after > 3:
        yield after, end
