"""Articles as they come: each is placed by its date and the clock, and what time has passed by is closed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from statistics import median_low

from claimx.gathering.open_story import OpenStory
from claimx.gathering.placing import FLOOD, Incoming, Placed, Placing
from claimx.gathering.shelf import Shelf
from claimx.models import Article, FindingKind, StoryFinding

TOLERATED = timedelta(hours=24)
"""How far a date may be ahead of the moment of reading: people mix up time zones."""

ASKED = 9
"""How many publishers, and how many articles, the clock goes by."""

NEVER = datetime.max.replace(tzinfo=UTC)
"""What stands for the clock before the first date: a story of that time stays open until the stream ends."""


class Clock:
    """What time it is in a stream: the earlier of two medians, of the last dates and of the last dates of publishers.

    So neither one wrong date closes anybody's story nor one publisher whose clock is wrong, however much it sends.
    """

    def __init__(self) -> None:
        self._moments: deque[datetime] = deque(maxlen=ASKED)
        self._by_publisher: dict[str, datetime] = {}
        self.shown: datetime | None = None

    def hear(self, publisher: str, moment: datetime) -> None:
        """Take a date into account."""
        self._moments.append(moment)
        self._by_publisher.pop(publisher, None)
        self._by_publisher[publisher] = moment
        if len(self._by_publisher) > ASKED:
            del self._by_publisher[next(iter(self._by_publisher))]
        self.shown = min(median_low(self._moments), median_low(self._by_publisher.values()))


class Stream:
    """Holds the open stories of a stream; `window` and `most` as in `Gatherer`."""

    def __init__(self, window: timedelta, most: int) -> None:
        self.shelf = Shelf()
        self._window = window
        self._placing = Placing(self.shelf, window, most)
        self._clock = Clock()
        self._due: list[tuple[datetime, int]] = []

    def take(self, article: Article, now: datetime | None = None) -> tuple[Placed, tuple[StoryFinding, ...]]:
        """Place the article; what became of it, and what was found."""
        moment = believed_date(article, now)
        before = self._clock.shown
        if (heard := moment or now) is not None:
            self._clock.hear(article.publisher or article.id, heard)
        clock = self._clock.shown or NEVER
        placed = self._placing.place(Incoming(article, moment, clock))
        if placed.link is None:
            heappush(self._due, (min(clock, moment or clock), placed.story.number))
        late = moment is not None and before is not None and before - moment > self._window
        found = [*_findings_of_date(article, moment, before if late else None), *_findings_of_place(article, placed)]
        return placed, tuple(
            StoryFinding(kind=kind, article=article.id, story=placed.story.id, told=told) for kind, told in found
        )

    def close_due(self) -> Iterator[OpenStory]:
        """Take the stories off the shelf that the clock has left behind."""
        clock = self._clock.shown
        while clock is not None and self._due and clock - self._due[0][0] > self._window:
            _, number = heappop(self._due)
            story = self.shelf.get(number)
            if story is None:
                continue  # it has become part of another
            # A date far ahead of the clock may be wrong: then it counts when its article came.
            last = story.last if story.last is not None and story.last - clock <= self._window else story.seen
            if clock - last > self._window:
                self.shelf.take(story)
                yield story
            else:
                heappush(self._due, (last, number))


def believed_date(article: Article, now: datetime | None) -> datetime | None:
    """When the article was published; None if that is unknown, or ahead of `now`. Without an offset it is UTC."""
    moment = article.published_at
    if moment is None:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return None if now is not None and moment - now > TOLERATED else moment


def _findings_of_date(
    article: Article, moment: datetime | None, late_at: datetime | None
) -> Iterator[tuple[FindingKind, str]]:
    if article.published_at is None:
        yield "undated", "no date: placed by its words among the stories of its time"
    elif moment is None:
        yield "ahead", f"dated {article.published_at.isoformat()}, which is still to come: taken as undated"
    elif late_at is not None:
        yield "late", f"dated {moment.isoformat()}, when the stream had come to {late_at.isoformat()}"


def _findings_of_place(article: Article, placed: Placed) -> Iterator[tuple[FindingKind, str]]:
    if placed.flooding:
        yield "flood", f"{FLOOD} copies by {article.publisher or 'no known publisher'}: they weigh no more than one"
    if placed.full:
        yield "full", f"{len(placed.story.texts):,} texts: what follows opens another story"
