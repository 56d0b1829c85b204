"""Synthetic articles with the answer a model might give, the same for a seed: for benchmarks of reading articles.

The texts are those of `synthetic_stories.py`, with a headline, a byline and a link below as pages print them: some 700
words in two dozen sentences of two facts. The answer has 15 claims of one or two mentions, as in the recorded answers,
each with its holders, cues and figures. Together they leave no sentence out, so that an article costs claimx one
request, as it does every peer; but one in forty has "rejected the report", which is asked about a second time. What is
in one claim belongs together as little as the facts of the event do.

The headline tells the number of an article, by which an endpoint knows whose answer is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import Any

from synthetic_stories import SAID, story

from claimx import Article, Claim, Stance

CLAIMS = 15
NUMBER = re.compile(r"what is known \((\d{5})\)")
FACTS = 44
"""Facts of an article; about 16 words are spent on each."""

CUES = (*SAID, "denied", "declined to comment")

Wire = dict[str, Any]


@dataclass(frozen=True)
class Answered:
    """An article, and its claims in the wire schema that claimx asks for."""

    article: Article
    answer: Wire


def answered_articles(number: int, seed: int = 7) -> list[Answered]:
    """The first `number` of an endless row, which a longer row begins with too."""
    return list(islice(_all(seed), number))


def _all(seed: int) -> Iterator[Answered]:
    numbers = count()
    for drawn in count(seed):
        for extraction in story(drawn, FACTS):
            if len(extraction.claims) == FACTS:  # copies are trimmed
                yield _answered(next(numbers), extraction.article, extraction.claims)


def _answered(number: int, told: Article, claims: Sequence[Claim]) -> Answered:
    headline = f"{claims[0].text.rstrip('.')}: what is known ({number:05})"
    article = Article(
        id=f"a{number:05}",
        text=f"{headline}\n\nBy Mina Holt\n\n{told.text}Read more: Ten bridges to see before you die\n",
        publisher=told.publisher,
        headline=headline,
        published_at=told.published_at,
        language=told.language,
    )
    answer = _Answer(told)
    # Two facts stand in a sentence, and the headline and the byline above the first.
    sentences = list(enumerate(zip(claims[::2], claims[1::2], strict=True), start=3))
    wires = [answer.claim(sentences[first::CLAIMS]) for first in range(CLAIMS)]
    wires[0]["mentions"].insert(0, _mention(1, headline, "support", None))
    return Answered(
        article,
        {
            "sources": list(answer.sources.values()),
            "sayings": list(answer.sayings.values()),
            "claims": wires,
            "furniture": [2, len(sentences) + 3],
        },
    )


class _Answer:
    """Gathers the sources and sayings that the mentions of its claims refer to."""

    def __init__(self, told: Article) -> None:
        self.sources: dict[str, Wire] = {}
        self.sayings: dict[tuple[int, str], Wire] = {}
        self._told = told

    def claim(self, sentences: Sequence[tuple[int, tuple[Claim, Claim]]]) -> Wire:
        facts = [fact for _, both in sentences for fact in both]
        quantities = [quantity for fact in facts for quantity in fact.quantities]
        return {
            "text": facts[0].text,
            "kind": facts[0].kind,
            "mentions": [mention for number, both in sentences for mention in self._mentions(number, *both)],
            "figures": [{"quote": one.span.exact, "unit": one.unit, "of": one.of} for one in quantities],
            "time": next((fact.time.text for fact in facts if fact.time), None),
        }

    def _mentions(self, sentence: int, first: Claim, second: Claim) -> Iterator[Wire]:
        quote = self._told.text[first.evidence[0].start : second.evidence[0].end]
        paragraph = next(part for part in self._told.text.split("\n\n") if quote in part)
        cue = next((words for words in CUES if words in paragraph.replace(quote, "")), None)
        for stance in first.stances:
            yield _mention(sentence, quote, stance.label, self._saying(sentence, stance, cue))

    def _saying(self, sentence: int, stance: Stance, cue: str | None) -> int | None:
        if stance.holder is None:
            return None
        role, name = _parted(stance.holder.name)
        source = {"key": f"s{len(self.sources) + 1}", "name": name, "kind": stance.holder.kind}
        known = self.sources.setdefault(name, {**source, "role": role, "affiliation": None, "named": True})
        saying = {"saying": len(self.sayings) + 1, "sentence": sentence, "holder": known["key"], "via": []}
        return int(self.sayings.setdefault((sentence, name), {**saying, "cue": cue, "when": None})["saying"])


def _parted(holder: str) -> tuple[str | None, str]:
    """Role and name: "minister Nadia Dalmunen" is written with a capital at the head of a sentence."""
    words = holder.split()
    first = next(number for number, word in enumerate(words) if word[0].isupper())
    role = " ".join(words[:first])
    return None if role in ("", "the") else role, " ".join(words[first:])


def _mention(sentence: int, quote: str, label: str, saying: int | None) -> Wire:
    return {"sentence": sentence, "quote": quote, "label": label, "saying": saying, "hedge": None}
