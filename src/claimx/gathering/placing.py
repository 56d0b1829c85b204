"""Where one article goes: into a story, into two that become one, or into a story of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import count

from claimx.gathering.likeness import Likeness, compare, compare_stories, to_link
from claimx.gathering.open_story import OpenStory, Voices
from claimx.gathering.reading import read_article
from claimx.gathering.shelf import Shelf
from claimx.gathering.weighing import Weighed, weigh
from claimx.models import Article, StoryLink

FLOOD = 20
"""Copies of what stands in a story already, all by one publisher, that are told as a flood."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article. `moment`: its date, if it has one that can be believed; `clock`: what the stream's clock says."""

    article: Article
    moment: datetime | None
    clock: datetime


@dataclass(frozen=True, slots=True)
class Placed:
    """`link` is None where the article opened the story. `flooding`, `full`: with this article it has become so."""

    story: OpenStory
    link: StoryLink | None = None
    merged: tuple[str, ...] = ()
    flooding: bool = False
    full: bool = False


class Placing:
    """Puts articles into the stories on a shelf: into those in reach of `window`, with less than `most` texts."""

    def __init__(self, shelf: Shelf, window: timedelta, most: int) -> None:
        self._shelf = shelf
        self._window = window
        self._most = most
        self._numbers = count()

    def place(self, incoming: Incoming) -> Placed:
        """Put the article where it belongs; without a moment it may go into any story on the shelf."""
        article = incoming.article
        text = blake2b(article.text.encode(), digest_size=8).digest()
        known = self._shelf.with_text(text)
        if known is not None and self._in_reach(known, incoming.moment):
            return self._copy(incoming, known)
        weighed = weigh(read_article(article), self._shelf.rarity)
        found = self._alike(weighed, incoming.moment)
        if not found:
            story = OpenStory(article.id, next(self._numbers), incoming.clock)
            self._shelf.put(story)
            self._join(incoming, weighed, story, text)
            return Placed(story, full=self._full(story))
        chosen, merged = self._merge(found)
        links = [to_link(article.id, weighed, chosen)]
        links += [to_link(article.id, weighed, one, merged=one.story.id) for one in merged]
        self._join(incoming, weighed, chosen.story, text)
        chosen.story.links += links
        return Placed(
            chosen.story, links[0], merged=tuple(one.story.id for one in merged), full=self._full(chosen.story)
        )

    def _copy(self, incoming: Incoming, story: OpenStory) -> Placed:
        """A copy changes nothing in what the story says, and a flood of them does not keep it open."""
        article = incoming.article
        link = StoryLink(article=article.id, kind="copy", score=1.0)
        publisher = article.publisher or ""
        story.copies[publisher] += 1
        story.articles.append(article.id)
        story.links.append(link)
        if story.copies[publisher] <= FLOOD:
            story.go_on(incoming.moment, incoming.clock)
        return Placed(story, link, flooding=story.copies[publisher] == FLOOD)

    def _alike(self, weighed: Weighed, moment: datetime | None) -> list[Likeness]:
        """The stories the article may belong to, the most alike first."""
        near = (
            compare(weighed, story)
            for story in self._shelf.candidates(weighed)
            if self._in_reach(story, moment) and not self._full(story)
        )
        return sorted((one for one in near if one.score >= 1), key=lambda one: (-one.score, one.story.number))

    def _merge(self, found: Iterable[Likeness]) -> tuple[Likeness, list[Likeness]]:
        """The story to join, and those that become part of it as they are alike without the article too."""
        chosen, *others = found
        merged: list[Likeness] = []
        for other in others:
            older, younger = sorted((chosen, other), key=lambda one: one.story.number)
            fits = len(older.story.texts) + len(younger.story.texts) < self._most
            if fits and compare_stories(older.story, younger.story, self._shelf.rarity) >= 1:
                self._shelf.merge(older.story, younger.story)
                merged.append(younger)
                chosen = older
        return chosen, merged

    def _join(self, incoming: Incoming, weighed: Weighed, story: OpenStory, text: bytes) -> None:
        self._shelf.index(story, story.lacks(weighed.weights))
        self._shelf.note_text(story, text)
        story.voices.setdefault(weighed.sketch.language, Voices()).add(weighed)
        story.articles.append(incoming.article.id)
        story.go_on(incoming.moment, incoming.clock)

    def _in_reach(self, story: OpenStory, moment: datetime | None) -> bool:
        if moment is None or story.first is None or story.last is None:
            return True
        return moment - story.last <= self._window and story.first - moment <= self._window

    def _full(self, story: OpenStory) -> bool:
        return len(story.texts) >= self._most
