"""How alike an article and a story are, and two stories: the average over all pairs of articles across.

The likeness of two articles is the weight of the terms they share, beside the geometric mean of what each weighs
(Ochiai 1957). A story is compared as a whole (average linkage, Sokal and Michener 1958), not by the article in it that
happens to be nearest: so no chain of half-likeness, from one event to the next with the same actors, ends in one story.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from math import sqrt
from operator import mul

from claimx.gathering.open_story import OpenStory, Voices
from claimx.gathering.weighing import Weighed
from claimx.models import LinkKind, StoryLink

JOIN = 0.18
"""Likeness from which an article belongs to the articles of a story in its own language."""

ABROAD = 0.3
"""… and in another, where only names, figures, dates and concepts count, beside the side that has fewer of them."""

PARTICULAR = 2
"""Names, figures and dates that an article has in common with its story at least, if it has any: words and concepts
alone are common to all events of a kind."""

_TOLD = 8


@dataclass(frozen=True, slots=True)
class Likeness:
    """`score`: 1 is just enough. `shared`: the terms in common."""

    story: OpenStory
    kind: LinkKind
    score: float
    shared: Collection[str]


def compare(article: Weighed, story: OpenStory) -> Likeness:
    """How alike the article and the story are, in the language in which they are more so."""
    at_home = article.sketch.language
    found = (
        (_at_home if language == at_home else _abroad)(article, story, voices)
        for language, voices in story.voices.items()
    )
    return max(found, key=lambda likeness: likeness.score)


def _at_home(article: Weighed, story: OpenStory, voices: Voices) -> Likeness:
    shared = article.weights.keys() & voices.loudness.keys()
    least = min(PARTICULAR, len(article.sketch.particular))
    total = sqrt(article.weight * voices.weight * voices.articles)
    enough = total and len(article.sketch.particular & shared) >= least
    return Likeness(story, "alike", _weight(article, voices, shared) / total / JOIN if enough else 0.0, shared)


def _abroad(article: Weighed, story: OpenStory, voices: Voices) -> Likeness:
    shared = article.sketch.crossing & voices.loudness.keys()
    total = min(article.crossing * voices.articles, voices.crossing)
    enough = total and len(shared) > PARTICULAR and len(article.sketch.particular & shared) >= PARTICULAR
    score = _weight(article, voices, shared) / total / ABROAD if enough else 0.0
    return Likeness(story, "other_language", score, shared)


def _weight(article: Weighed, voices: Voices, shared: Iterable[str]) -> int:
    """The weight of the shared terms in all pairs of the article and one of the story's."""
    terms = tuple(shared)
    return sum(map(mul, map(article.weights.__getitem__, terms), map(voices.loudness.__getitem__, terms)))


def compare_stories(one: OpenStory, other: OpenStory, rarity: Callable[[str], int]) -> float:
    """How alike two stories are in the languages that both are told in, 1 is just enough; 1 where there is none."""
    scores = [
        _compare_voices(voices, other.voices[language], rarity)
        for language, voices in one.voices.items()
        if language in other.voices
    ]
    return min(scores, default=1.0)


def _compare_voices(one: Voices, other: Voices, rarity: Callable[[str], int]) -> float:
    shared = sum(
        rarity(term) * one.loudness[term] * other.loudness[term] for term in one.loudness.keys() & other.loudness.keys()
    )
    total = sqrt(one.weight * one.articles * other.weight * other.articles)
    return shared / total / JOIN if total else 0.0


def to_link(article_id: str, article: Weighed, likeness: Likeness, merged: str | None = None) -> StoryLink:
    """What is in common, as the article has it."""
    sketch, weights = article.sketch, article.weights
    names: list[str] = []
    figures: list[str] = []
    words: list[str] = []
    for term in sorted(likeness.shared, key=lambda term: (-weights[term], term)):
        kind = figures if term[0] in "#@" else names if term in sketch.particular else words
        if len(kind) < _TOLD:
            kind.append(sketch.terms[term])
    return StoryLink(
        article=article_id,
        kind="merge" if merged else likeness.kind,
        score=round(likeness.score, 3),
        names=tuple(names),
        figures=tuple(figures),
        words=tuple(words),
        merged=merged,
    )
