"""A report gone on with: articles come and go, only what is new is read and asked about, and the ids stay."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claimx.errors import ArticleMismatch
from claimx.extraction import OURS, Instructions
from claimx.llm import Budget, Model, default_model, run_sync
from claimx.models import STORY, Article, Extraction, Failure, Overrides, Report, Usage
from claimx.pipeline.opening import JournalFile, open_desk
from claimx.pipeline.running import findings_of, one_an_id, put_together, read_all
from claimx.pipeline.watch import Progress, as_watch
from claimx.readers import Reading
from claimx.reconciliation import TASKS, areconcile, as_overrides, extractions_of


def update(  # noqa: PLR0913 - those of `run`, and the two that an update is about
    report: Report,
    *,
    add: Iterable[Article | Extraction] = (),
    remove: Iterable[str] = (),
    model: Model | None = None,
    overrides: Overrides | str | Path | None = None,
    journal: JournalFile | str | Path | None = None,
    budget: Budget | None = None,
    progress: Progress | None = None,
    instructions: Instructions = OURS,
) -> Report:
    """The report with the articles in `add` and without those whose ids are in `remove`; claims keep their ids.

    Only new articles are read: one the report has already, by its id or as the same words of the same publisher, stays
    as it is; one that has changed, or that failed before, is read again. What a model had decided stands, and it is
    asked only about claims that are new; what rules decided, they decide again, so that the result is that of a run
    from scratch but for the ids. `model` is needed only where there is an article to read, and defaults then as in
    `run`, and so are `journal`, `budget`, `progress` and `instructions`. `overrides` replace those the report was made
    with; None keeps them.

    Raises ArticleMismatch for an id in `remove` that the report does not have and for another article under a known id,
    and what `run` raises where not one new article could be read.
    """
    return run_sync(
        aupdate(
            report,
            add=add,
            remove=remove,
            model=model,
            overrides=overrides,
            journal=journal,
            budget=budget,
            progress=progress,
            instructions=instructions,
        )
    )


async def aupdate(  # noqa: PLR0913 - those of `run`, and the two that an update is about
    report: Report,
    *,
    add: Iterable[Article | Extraction] = (),
    remove: Iterable[str] = (),
    model: Model | None = None,
    overrides: Overrides | str | Path | None = None,
    journal: JournalFile | str | Path | None = None,
    budget: Budget | None = None,
    progress: Progress | None = None,
    instructions: Instructions = OURS,
) -> Report:
    """As `update`, for callers with an event loop."""
    watch = as_watch(progress)
    left_out = add.failures if isinstance(add, Reading) else ()
    plan = _plan(report, list(add), set(remove))
    wanted = report.overrides if overrides is None else as_overrides(overrides)
    still_open = tuple(failure for failure in report.failures if _is_of_the_model(failure))
    if model is None and not plan.unread:
        updated = await areconcile(plan.extractions, overrides=wanted, earlier=report)
        return _completed(updated, report, plan, (*left_out, *still_open))
    async with open_desk(model or default_model(), instructions, journal, budget, watch, len(plan.unread)) as desk:
        session = desk.session
        extractions, failures = await read_all(plan.unread, desk, findings_of(add))
        known_and_new = [*plan.extractions, *extractions]
        updated = await put_together(known_and_new, desk, overrides=wanted, earlier=report)
        rules_added_to_it = session.model.by_rule and report.provenance.model is not None
        made = {} if rules_added_to_it else {"model": session.model.name, "replayed": session.replayed}
        unasked = still_open if session.model.by_rule else ()
        return _completed(updated, report, plan, (*left_out, *failures, *unasked)).model_copy(
            update={
                "usage": report.usage + plan.usage + session.usage,  # also what failed articles cost
                "provenance": updated.provenance.model_copy(update=made),
            }
        )


@dataclass
class _Plan:
    """What there is of each article already, and what is yet to be read."""

    extractions: list[Extraction] = field(default_factory=list)
    unread: list[Article] = field(default_factory=list)
    failed: list[Article] = field(default_factory=list)
    """Articles of the report that failed then, and were not given again."""
    usage: Usage = field(default_factory=Usage)
    """What the extractions cost that were given and are not in the report."""


def _plan(report: Report, given: Sequence[Article | Extraction], gone: set[str]) -> _Plan:
    known = {article.id: article for article in report.articles}
    if unknown := sorted(gone - known.keys()):
        raise ArticleMismatch(f"no article {unknown[0]!r} in the report", hint="remove names articles by their ids")
    had = {one.article.id: one for one in extractions_of(report) if one.article.id not in gone}
    articles = one_an_id(one for one in given if isinstance(one, Article))
    extracted = {one.article.id: one for one in given if isinstance(one, Extraction)}
    one_an_id([*articles, *(one.article for one in extracted.values())])

    by_words = {(one.article.text, one.article.publisher): one.article.id for one in had.values()}
    unread: list[Article] = []
    for article in articles:
        before = had.get(article.id)
        if article.id in extracted:
            continue
        if before is None and (article.text, article.publisher) in by_words:
            continue
        if before is not None and _is_same(before.article, article):
            had[article.id] = before.model_copy(update={"article": article})  # it may have moved
            continue
        if article.id not in gone:
            _refuse_another(known.get(article.id), article)
        had.pop(article.id, None)
        unread.append(article)
    taken = had.keys() | extracted.keys() | {article.id for article in unread}
    failed = [article for article in report.articles if article.id not in taken | gone]
    bought = (one.usage for one in extracted.values() if one.article not in report.articles)
    return _Plan([*(had | extracted).values()], unread, failed, sum(bought, Usage()))


def _is_same(before: Article, article: Article) -> bool:
    """Whether a model would be shown the same: where the file lies, its address and its author are not told."""
    untold = {"path": None, "url": None, "byline": None}
    return before.model_copy(update=untold) == article.model_copy(update=untold)


def _refuse_another(before: Article | None, article: Article) -> None:
    """A file that has changed is read again; another file of the same name would push an article out unseen."""
    if before is None or before.path is None or article.path is None or before.text == article.text:
        return
    if os.path.abspath(before.path) != os.path.abspath(article.path):
        raise ArticleMismatch(
            f"{article.path} would go by the id {article.id!r}, which is that of {before.path}",
            hint="rename the file, or remove the other article",
        )


def _is_of_the_model(failure: Failure) -> bool:
    """Whether a question about the story was left to the rules: without a model it still is."""
    return failure.article == STORY and failure.reason.startswith(TASKS)


def _completed(updated: Report, report: Report, plan: _Plan, failures: Iterable[Failure]) -> Report:
    """The updated report with the articles that failed, then or now, and everything that is still open."""
    articles = {article.id: article for article in (*plan.failed, *plan.unread, *updated.articles)}
    settled = {STORY}
    for article in (*report.articles, *articles.values()):
        settled |= {article.id, article.path or article.id}
    still_failed = {article.id for article in plan.failed}
    fresh = [*failures, *updated.failures]
    told = {failure.article for failure in fresh}
    kept = (
        failure
        for failure in report.failures
        if failure.article in still_failed or failure.article not in settled | told
    )
    return updated.model_copy(
        update={
            "articles": tuple(articles[article_id] for article_id in sorted(articles)),
            "failures": (*kept, *fresh),
        }
    )
