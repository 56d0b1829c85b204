"""Extractions made earlier, by `extract_each` or on other machines, put together into a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from claimx.errors import NoArticles
from claimx.extraction import OURS, Instructions
from claimx.llm import Budget, Model, Session, default_model, run_sync
from claimx.models import Extraction, Failure, Overrides, Report
from claimx.pipeline.opening import Desk, JournalFile, open_desk
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
    instructions: Instructions = OURS,
) -> Report:
    """The report on what `extract_each` gave, or `load_extractions` read back; failures among it stay failures.

    As `run`, but that nothing is read again: of `instructions`, the prompts for the story count. Raises NoArticles
    where there is no extraction at all, and InvalidExtraction for an article extracted twice with another outcome.
    """
    wanted = as_overrides(overrides)
    desk = open_desk(model or default_model(), instructions, journal, budget, as_watch(progress), 0)
    return run_sync(_join(list(outcomes), wanted, desk))


async def _join(
    given: Sequence[Extraction | Failure], overrides: Overrides, opening: AbstractAsyncContextManager[Desk]
) -> Report:
    extracted(given)
    async with opening as desk:
        return await join_at(desk, given, overrides)


async def join_at(desk: Desk, given: Sequence[Extraction | Failure], overrides: Overrides) -> Report:
    """As `join`, for who has a desk."""
    extractions = extracted(given)
    report = await put_together(extractions, desk, overrides=overrides)
    made = {"model": _model_of(extractions, desk.session), "replayed": desk.session.replayed}
    failures = tuple(one for one in given if isinstance(one, Failure))
    return report.model_copy(
        update={
            "failures": (*failures, *report.failures),
            "provenance": report.provenance.model_copy(update=made),
        }
    )


def extracted(given: Iterable[Extraction | Failure]) -> list[Extraction]:
    """Those among it. Raises NoArticles where there is none."""
    extractions = [one for one in given if isinstance(one, Extraction)]
    if not extractions:
        raise NoArticles("there is no extraction among the lines", hint="`claimx extract` writes them")
    return extractions


def _model_of(extractions: Iterable[Extraction], session: Session) -> str | None:
    """The model asked; where rules put it together the one that read the articles, if it was one."""
    if not session.model.by_rule:
        return session.model.name
    readers = {extraction.provenance.model for extraction in extractions}
    return readers.pop() if len(readers) == 1 else None
