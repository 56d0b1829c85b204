"""How a contested claim went, on one line of Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby

from claimx.models import Change, MergedClaim, TimelineEntry
from claimx.review import timeline
from claimx.writers.markdown_text import escape
from claimx.writers.outline import Outline

_CONTESTED = ("disputed", "varying")
_SHOWN = 8
"""Articles shown; where more of them changed something, the first ones tell how it began and the last how it stands."""
_WORDS: dict[Change, str] = {
    "first": "first by",
    "hardened": "hardened by",
    "softened": "softened by",
    "denied": "denied by",
    "queried": "queried by",
    "commented": "commented on by",
    "updated": "updated by",
    "corrected": "corrected by",
    "withdrawn": "withdrawn by",
}


def render_timeline(claim: MergedClaim, outline: Outline) -> Iterator[str]:
    """One line where the claim is disputed or varies and more than one article changed something; else none."""
    if claim.status not in _CONTESTED:
        return
    changes = [entry for entry in timeline(claim, outline.report) if entry.change in _WORDS]
    steps = [_step(list(entries), outline) for _, entries in groupby(changes, key=lambda entry: entry.article_id)]
    if len(steps) > _SHOWN:
        left_out = len(steps) - _SHOWN + 1
        steps[_SHOWN // 2 : -(_SHOWN // 2 - 1)] = [f"… {left_out} more articles …"]
    if len(steps) > 1:
        yield f"- Timeline (UTC): {' → '.join(steps)}"


def _step(entries: Sequence[TimelineEntry], outline: Outline) -> str:
    first = entries[0]
    changes = dict.fromkeys(map(_describe, entries))
    return f"{_date(first.moment)} {escape(outline.publisher(first.article_id))}: {', '.join(changes)}"


def _describe(entry: TimelineEntry) -> str:
    holder = escape(entry.holder.name) if entry.holder is not None else "own voice"
    detail = f" ({escape(entry.detail)})" if entry.detail else ""
    return f"{_WORDS[entry.change]} {holder}{detail}"


def _date(moment: datetime | None) -> str:
    if moment is None:
        return "no date,"
    return (moment.astimezone(UTC) if moment.tzinfo else moment).strftime("%Y-%m-%d %H:%M")
