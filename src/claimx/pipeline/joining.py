"""Extractions made earlier, by `extract_each` or on other machines, put together into a report."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from claimx.errors import NoArticles
from claimx.llm import Budget, Model, Session, default_model, run_sync
from claimx.models import Extraction, Failure, Overrides, Report
from claimx.pipeline.opening import JournalFile, open_session
from claimx.pipeline.running import put_together
from claimx.pipeline.watch import Progress, as_watch
from claimx.reconciliation import as_overrides


def join(
    outcomes: Iterable[Extraction | Failure],
    *,
    model: Model | None = None,
    overrides: Overrides | str | Path | None = None,
    journal: JournalFile | str | Path | None = None,
    budget: Budget | None = None,
    progress: Progress | None = None,
) -> Report:
    """The report on what `extract_each` gave, or `load_extractions` read back; failures among it stay failures.

    As `run`, but that nothing is read again. Raises NoArticles where there is no extraction at all, and
    InvalidExtraction for an article extracted twice with another outcome.
    """
    return run_sync(_join(outcomes, model or default_model(), as_overrides(overrides), journal, budget, progress))


async def _join(
    outcomes: Iterable[Extraction | Failure],
    model: Model,
    overrides: Overrides,
    journal: JournalFile | str | Path | None,
    budget: Budget | None,
    progress: Progress | None,
) -> Report:
    given = list(outcomes)
    extractions = [one for one in given if isinstance(one, Extraction)]
    if not extractions:
        raise NoArticles("there is no extraction among the lines", hint="`claimx extract` writes them")
    watch = as_watch(progress)
    async with open_session(model, journal, budget, watch, 0) as session:
        report = await put_together(extractions, session, watch, overrides=overrides)
        made = {"model": _model_of(extractions, session), "replayed": session.replayed}
        failures = tuple(one for one in given if isinstance(one, Failure))
        return report.model_copy(
            update={
                "failures": (*failures, *report.failures),
                "provenance": report.provenance.model_copy(update=made),
            }
        )


def _model_of(extractions: Iterable[Extraction], session: Session) -> str | None:
    """The model asked; where rules put it together the one that read the articles, if it was one."""
    if not session.model.by_rule:
        return session.model.name
    readers = {extraction.provenance.model for extraction in extractions}
    return readers.pop() if len(readers) == 1 else None
