"""Articles gathered into stories: what stands together, why, and what was found about the input."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from operator import not_
from typing import Literal

from pydantic import Field

from claimx.models.base import Value

LinkKind = Literal["alike", "other_language", "copy", "merge"]
FindingKind = Literal["undated", "ahead", "late", "flood", "full"]


class StoryLink(Value):
    """Why an article belongs to its story: the words, names and figures it has in common with those before it.

    `alike`: with articles in its language, `other_language`: with others. `copy`: its text stood there already.
    `merge`: the article brought another story along, whose id is in `merged`. What is in common stands as this article
    has it, the most telling first and at most eight of each; figures include dates. `score`: 1 is just enough.
    """

    article: str
    kind: LinkKind
    score: float
    names: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    merged: str | None = Field(default=None, exclude_if=not_)


class Story(Value):
    """Articles about one event. `id` is that of the article which opened it, and stays.

    `articles` and `links` are in order of arrival; each article but the first of a story has a link. `first` and `last`
    are of the articles with a date. `merged`: ids of stories that have become part of this one.
    """

    id: str
    articles: tuple[str, ...] = Field(min_length=1)
    first: datetime | None
    last: datetime | None
    languages: tuple[str, ...]
    links: tuple[StoryLink, ...] = ()
    merged: tuple[str, ...] = ()


class StoryFinding(Value):
    """Something about the input that an editor should know; the article is in a story all the same.

    `undated`: no date. `ahead`: dated after it was read; the date was not believed. `late`: it came after the window
    had passed it by. `flood`: one publisher sent the same text again and again. `full`: the story has taken as many
    texts as it may; those that follow open another.
    """

    kind: FindingKind
    article: str
    story: str
    told: str


class Arrival(Value):
    """What became of one article of a stream.

    `link` is None where it opened the story. `merged`: ids of stories that it brought into `story`; `closed`: stories
    for which nothing more will come, none twice.
    """

    article: str
    story: str
    link: StoryLink | None = None
    merged: tuple[str, ...] = ()
    closed: tuple[Story, ...] = ()
    findings: tuple[StoryFinding, ...] = ()


class Gathering(Value):
    """The stories of a pile of articles, the largest first, and what was found besides. Iterates over its stories."""

    stories: tuple[Story, ...]
    findings: tuple[StoryFinding, ...] = ()

    def __iter__(self) -> Iterator[Story]:  # type: ignore[override]
        return iter(self.stories)

    def __len__(self) -> int:
        return len(self.stories)
