"""Which appearance of a report is meant by which mention of the gold.

A gold mention is found where a stance's evidence covers at least half of it, or lies at least half inside it. One
clause can carry several statements: among the appearances that fit about equally well, the alignment most favourable to
the report is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from claimx import Report, Span, Stance

Mention = Mapping[str, Any]
Cells = Counter[tuple[str, str]]
"""How many mentions of a gold statement stand in a claim."""

SLACK = 0.25
"""Fits within this much of the best intersection over union count as about equally good."""


@dataclass(frozen=True)
class Fit:
    """An appearance's stance that could be the gold mention: `claim` and `appearance` are ids."""

    claim: str
    appearance: str
    stance: Stance
    iou: float


@dataclass(frozen=True)
class Aligned:
    """A gold mention and what was found for it."""

    mention: Mention
    fit: Fit

    @property
    def statement(self) -> str:
        return str(self.mention["statement"])

    @property
    def right_stance(self) -> bool:
        return bool(self.fit.stance.label == self.mention["position"])

    @property
    def right_speaker(self) -> bool:
        return speaker_agrees(self.mention, self.fit.stance)


def align(report: Report, mentions: Sequence[Mention]) -> list[Aligned]:
    """The mentions that are found, in their order, each with the one fit chosen for it."""
    found = [(mention, fits) for mention in mentions if (fits := _fits(report, mention))]
    chosen = _choose([mention for mention, _ in found], [fits for _, fits in found])
    return [Aligned(mention, fit) for (mention, _), fit in zip(found, chosen, strict=True)]


def b_cubed(cells: Mapping[tuple[str, str], int]) -> tuple[float, float]:
    """B³ precision and recall (Bagga and Baldwin 1998) from the counts of (gold class, class given)."""
    gold: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for (one, other), count in cells.items():
        gold[one] += count
        given[other] += count
    total = sum(gold.values())
    if not total:
        return 0.0, 0.0
    precision = sum(count * count / given[other] for (_, other), count in cells.items() if count) / total
    recall = sum(count * count / gold[one] for (one, _), count in cells.items() if count) / total
    return precision, recall


def speaker_agrees(mention: Mention, stance: Stance) -> bool:
    """Whether the gold's pattern stands in the holder's name, role or affiliation, or neither names anybody."""
    if mention["speaker"] is None or stance.holder is None:
        return mention["speaker"] is None and stance.holder is None
    known = " ".join(filter(None, (stance.holder.name, stance.holder.role, stance.holder.affiliation)))
    return re.search(mention["speaker"], known, re.IGNORECASE) is not None


def _fits(report: Report, mention: Mention) -> list[Fit]:
    """The stances that could be the mention: of those that fit about equally well, the best of each merged claim."""
    fits = [
        Fit(merged.id, appearance.id, stance, iou)
        for merged in report.claims
        for appearance in merged.appearances
        if appearance.article_id == mention["article"]
        for stance in appearance.stances
        for iou in (_overlap(span, mention) for span in stance.evidence)
        if iou
    ]
    best = max((fit.iou for fit in fits), default=0.0)
    of_claim: dict[str, Fit] = {}
    for fit in sorted(fits, key=lambda fit: _quality(mention, fit)):
        if fit.iou >= best - SLACK:
            of_claim[fit.claim] = fit
    return list(of_claim.values())


def _overlap(span: Span, mention: Mention) -> float:
    """Intersection over union; 0 where neither holds half of the other."""
    shared = min(span.end, mention["end"]) - max(span.start, mention["start"])
    shorter = min(span.end - span.start, mention["end"] - mention["start"])
    if shared < shorter / 2 or shared <= 0:
        return 0.0
    union = max(span.end, mention["end"]) - min(span.start, mention["start"])
    return float(shared / union)


def _choose(mentions: Sequence[Mention], fits: Sequence[Sequence[Fit]]) -> list[Fit]:
    """One fit for each mention, chosen by ascent on B³ F1, then on stance and speaker, then on overlap.

    Mentions move one by one, and all those of a statement that lie in one claim move together: one by one they would
    never leave a claim that holds several statements for one that holds them alone.
    """
    statements = [mention["statement"] for mention in mentions]
    wanted = Counter(
        (statement, fit.claim) for statement, options in zip(statements, fits, strict=True) for fit in options
    )
    chosen = [
        max(options, key=lambda fit: (wanted[statement, fit.claim], _quality(mention, fit)))
        for statement, mention, options in zip(statements, mentions, fits, strict=True)
    ]
    cells = Counter((statement, fit.claim) for statement, fit in zip(statements, chosen, strict=True))
    for _ in range(8):
        before = list(chosen)
        for number, options in enumerate(fits):
            cells[statements[number], chosen[number].claim] -= 1
            chosen[number] = max(
                options,
                key=lambda fit: (_with(cells, (statements[number], fit.claim)), _quality(mentions[number], fit)),
            )
            cells[statements[number], chosen[number].claim] += 1
        for statement in sorted(set(statements)):
            its_own = [number for number, one in enumerate(statements) if one == statement]
            _move_together(statement, its_own, fits, chosen, cells)
        if chosen == before:
            break
    return chosen


def _move_together(
    statement: str, mentions: Sequence[int], fits: Sequence[Sequence[Fit]], chosen: list[Fit], cells: Cells
) -> None:
    """Move the mentions of one statement that lie in one claim into another, where that raises B³ F1."""
    for left in sorted({chosen[number].claim for number in mentions}):
        for entered in sorted({fit.claim for number in mentions for fit in fits[number]} - {left}):
            staying = [number for number in mentions if chosen[number].claim == left]
            moves = {number: fit for number in staying for fit in fits[number] if fit.claim == entered}
            after = cells + Counter({(statement, entered): len(moves)}) - Counter({(statement, left): len(moves)})
            if moves and _f1(after) > _f1(cells):
                cells.clear()
                cells.update(after)
                for number, fit in moves.items():
                    chosen[number] = fit


def _quality(mention: Mention, fit: Fit) -> tuple[bool, bool, float]:
    return (fit.stance.label == mention["position"], speaker_agrees(mention, fit.stance), fit.iou)


def _with(cells: Cells, cell: tuple[str, str]) -> float:
    cells[cell] += 1
    value = _f1(cells)
    cells[cell] -= 1
    return value


def _f1(cells: Cells) -> float:
    precision, recall = b_cubed(cells)
    return round(2 * precision * recall / (precision + recall), 12)
