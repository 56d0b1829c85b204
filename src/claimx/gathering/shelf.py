"""The stories that are open, and an index from each term to those that hold it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from heapq import nsmallest
from math import log

from claimx.gathering.open_story import OpenStory
from claimx.gathering.weighing import Weighed

CROWD = 64
"""A term that more open stories hold leads to none of them."""

LOOKED_UP = 400
"""Stories that the terms of one article lead to at most, the rarest terms first; most are met by several terms."""

CANDIDATES, CROSSING = 5, 3
"""Stories that one article is compared with: those with which it shares most of all, and most of what crosses."""

BACKGROUND = 100
"""Stories that are thought to be open besides: what is rare among three is not yet rare."""


class Shelf:
    """Holds open stories. Whoever changes what a story says tells the shelf: `index`."""

    def __init__(self) -> None:
        self._stories: dict[int, OpenStory] = {}
        self._held: dict[str, int] = {}
        self._holders: dict[str, tuple[int, ...]] = {}
        self._by_text: dict[bytes, int] = {}

    def __iter__(self) -> Iterator[OpenStory]:
        return iter(self._stories.values())

    def __len__(self) -> int:
        return len(self._stories)

    def get(self, number: int) -> OpenStory | None:
        """The open story with that number, if it is still open."""
        return self._stories.get(number)

    def with_text(self, fingerprint: bytes) -> OpenStory | None:
        """The open story in which this text stands already."""
        number = self._by_text.get(fingerprint)
        return None if number is None else self._stories[number]

    def rarity(self, term: str) -> int:
        """The inverse document frequency of a term, in thousandths; an open story is one document, however long."""
        return round(1000 * log((len(self._stories) + BACKGROUND) / (self._held.get(term, 0) + 0.5)))

    def candidates(self, article: Weighed) -> list[OpenStory]:
        """The stories that share most rare terms with the article, in its language or in another."""
        held, crossing = self._held, article.sketch.crossing
        met = sorted((held[term], term) for term in article.weights if term in self._holders)
        shared: defaultdict[int, int] = defaultdict(int)
        crossed: defaultdict[int, int] = defaultdict(int)
        room = LOOKED_UP
        for count, term in met:
            room -= count
            if room < 0:
                break
            weight = article.weights[term]
            for number in self._holders[term]:
                shared[number] += weight
            if term in crossing:
                for number in self._holders[term]:
                    crossed[number] += weight
        best = dict.fromkeys([*_heaviest(shared, CANDIDATES), *_heaviest(crossed, CROSSING)])
        return [self._stories[number] for number in best]

    def put(self, story: OpenStory) -> None:
        """Take up a story with all it holds."""
        self._stories[story.number] = story
        for fingerprint in story.texts:
            self._by_text[fingerprint] = story.number
        self.index(story, story.terms())

    def index(self, story: OpenStory, terms: Iterable[str]) -> None:
        """Note that the story now holds these terms, none of which it held before."""
        for term in terms:
            self._held[term] = count = self._held.get(term, 0) + 1
            if count <= CROWD:
                self._holders[term] = (*self._holders.get(term, ()), story.number)
            elif count == CROWD + 1:
                self._holders.pop(term, None)

    def take(self, story: OpenStory) -> None:
        """Take a story off the shelf."""
        del self._stories[story.number]
        for fingerprint in story.texts:
            if self._by_text.get(fingerprint) == story.number:
                del self._by_text[fingerprint]
        for term in story.terms():
            self._held[term] -= 1
            if not self._held[term]:
                del self._held[term]
            left = tuple(number for number in self._holders.get(term, ()) if number != story.number)
            if left:
                self._holders[term] = left
            else:
                self._holders.pop(term, None)

    def merge(self, story: OpenStory, other: OpenStory) -> None:
        """Make one story part of another."""
        self.take(other)
        self.take(story)
        story.absorb(other)
        self.put(story)

    def note_text(self, story: OpenStory, fingerprint: bytes) -> None:
        """Note that a text stands in the story."""
        story.texts.append(fingerprint)
        self._by_text[fingerprint] = story.number


def _heaviest(shared: Mapping[int, int], most: int) -> Iterator[int]:
    return (number for _, number in nsmallest(most, ((-weight, number) for number, weight in shared.items())))
