"""What can be read off a merged claim: how far its support reaches, and what became of it when."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from claimx.models.articles import ArticleSpan
from claimx.models.base import Value
from claimx.models.claims import Certainty, Label
from claimx.models.reports import ResolvedSource

Change = Literal[
    "first", "repeated", "hardened", "softened", "denied", "queried", "commented", "updated", "corrected", "withdrawn"
]


class Reach(Value):
    """How far the support of one claim reaches, in four counts of which none stands for another.

    `publishers` print it, `origins` are the independent texts behind them, `named_sources` and `unnamed_sources` hold
    it. An unnamed source is a description: one row here, however many publishers give it and whoever they mean. Other
    media that an article credits are neither.
    """

    publishers: int
    origins: int
    named_sources: int
    unnamed_sources: int


class Tally(Value):
    """What became of every input of a run: `done`, `failed` and `skipped` sum to `inputs`."""

    inputs: int
    done: int
    failed: int
    skipped: int

    def __str__(self) -> str:
        plural = "" if self.inputs == 1 else "s"
        return f"{self.inputs:,} article{plural}: {self.done:,} done, {self.failed:,} failed, {self.skipped:,} skipped"


class TimelineEntry(Value):
    """What one holder did to a claim in one article. `moment` is when it was published, None where that is not known.

    `holder` is None where the article speaks in its own voice. `detail` tells what changed ("11 → 17").
    """

    moment: datetime | None
    article_id: str
    publisher: str | None
    holder: ResolvedSource | None
    label: Label
    certainty: Certainty
    change: Change
    detail: str | None = None
    evidence: ArticleSpan
