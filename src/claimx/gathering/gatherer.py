"""Stories out of a stream of articles, one article after the other, or out of a pile of them all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from claimx.errors import ArticleMismatch
from claimx.gathering.open_story import OpenStory
from claimx.gathering.stream import NEVER, Stream, believed_date
from claimx.models import Arrival, Article, Gathering, Story, StoryFinding

WINDOW = timedelta(hours=72)
"""A story is open as long as no more time than this passes between two of its articles."""

MOST = 1_000
"""Texts that a story takes; copies do not count."""


class Gatherer:
    """Stories out of a stream of articles that come more or less in the order of their dates.

    What it holds is bounded by `window`: a story to which nothing came for so long is closed, given out and forgotten.
    A story takes up to `most` texts. It can be pickled between two articles, and goes on as if nothing had happened.
    """

    def __init__(self, *, window: timedelta = WINDOW, most: int = MOST) -> None:
        self._window = window
        self._most = most
        self._stream = Stream(window, most)

    def add(self, article: Article, *, now: datetime | None = None) -> Arrival:
        """Put one article into a story, and tell which one, why, and which stories have closed.

        `now`, the moment of reading: what is dated more than a day later has its clock ahead, and its date is not
        believed. A stream in which nothing is dated needs it, or no story would ever close.
        """
        placed, findings = self._stream.take(article, now)
        return Arrival(
            article=article.id,
            story=placed.story.id,
            link=placed.link,
            merged=placed.merged,
            closed=tuple(story.to_story() for story in self._stream.close_due()),
            findings=findings,
        )

    def stories(self) -> tuple[Story, ...]:
        """The stories that are open now, in the order of opening."""
        return tuple(story.to_story() for story in self._stream.shelf)

    def close(self) -> tuple[Story, ...]:
        """The stories that are open now, which are closed thereby: the stream has ended, or begins anew."""
        stories = self.stories()
        self._stream = Stream(self._window, self._most)
        return stories


def gather(
    articles: Iterable[Article], *, window: timedelta = WINDOW, most: int = MOST, now: datetime | None = None
) -> Gathering:
    """A pile of articles as stories: those about one event, each at most `window` away from another of them.

    Articles are taken in the order of their dates, those of one moment in the order of their ids, whatever order they
    come in; then those without a date that can be believed, which may go into any story. A story takes up to `most`
    texts. `now` is the moment of reading: dates more than a day after it are not believed. No model is asked. Raises
    ArticleMismatch where two articles go by one id.
    """
    pile = sorted(articles, key=lambda article: article.id)
    if doubles := [name for name, times in Counter(article.id for article in pile).items() if times > 1]:
        raise ArticleMismatch(f"two articles go by the id {doubles[0]!r}", hint="give each an id of its own")
    stream = Stream(window, most)
    dates = {article.id: believed_date(article, now) for article in pile}
    closed: list[OpenStory] = []
    findings: list[StoryFinding] = []
    for article in sorted((one for one in pile if dates[one.id]), key=lambda one: dates[one.id] or NEVER):
        findings += stream.take(article, now)[1]
        closed += stream.close_due()
    for story in closed:
        stream.shelf.put(story)
    for article in (one for one in pile if not dates[one.id]):
        findings += stream.take(article, now)[1]
    stories = sorted(stream.shelf, key=lambda story: (-len(story.articles), story.first or NEVER, story.id))
    return Gathering(stories=tuple(story.to_story() for story in stories), findings=tuple(findings))
