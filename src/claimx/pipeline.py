"""A set of articles through all of it: each extracted by itself, the story put together, every failure kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from claimx.errors import CassetteError, ClaimxError
from claimx.extraction import aextract
from claimx.llm import Asker, Model, Session, connect, default_model, run_sync
from claimx.models import Article, Extraction, Failure, Report
from claimx.readers import Reading
from claimx.reconciliation import areconcile

Progress = Callable[[str], None]


def run(articles: Iterable[Article], *, model: Model | None = None, progress: Progress | None = None) -> Report:
    """The report on `articles`, which should tell one story.

    `model` defaults to what the environment offers (see `claimx.Model`). `progress` is called with a line for every step
    done. An article that fails is a `Failure` in the report, and so is every input that `load_articles` had to leave out;
    when all of them fail the first error is raised. A cassette that lacks a request is always raised.
    """
    return run_sync(arun(articles, model=model, progress=progress))


async def arun(articles: Iterable[Article], *, model: Model | None = None, progress: Progress | None = None) -> Report:
    """As `run`, for callers with an event loop."""
    tell = progress or _silent
    given = list(articles)
    left_out = articles.failures if isinstance(articles, Reading) else ()
    async with connect(model or default_model()) as session:
        extractions, failures = await _extract_all(given, session, tell)
        tell("putting the story together")
        report = await areconcile(extractions, model=session)
        return _completed(report, given, (*left_out, *failures), session)


async def _extract_all(
    articles: list[Article], asker: Asker, tell: Progress
) -> tuple[list[Extraction], list[Failure]]:
    done: list[Extraction] = []
    errors: dict[str, ClaimxError] = {}

    async def one(article: Article) -> None:
        try:
            extraction = await aextract(article, model=asker)
        except CassetteError:
            raise
        except ClaimxError as error:
            errors[article.id] = error
            tell(f"{article.id}: {error}")
        else:
            done.append(extraction)
            tell(f"{article.id}: {len(extraction.claims)} claims")

    async with asyncio.TaskGroup() as tasks:
        for article in articles:
            tasks.create_task(one(article))
    if errors and not done:
        raise errors[min(errors)]
    failures = [
        Failure(article=article_id, reason=str(error), retryable=error.retryable)
        for article_id, error in sorted(errors.items())
    ]
    return done, failures


def _completed(report: Report, articles: list[Article], failures: tuple[Failure, ...], session: Session) -> Report:
    """The report with what only the whole run knows: articles that failed, and all that was spent on them."""
    return report.model_copy(
        update={
            "articles": tuple(sorted(articles, key=lambda article: article.id)),
            "failures": failures,
            "usage": session.usage,
        }
    )


def _silent(_: str) -> None:
    pass
