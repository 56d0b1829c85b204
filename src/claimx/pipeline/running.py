"""A set of articles through all of it: each extracted by itself, the story put together, every failure kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from claimx.errors import ArticleMismatch, CassetteError, ClaimxError
from claimx.extraction import aextract
from claimx.llm import Asker, Model, connect, default_model, run_sync
from claimx.models import Article, Extraction, Failure, Overrides, Report
from claimx.readers import Reading
from claimx.reconciliation import areconcile, as_overrides

Progress = Callable[[str], None]


def run(
    articles: Iterable[Article],
    *,
    model: Model | None = None,
    overrides: Overrides | str | Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """The report on `articles`, which should tell one story.

    `model` defaults to what the environment offers (see `claimx.default_model`). `overrides`, or the path of a
    `merges.toml`, go above rules and model. `progress` is called with a line for every step done. An article that fails
    is a `Failure` in the report, and so is every input that `load_articles` had to leave out. Raises the first
    article's error when all of them fail, ArticleMismatch where two go by one id, and any `CassetteError` at once: a
    recording that lacks a request would make a report of another story.
    """
    return run_sync(arun(articles, model=model, overrides=overrides, progress=progress))


async def arun(
    articles: Iterable[Article],
    *,
    model: Model | None = None,
    overrides: Overrides | str | Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """As `run`, for callers with an event loop."""
    tell = progress or silent
    left_out = articles.failures if isinstance(articles, Reading) else ()
    given = one_an_id(articles)
    wanted = as_overrides(overrides)
    async with connect(model or default_model()) as session:
        asker = session.model if session.model.by_rule else session
        extractions, failures = await read_all(given, asker, tell)
        tell("putting the story together")
        report = await areconcile(extractions, model=asker, overrides=wanted)
        made = {"model": session.model.name, "replayed": session.replayed}
        return report.model_copy(
            update={
                "articles": tuple(given),
                "failures": (*left_out, *failures, *report.failures),
                "usage": session.usage,  # also what failed articles cost
                "provenance": report.provenance.model_copy(update=made),
            }
        )


def one_an_id(articles: Iterable[Article]) -> list[Article]:
    """The articles by id; one that is given twice stands once."""
    by_id: dict[str, Article] = {}
    for article in articles:
        if by_id.setdefault(article.id, article) != article:
            raise ArticleMismatch(
                f"two different articles go by the id {article.id!r}", hint="give each an id of its own"
            )
    return [by_id[article_id] for article_id in sorted(by_id)]


async def read_all(
    articles: Sequence[Article], asker: Model | Asker, tell: Progress
) -> tuple[list[Extraction], list[Failure]]:
    """What each article gave, and those that failed. Raises the first error where all of them did."""
    outcomes = await asyncio.gather(*(_outcome(article, asker, tell) for article in articles))
    return _sorted_out(articles, outcomes)


def silent(_: str) -> None:
    """Tell nobody."""


async def _outcome(article: Article, asker: Model | Asker, tell: Progress) -> Extraction | ClaimxError:
    try:
        extraction = await aextract(article, model=asker)
    except ClaimxError as error:
        tell(f"{article.id}: {error}")
        return error
    tell(f"{article.id}: {len(extraction.claims)} claims")
    return extraction


def _sorted_out(
    articles: Sequence[Article], outcomes: Sequence[Extraction | ClaimxError]
) -> tuple[list[Extraction], list[Failure]]:
    extractions = [outcome for outcome in outcomes if isinstance(outcome, Extraction)]
    errors = [
        (article, outcome)
        for article, outcome in zip(articles, outcomes, strict=True)
        if isinstance(outcome, ClaimxError)
    ]
    for _, error in errors:
        if isinstance(error, CassetteError) or not extractions:
            raise error
    failures = [Failure(article=article.id, reason=str(error), retryable=error.retryable) for article, error in errors]
    return extractions, failures
