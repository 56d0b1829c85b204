"""A stream of news in time order with the event each article tells of: for `gathering.py`, the same for a seed.

Invented words by Zipf's law in three languages that share only names and figures; a word has the same rank in each, and
one word in two has a synonym. An event is of a kind (sixty of them, each with words of its own), has a place and
actors, which other events have too (by Zipf again), and facts; a fact has an actor, three words of the kind, three of
its own and sometimes a figure. Most events have one article, few have hundreds; half of an event's articles come in the
first half day, the last within some days. Who writes on the second day has new facts to tell.

An article tells some of the facts in an order and in words of its own, beside sentences that are about nothing in
particular and may name anybody; its headline is made from the chief facts. One in seven is a copy, trimmed and under
another headline. Planted beside the events: others with the same actors and place, and others of the same kind
elsewhere, at the same time or a day later.

Nothing is held but the articles still to come of the events that have begun.
"""

from __future__ import annotations

import heapq
import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate, count

from claimx import Article

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
A_DAY = 24.0
WORDS, KINDS, ACTORS, PLACES, PUBLISHERS = 40_000, 60, 6_000, 1_500, 400
SYLLABLES = [c + v + e for c in "b d f g k l m n p r s t v br kr st".split() for v in "aeiou" for e in ("", "n", "r")]
GLUE = {
    "en": "the of to and a in that it was for on with as he by at his from they had this which but not be".split(),
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an".split(),
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más o".split(),
}

Facts = list["Fact"]


def by_zipf(number: int, flat: int) -> list[float]:
    """Cumulative weights for `random.choices`."""
    return list(accumulate(1 / (rank + flat) for rank in range(number)))


@dataclass(frozen=True)
class Fact:
    """Ranks of words, of one actor, and a figure."""

    actor: int
    words: tuple[int, ...]
    figure: str


@dataclass
class Event:
    number: int
    kind: int
    place: int
    actors: list[int]
    begin: float
    language: str
    facts: Facts
    later: Facts
    told: list[tuple[str, list[list[str]]]] = field(default_factory=list)
    """Language and sentences of what was written, for copies."""


class World:
    """Words, names and kinds of events; all that is drawn comes from one generator."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.words = {language: self._invent(WORDS) for language in GLUE}
        self.word_weights = by_zipf(WORDS, 30)
        self.surnames = [word.title() for word in self._invent(ACTORS)]
        self.forenames = [word.title() for word in self._invent(150)]
        self.actor_weights, self.place_weights = by_zipf(ACTORS, 40), by_zipf(PLACES, 25)
        self.places = [word.title() for word in self._invent(PLACES)]
        self.kinds = [self.rng.sample(range(200, 6_000), 40) for _ in range(KINDS)]
        self.publishers = [f"{word.title()} Post" for word in self._invent(PUBLISHERS)]

    def _invent(self, number: int) -> list[str]:
        made: dict[str, None] = {}
        while len(made) < number:
            made["".join(self.rng.choices(SYLLABLES, k=self.rng.randint(2, 4)))] = None
        return list(made)

    def draw(self, weights: Sequence[float], number: int) -> list[int]:
        return [bisect(weights, self.rng.random() * weights[-1]) for _ in range(number)]

    def name(self, actor: int) -> str:
        return f"{self.forenames[actor % 150]} {self.surnames[actor]}" if actor % 3 else self.surnames[actor]

    def word(self, language: str, rank: int) -> str:
        """The word of a rank, or half of the time its synonym: every other word has one."""
        if rank % 4 < 2 and self.rng.random() < 0.5:
            rank ^= 1
        return self.words[language][rank]


class Newsroom:
    """Makes events, and writes articles about them."""

    def __init__(self, seed: int) -> None:
        self.world = World(seed)
        self.rng = self.world.rng
        self._numbers = count()

    def event(
        self, begin: float, kind: int | None = None, place: int | None = None, actors: list[int] | None = None
    ) -> Event:
        """An event; what is given is taken over from another."""
        world, rng = self.world, self.rng
        kind = rng.randrange(KINDS) if kind is None else kind
        actors = actors or world.draw(world.actor_weights, rng.randint(2, 5))
        place = world.draw(world.place_weights, 1)[0] if place is None else place
        facts = [self.fact(kind, actors) for _ in range(rng.randint(10, 18))]
        later = [self.fact(kind, actors) for _ in range(rng.randint(4, 8))]
        language = rng.choices(list(GLUE), (6, 3, 1))[0]
        return Event(next(self._numbers), kind, place, actors, begin, language, facts, later)

    def fact(self, kind: int, actors: Sequence[int]) -> Fact:
        world, rng = self.world, self.rng
        own = world.draw(world.word_weights, 3)
        figure = f"{rng.choice((rng.randint(2, 99), rng.randint(100, 9_999))):,}" if rng.random() < 0.4 else ""
        return Fact(rng.choice(actors), (*rng.sample(world.kinds[kind], 3), *own), figure)

    def near(self, event: Event) -> Event:
        """An event that is easily taken for another: with its actors at its place, or of its kind elsewhere."""
        begin = event.begin + self.rng.uniform(0, 1.5 * A_DAY)
        if self.rng.random() < 0.5:
            actors = self.rng.sample(event.actors, max(2, len(event.actors) - 1))
            return self.event(begin, actors=actors, place=event.place)
        return self.event(begin, kind=event.kind)

    def size(self) -> int:
        """How many articles an event has: mostly one, on average some six, seldom hundreds."""
        return 1 if self.rng.random() < 0.5 else min(400, int(2 * self.rng.paretovariate(1.15)))

    def write(self, event: Event, at: float, number: int) -> Article:
        """An article on the event `at` so many hours."""
        rng = self.rng
        language = event.language if rng.random() < 0.8 else rng.choices(list(GLUE), (6, 3, 1))[0]
        made = [one for one in event.told if one[0] == language]
        if made and rng.random() < 1 / 7:
            sentences = rng.choice(made)[1]
            sentences = sentences[: rng.randint(max(1, len(sentences) // 2), len(sentences))]
        else:
            sentences = self.tell(event, language, second_day=at > event.begin + 16)
            if len(event.told) < 20:
                event.told.append((language, sentences))
        headline = " ".join(self.headline(event, language)).capitalize()
        # One in a hundred has no date.
        moment = None if rng.random() < 0.01 else BEGIN + timedelta(hours=at)
        return Article(
            id=f"n{number}",
            text="\n\n".join(" ".join(sentence) + "." for sentence in sentences),
            headline=headline,
            publisher=rng.choice(self.world.publishers),
            published_at=moment,
            language=language,
            sha256="-",
        )

    def tell(self, event: Event, language: str, *, second_day: bool) -> list[list[str]]:
        world, rng = self.world, self.rng
        chief, rest = event.facts[:4], event.facts[4:]
        facts = [fact for fact in chief if rng.random() < 0.75]
        facts += rng.sample(rest, min(len(rest), rng.randint(2, 6)))
        if second_day:
            facts = [*rng.sample(event.later, 3), *facts[: rng.randint(3, 6)]]
        sentences = [self.sentence(fact, language) for fact in facts]
        sentences[0] += [self.glue(language), world.places[event.place]]
        for _ in range(rng.randint(2, 5)):
            ranks = world.draw(world.word_weights, 9)
            about_nothing = [word for rank in ranks for word in (world.words[language][rank], self.glue(language))]
            if rng.random() < 0.5:
                about_nothing.insert(2, world.name(world.draw(world.actor_weights, 1)[0]))
            sentences.insert(rng.randint(1, len(sentences)), about_nothing)
        for sentence in sentences:
            sentence[0] = sentence[0][:1].upper() + sentence[0][1:]
        return sentences

    def sentence(self, fact: Fact, language: str) -> list[str]:
        world, rng = self.world, self.rng
        said = [world.word(language, rank) for rank in fact.words if rng.random() < 0.8]
        said += [world.words[language][rank] for rank in world.draw(world.word_weights, rng.randint(1, 4))]
        rng.shuffle(said)
        if fact.figure and rng.random() < 0.8:
            said.insert(rng.randint(0, len(said)), fact.figure)
        if rng.random() < 0.7:
            said.insert(rng.randint(0, len(said)), world.name(fact.actor))
        return [part for word in said for part in (self.glue(language), word)]

    def headline(self, event: Event, language: str) -> list[str]:
        world, rng = self.world, self.rng
        words = [world.word(language, rank) for fact in rng.sample(event.facts[:4], 2) for rank in fact.words[:3]]
        names = [world.name(rng.choice(event.actors)), world.places[event.place]]
        return [*rng.sample(words, 4), *rng.sample(names, rng.randint(1, 2)), rng.choice(GLUE[language])]

    def glue(self, language: str) -> str:
        return self.rng.choice(GLUE[language])


def stream(number: int, *, a_day: int = 20_000, seed: int = 7) -> Iterator[tuple[Article, int]]:
    """The first `number` articles of an endless stream of some `a_day`, each with the number of its event."""
    room = Newsroom(seed)
    rng = room.rng
    numbers, order = count(), count()
    waiting: list[tuple[float, int, Event]] = []
    now, sooner = 0.0, partial(rng.expovariate, 1 / 14)
    planned: list[tuple[float, int, Event]] = []
    while True:
        now += rng.expovariate(a_day / A_DAY / 9.5)
        heapq.heappush(planned, (now, next(order), room.event(now)))
        while planned[0][0] <= now:
            begin, _, event = heapq.heappop(planned)
            for _ in range(room.size()):
                heapq.heappush(waiting, (begin + min(sooner(), 5 * A_DAY), next(order), event))
            if rng.random() < 0.3:
                near = room.near(event)
                heapq.heappush(planned, (near.begin, next(order), near))
            if not planned:
                break
        while waiting and waiting[0][0] <= now:
            at, _, event = heapq.heappop(waiting)
            yield room.write(event, at, written := next(numbers)), event.number
            if written + 1 == number:
                return
