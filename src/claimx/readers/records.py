"""What one file holds, before ids are given: a `.txt` is one record, a `.json` or `.jsonl` may be many."""

from __future__ import annotations

from dataclasses import dataclass, field

from claimx.errors import UnreadableArticle
from claimx.models import Rejection
from claimx.readers.details import Details


@dataclass(frozen=True, slots=True)
class Record:
    """One article's text and details. `position` is its place in a file of several (the line, in `.jsonl`), from 1.

    `findings`: what the file holds besides and an editor should know, such as words that the page did not show.
    `story`: which one the file says it belongs to, where it was asked for.
    `address`: where claimx fetched it, now or when it kept the page; such an article is called after its address.
    """

    text: str
    sha256: str
    id: str | None = None
    position: int | None = None
    details: Details = field(default_factory=Details)
    findings: tuple[Rejection, ...] = ()
    story: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record that is no article, among others that may well be."""

    error: UnreadableArticle
    position: int | None = None
    address: str | None = None
