"""A story while articles still come: what its articles say in each language, as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from claimx.gathering.weighing import LOUD, PLAIN, Weighed
from claimx.models import Story, StoryLink


@dataclass(slots=True)
class Voices:
    """The articles in one language together: how loud they say each term, and what they weigh, added up.

    `crossing` is the weight of their crossing terms alone.
    """

    loudness: dict[str, int] = field(default_factory=dict)
    articles: int = 0
    weight: int = 0
    crossing: int = 0

    def add(self, article: Weighed) -> None:
        headline, said = article.sketch.headline, self.loudness
        for term in article.weights:
            said[term] = said.get(term, 0) + (LOUD if term in headline else PLAIN)
        self._grow(1, article.weight, article.crossing)

    def absorb(self, other: Voices) -> None:
        said = self.loudness
        for term, loudness in other.loudness.items():
            said[term] = said.get(term, 0) + loudness
        self._grow(other.articles, other.weight, other.crossing)

    def _grow(self, articles: int, weight: int, crossing: int) -> None:
        self.articles += articles
        self.weight += weight
        self.crossing += crossing


@dataclass(slots=True, eq=False)
class OpenStory:
    """`number` is its place in the order of opening. `seen`: when it was last known to go on, by the stream's clock."""

    id: str
    number: int
    seen: datetime
    articles: list[str] = field(default_factory=list)
    first: datetime | None = None
    last: datetime | None = None
    voices: dict[str, Voices] = field(default_factory=dict)
    links: list[StoryLink] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    copies: Counter[str] = field(default_factory=Counter)
    """Copies by publisher."""
    texts: list[bytes] = field(default_factory=list)
    """Fingerprints of its texts, each once."""

    def lacks(self, terms: Iterable[str]) -> list[str]:
        """Those of the terms that it does not hold."""
        held = [voices.loudness for voices in self.voices.values()]
        return [term for term in terms if not any(term in said for said in held)]

    def terms(self) -> set[str]:
        return {term for voices in self.voices.values() for term in voices.loudness}

    def go_on(self, moment: datetime | None, seen: datetime) -> None:
        """Let the story reach to `moment`, if that is known, and note that it was `seen` going on."""
        self.seen = max(self.seen, seen)
        if moment is not None:
            self.first = moment if self.first is None else min(self.first, moment)
            self.last = moment if self.last is None else max(self.last, moment)

    def absorb(self, other: OpenStory) -> None:
        """Take in all of `other`."""
        self.articles += other.articles
        self.links += other.links
        self.merged += [other.id, *other.merged]
        self.copies.update(other.copies)
        self.texts += other.texts
        self.go_on(other.first, other.seen)
        self.go_on(other.last, other.seen)
        for language, voices in other.voices.items():
            self.voices.setdefault(language, Voices()).absorb(voices)

    def to_story(self) -> Story:
        return Story(
            id=self.id,
            articles=tuple(self.articles),
            first=self.first,
            last=self.last,
            languages=tuple(sorted(language for language in self.voices if language)),
            links=tuple(self.links),
            merged=tuple(self.merged),
        )
