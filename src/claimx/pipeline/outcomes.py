"""Articles → what became of each. One that fails costs only itself; what concerns all of them ends the run."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from claimx.errors import (
    AnswerAwaited,
    CassetteError,
    ClaimxError,
    JournalError,
    KeyRefused,
    NoModel,
    QuotaExhausted,
    RunInterrupted,
    RunStopped,
    UnknownModel,
)
from claimx.extraction import aextract
from claimx.llm.spending import charged_to
from claimx.models import Article, Extraction, Failure
from claimx.pipeline.opening import Desk
from claimx.pipeline.window import in_order

_log = logging.getLogger(__name__)

_ENDS_IT = (CassetteError, JournalError)  # going on would make another report, or pay for what cannot be kept
_TELLS_OF_ALL = (KeyRefused, NoModel, QuotaExhausted, UnknownModel, RunStopped)  # the next article would fare no better
_NOT_ITS_FAULT = (RunStopped, AnswerAwaited)


@dataclass(frozen=True)
class NotRead:
    """An article that gave nothing, and why."""

    article: Article
    error: Exception
    skipped: bool = False

    @property
    def failure(self) -> Failure:
        """The same as it stands in a report."""
        error, article_id = self.error, self.article.id
        if isinstance(error, ClaimxError):
            return Failure(article=article_id, reason=str(error), retryable=error.retryable, skipped=self.skipped)
        reason = f"a mistake in claimx itself, please report it: {type(error).__name__}: {error}"
        return Failure(article=article_id, reason=reason, retryable=False)


Outcome: TypeAlias = Extraction | NotRead


async def each_outcome(articles: Iterable[Article | NotRead], desk: Desk) -> AsyncGenerator[Outcome, None]:
    """What each article gave or why it gave nothing, in the order of the articles; what is not to be read goes through.

    Twice as many articles are open as calls may be in flight: while one is put together, another one's call fills the
    line. Once the account or a budget says no, or the watch is stopped, no article is begun any more, and each that is
    left is a `RunStopped`. Raises `CassetteError` and `JournalError` at once.
    """
    outcomes = in_order(articles, lambda article: _outcome(article, desk), 2 * desk.session.model.concurrency)
    try:
        async for outcome in outcomes:
            yield outcome
    finally:
        await outcomes.aclose()


async def _outcome(given: Article | NotRead, desk: Desk) -> Outcome:
    desk.watch.begin()
    outcome = given if isinstance(given, NotRead) else await _read(given, desk)
    if isinstance(outcome, Extraction):
        desk.watch.end("done", f"{outcome.article.id}: {len(outcome.claims)} claims")
    else:
        desk.watch.end("skipped" if outcome.skipped else "failed", f"{outcome.article.id}: {outcome.error}")
    return outcome


async def _read(article: Article, desk: Desk) -> Outcome:
    session, watch = desk.session, desk.watch
    if watch.stopped is not None:
        return NotRead(article, RunInterrupted(f"not begun: {watch.stopped}"), skipped=True)
    try:
        with charged_to(article.id):
            asker = session.model if session.model.by_rule else session
            return await aextract(article, model=asker, instructions=desk.instructions)
    except _ENDS_IT:
        raise
    except ClaimxError as error:
        if isinstance(error, _TELLS_OF_ALL):
            watch.stop(error.message)
        return NotRead(article, error, skipped=isinstance(error, _NOT_ITS_FAULT))
    except Exception as error:  # noqa: BLE001 - it is logged with its traceback, and stands in the report
        # One article in ten thousand that meets a mistake of ours must not cost the others.
        _log.exception("%s could not be read", article.id)
        return NotRead(article, error)
