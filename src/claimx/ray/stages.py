"""The two stages as actors: articles to extractions, and stories to reports, each by the functions of `pipeline`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import aclosing

import pyarrow as pa

from claimx.errors import CassetteError, ClaimxError, JournalError, NoArticles
from claimx.models import STORY, Article, Extraction, Failure, Overrides, Report, Usage
from claimx.pipeline.joining import join_at
from claimx.pipeline.opening import Desk
from claimx.pipeline.outcomes import Outcome, each_outcome
from claimx.pipeline.running import one_an_id, with_findings
from claimx.ray.office import Office, Seat
from claimx.ray.rows import NO_STORY, Entry, from_rows, from_stories, to_rows
from claimx.ray.tables import frames_of, to_blobs


class Extractor:
    """Rows of articles to rows of what each gave."""

    def __init__(self, office: Office) -> None:
        self._seat = Seat(office)

    async def __call__(self, rows: pa.Table) -> pa.Table:
        given = from_rows(rows)
        articles = [entry.article for _, entry in given if entry.failure is None and entry.article is not None]
        async with aclosing(each_outcome(articles, await self._seat.desk())) as outcomes:
            read = [outcome async for outcome in outcomes]
        outcome_of = iter(read)
        return to_rows(
            (story, entry if entry.failure is not None else _ended(entry, next(outcome_of))) for story, entry in given
        )


class Reconciler:
    """Stories with what their articles gave, to the rows of the tables in the sink."""

    def __init__(self, office: Office) -> None:
        self._seat = Seat(office)

    async def __call__(self, rows: pa.Table) -> pa.Table:
        desk = await self._seat.desk()
        stories = from_stories(rows)
        told = await asyncio.gather(*(_report_on(story, entries, desk) for story, entries in stories))
        return to_blobs(
            frames_of(story, entries, report, failures)
            for (story, entries), (report, failures) in zip(stories, told, strict=True)
        )


def _ended(entry: Entry, outcome: Outcome) -> Entry:
    if isinstance(outcome, Extraction):
        findings = {outcome.article.id: entry.findings}
        return Entry(extraction=with_findings(outcome, findings))
    return Entry(article=entry.article, failure=outcome.failure, usage=getattr(outcome.error, "usage", None) or Usage())


async def _report_on(story: str, entries: Sequence[Entry], desk: Desk) -> tuple[Report | None, list[Failure]]:
    """The report, and what failed; None where no article was read, and where the story cannot be put together."""
    failures = [entry.failure for entry in entries if entry.failure is not None]
    if story == NO_STORY:
        return None, failures
    try:
        report = await _report(entries, desk)
    except (CassetteError, JournalError):
        raise
    except NoArticles:
        return None, failures
    except ClaimxError as error:
        return None, [*failures, Failure(article=STORY, reason=str(error), retryable=error.retryable)]
    return report, list(report.failures)


async def _report(entries: Iterable[Entry], desk: Desk) -> Report:
    """As `run` would give it for the story's articles."""
    by_article: dict[str, tuple[Article, Entry]] = {}
    articles = one_an_id(entry.its_article for entry in entries if entry.its_article is not None)
    for entry in entries:
        if entry.its_article is not None:
            by_article[entry.its_article.id] = (entry.its_article, entry)
    in_order = [by_article[article.id][1] for article in articles]
    outcomes = [one for entry in in_order if (one := entry.extraction or entry.failure) is not None]
    report = await join_at(desk, outcomes, Overrides())
    lost = sum((entry.usage for entry in in_order), Usage())  # what failed articles cost
    return report.model_copy(update={"articles": tuple(articles), "usage": report.usage + lost})
