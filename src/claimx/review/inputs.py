"""What became of every input."""

from __future__ import annotations

from collections import Counter

from claimx.models import STORY, Report, State, Tally


def states(report: Report) -> dict[str, State]:
    """What became of every article of the report, by its id."""
    ended = {failure.article: _state_after(failure.skipped) for failure in report.failures}
    return {article.id: ended.get(article.id, "done") for article in report.articles}


def tally(report: Report) -> Tally:
    """How many inputs are done, failed and skipped; a file that gave no article at all is one input."""
    by_article = states(report)
    counts = Counter(by_article.values())
    counts.update(
        _state_after(failure.skipped)
        for failure in report.failures
        if failure.article not in by_article and failure.article != STORY
    )
    return Tally(inputs=counts.total(), done=counts["done"], failed=counts["failed"], skipped=counts["skipped"])


def _state_after(skipped: bool) -> State:
    return "skipped" if skipped else "failed"
