"""A report held against gold: what was found, whose it is, and how well it was merged.

A gold mention is found where a stance's evidence covers at least half of it, or lies at least half inside it. One
clause can carry several statements: among the appearances that fit about equally well, the alignment most favourable to
the report is taken. Merging is scored by B³ (Bagga and Baldwin 1998) over the mentions found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from claimx import MergedClaim, Report, Span, Stance

SLACK = 0.25
"""Fits within this much of the best intersection over union count as about equally good."""


@dataclass(frozen=True)
class Fit:
    """An appearance's stance that could be the gold mention."""

    claim: str
    stance: Stance
    iou: float


@dataclass(frozen=True)
class Scores:
    mentions: int
    found: int
    stance: Mapping[str, tuple[int, int]]
    speaker: tuple[int, int]
    precision: float
    recall: float
    must_extract: tuple[int, int]
    copies: tuple[int, int, int]
    furniture: int
    spans: tuple[int, int]
    claims: int
    top_level: int

    @property
    def b_cubed(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.precision else 0.0


def score(report: Report, gold: Mapping[str, Any]) -> Scores:
    """All figures for one story."""
    mentions = gold["mentions"]
    fits = [_fits(report, mention) for mention in mentions]
    found = [number for number, candidates in enumerate(fits) if candidates]
    chosen = _align([mentions[number] for number in found], [fits[number] for number in found])
    aligned = dict(zip(found, chosen, strict=True))
    precision, recall = _b_cubed(Counter((mentions[number]["statement"], fit.claim) for number, fit in aligned.items()))
    reached = {mentions[number]["statement"] for number in aligned}
    return Scores(
        mentions=len(mentions),
        found=len(found),
        stance=_stance_accuracy(mentions, aligned),
        speaker=(
            sum(_speaker_agrees(mentions[number], fit.stance) for number, fit in aligned.items()),
            len(aligned),
        ),
        precision=precision,
        recall=recall,
        must_extract=(len(reached & set(gold["must_extract"])), len(gold["must_extract"])),
        copies=_copies(report, gold),
        furniture=sum(_is_furniture(claim, gold["furniture"]) for claim in report.claims),
        spans=_exact_spans(report),
        claims=len(report.claims),
        top_level=sum(claim.parent is None for claim in report.claims),
    )


def _fits(report: Report, mention: Mapping[str, Any]) -> list[Fit]:
    """The stances that could be the mention: of those that fit about equally well, the best of each merged claim."""
    fits = [
        Fit(merged.id, stance, iou)
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


def _overlap(span: Span, mention: Mapping[str, Any]) -> float:
    """Intersection over union; 0 where neither holds half of the other."""
    shared = min(span.end, mention["end"]) - max(span.start, mention["start"])
    shorter = min(span.end - span.start, mention["end"] - mention["start"])
    if shared < shorter / 2 or shared <= 0:
        return 0.0
    union = max(span.end, mention["end"]) - min(span.start, mention["start"])
    return shared / union


def _align(mentions: Sequence[Mapping[str, Any]], fits: Sequence[Sequence[Fit]]) -> list[Fit]:
    """One fit for each mention, chosen by coordinate ascent on B³ F1, then on stance and speaker, then on overlap."""
    statements = [mention["statement"] for mention in mentions]
    wanted = Counter(
        (statement, fit.claim) for statement, options in zip(statements, fits, strict=True) for fit in options
    )
    chosen = [
        max(options, key=lambda fit: (wanted[statement, fit.claim], _quality(mention, fit)))
        for statement, mention, options in zip(statements, mentions, fits, strict=True)
    ]
    cells = Counter((statement, fit.claim) for statement, fit in zip(statements, chosen, strict=True))
    for _ in range(4):
        before = list(chosen)
        for number, options in enumerate(fits):
            cells[statements[number], chosen[number].claim] -= 1
            chosen[number] = max(
                options,
                key=lambda fit: (_with(cells, (statements[number], fit.claim)), _quality(mentions[number], fit)),
            )
            cells[statements[number], chosen[number].claim] += 1
        if chosen == before:
            break
    return chosen


def _quality(mention: Mapping[str, Any], fit: Fit) -> tuple[bool, bool, float]:
    return (fit.stance.label == mention["position"], _speaker_agrees(mention, fit.stance), fit.iou)


def _with(cells: Counter[tuple[str, str]], cell: tuple[str, str]) -> float:
    cells[cell] += 1
    precision, recall = _b_cubed(cells)
    cells[cell] -= 1
    return round(2 * precision * recall / (precision + recall), 12)


def _b_cubed(cells: Mapping[tuple[str, str], int]) -> tuple[float, float]:
    """Precision and recall from the counts of (gold statement, merged claim)."""
    statements: Counter[str] = Counter()
    claims: Counter[str] = Counter()
    for (statement, claim), count in cells.items():
        statements[statement] += count
        claims[claim] += count
    total = sum(statements.values())
    if not total:
        return 0.0, 0.0
    precision = sum(count * count / claims[claim] for (_, claim), count in cells.items() if count) / total
    recall = sum(count * count / statements[statement] for (statement, _), count in cells.items() if count) / total
    return precision, recall


def _stance_accuracy(mentions: Sequence[Mapping[str, Any]], aligned: Mapping[int, Fit]) -> dict[str, tuple[int, int]]:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for number, fit in aligned.items():
        label = mentions[number]["position"]
        total[label] += 1
        right[label] += fit.stance.label == label
    return {label: (right[label], total[label]) for label in ("support", "deny", "query", "comment")}


def _speaker_agrees(mention: Mapping[str, Any], stance: Stance) -> bool:
    if mention["speaker"] is None or stance.holder is None:
        return mention["speaker"] is None and stance.holder is None
    known = " ".join(filter(None, (stance.holder.name, stance.holder.role, stance.holder.affiliation)))
    return re.search(mention["speaker"], known, re.IGNORECASE) is not None


def _copies(report: Report, gold: Mapping[str, Any]) -> tuple[int, int, int]:
    """Copies found, copies there are, pairs wrongly called copies."""
    linked = {pair for origin in report.origins for pair in combinations(sorted(origin.articles), 2)}
    copies = {tuple(sorted(pair)) for pair in gold["copies"]}
    return len(linked & copies), len(copies), len(linked - copies)


def _is_furniture(claim: MergedClaim, furniture: Iterable[Mapping[str, Any]]) -> bool:
    spans = [(appearance.article_id, span) for appearance in claim.appearances for span in appearance.evidence]
    return any(
        article == piece["article"] and piece["start"] <= span.start and span.end <= piece["end"]
        for piece in furniture
        for article, span in spans
    )


def _exact_spans(report: Report) -> tuple[int, int]:
    texts = {article.id: article.text for article in report.articles}
    spans = [
        (texts[claim.article_id], span)
        for merged in report.claims
        for claim in merged.appearances
        for span in _spans_of(claim)
    ]
    return sum(text[span.start : span.end] == span.exact for text, span in spans), len(spans)


def _spans_of(claim: Any) -> Iterable[Span]:
    yield from claim.evidence
    yield from (quantity.span for quantity in claim.quantities)
    if claim.time is not None:
        yield claim.time.span
    for stance in claim.stances:
        yield from stance.evidence
        if stance.hedge is not None:
            yield stance.hedge
        if stance.attribution is not None:
            yield stance.attribution.content
            if stance.attribution.cue is not None:
                yield stance.attribution.cue
