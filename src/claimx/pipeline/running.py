"""A set of articles through all of it: each extracted by itself, the story put together, every failure kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path

from claimx.errors import ArticleMismatch
from claimx.extraction import OURS, Instructions
from claimx.llm import Budget, Model, default_model, run_sync
from claimx.llm.spending import charged_to
from claimx.models import STORY, Article, Extraction, Failure, Overrides, Rejection, Report
from claimx.pipeline.opening import Desk, JournalFile, open_desk
from claimx.pipeline.outcomes import NotRead, each_outcome
from claimx.pipeline.watch import Progress, as_watch
from claimx.readers import Reading
from claimx.reconciliation import areconcile, as_overrides

Findings = Mapping[str, tuple[Rejection, ...]]
"""By article id."""


def run(
    articles: Iterable[Article],
    *,
    model: Model | None = None,
    overrides: Overrides | str | Path | None = None,
    journal: JournalFile | str | Path | None = None,
    budget: Budget | None = None,
    progress: Progress | None = None,
    instructions: Instructions = OURS,
) -> Report:
    """The report on `articles`, which should tell one story.

    `model` defaults to what the environment offers (see `claimx.default_model`). `overrides`, or the path of a
    `merges.toml`, go above rules and model. `journal`, or its path, keeps every answer: the same call goes on where a
    killed run stopped. A `budget` that is spent skips the articles that are left, and leaves to the rules what a model
    would decide of the story. `progress` is called with a line for every step done; a `Watch` sees more, and can stop
    the run. `instructions` bring fields and prompts of one's own.

    An article that fails is a `Failure` in the report, and so is every input that `load_articles` had to leave out.
    Raises the first article's error when none of them could be read, ArticleMismatch where two go by one id,
    InvalidInstructions for instructions to rules, and at once any `JournalError` and any `CassetteError`: a recording
    that lacks a request would make a report of another story.
    """
    return run_sync(
        arun(
            articles,
            model=model,
            overrides=overrides,
            journal=journal,
            budget=budget,
            progress=progress,
            instructions=instructions,
        )
    )


async def arun(
    articles: Iterable[Article],
    *,
    model: Model | None = None,
    overrides: Overrides | str | Path | None = None,
    journal: JournalFile | str | Path | None = None,
    budget: Budget | None = None,
    progress: Progress | None = None,
    instructions: Instructions = OURS,
) -> Report:
    """As `run`, for callers with an event loop."""
    watch = as_watch(progress)
    left_out = articles.failures if isinstance(articles, Reading) else ()
    given = one_an_id(articles)
    wanted = as_overrides(overrides)
    async with open_desk(model or default_model(), instructions, journal, budget, watch, len(given)) as desk:
        extractions, failures = await read_all(given, desk, findings_of(articles))
        report = await put_together(extractions, desk, overrides=wanted)
        session = desk.session
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
            raise another_by_that_id(article.id)
    return [by_id[article_id] for article_id in sorted(by_id)]


def another_by_that_id(article_id: str) -> ArticleMismatch:
    """The error for an article that goes by the id of another one."""
    return ArticleMismatch(f"two different articles go by the id {article_id!r}", hint="give each an id of its own")


async def read_all(
    articles: Sequence[Article], desk: Desk, findings: Findings
) -> tuple[list[Extraction], list[Failure]]:
    """What each article gave, and those that gave nothing. Raises the first error where none of them gave anything.

    What the readers found in an article's file is told with what was rejected of it.
    """
    extractions: list[Extraction] = []
    not_read: list[NotRead] = []
    async with aclosing(each_outcome(articles, desk)) as outcomes:
        async for outcome in outcomes:
            if isinstance(outcome, NotRead):
                not_read.append(outcome)
            else:
                extractions.append(outcome)
    if not_read and not extractions:
        raise next((one.error for one in not_read if one.skipped == desk.watch.interrupted), not_read[0].error)
    return [with_findings(extraction, findings) for extraction in extractions], [one.failure for one in not_read]


def findings_of(articles: Iterable[object]) -> Findings:
    """What the readers found in the files besides the articles; nothing where they came otherwise."""
    return articles.findings if isinstance(articles, Reading) else {}


def with_findings(extraction: Extraction, findings: Findings) -> Extraction:
    """The extraction with what the readers found in its article's file before what was rejected of it."""
    found = findings.get(extraction.article.id, ())
    return extraction.model_copy(update={"rejected": (*found, *extraction.rejected)}) if found else extraction


async def put_together(
    extractions: Sequence[Extraction], desk: Desk, *, overrides: Overrides, earlier: Report | None = None
) -> Report:
    """The story, as the model sees it; as rules see it, where the run was stopped."""
    desk.watch("putting the story together")
    session, prompts = desk.session, desk.instructions.prompts
    with charged_to(STORY):
        asker = session.model if session.model.by_rule else session
        return await areconcile(extractions, model=asker, overrides=overrides, earlier=earlier, prompts=prompts)
