"""A report held against gold: what was found, whose it is, how well it was merged, and how its claims are related.

Figures run over the gold mentions that `alignment` finds in the report.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any

import networkx as nx
import structure
from alignment import Aligned, align, b_cubed

from claimx import Claim, MergedClaim, Report, Span

LABELS = ("support", "deny", "query", "comment")
RELATIONS = ("contradicts", "updates", "different_scope", "narrower")


@dataclass(frozen=True)
class Scores:
    """Pairs are (right, of how many) unless said otherwise.

    `merging` and `sources`: B³ precision and recall; `pairwise`: F1 over pairs of mentions. `copies`: found, there are,
    wrongly called copies. `variants`: found, there are, reported where the gold gives one value. `relations`: for each
    kind of the gold, linked in any way, linked by that kind, there are. `reported_relations`: those that the gold has
    too, of those between homes of its statements. `origins`: summed absolute error of the count, exact ones, claims.
    `opposites`, `scopes`: merged claims that hold two statements which the gold sets against each other.
    """

    mentions: int
    found: int
    stance: Mapping[str, tuple[int, int]]
    speaker: tuple[int, int]
    merging: tuple[float, float]
    pairwise: float
    sources: tuple[float, float]
    must_extract: tuple[int, int]
    copies: tuple[int, int, int]
    variants: tuple[int, int, int]
    relations: Mapping[str, tuple[int, int, int]]
    parents: tuple[int, int]
    reported_relations: tuple[int, int]
    origins: tuple[int, int, int]
    opposites: int
    scopes: int
    furniture: int
    spans: tuple[int, int]
    claims: int
    top_level: int

    @property
    def b_cubed(self) -> float:
        return f1(*self.merging)


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision else 0.0


def score(report: Report, gold: Mapping[str, Any]) -> Scores:
    """All figures for one story."""
    held = structure.Held(report, align(report, gold["mentions"]))
    reached = {one.statement for one in held.aligned}
    cells = Counter((one.statement, one.fit.claim) for one in held.aligned)
    return Scores(
        mentions=len(gold["mentions"]),
        found=len(held.aligned),
        stance={label: _stance_accuracy(held.aligned, label) for label in LABELS},
        speaker=(sum(one.right_speaker for one in held.aligned), len(held.aligned)),
        merging=b_cubed(cells),
        pairwise=_pairwise(cells),
        sources=_source_resolution(report, gold, held.aligned),
        must_extract=(len(reached & set(gold["must_extract"])), len(gold["must_extract"])),
        copies=_copies(report, gold),
        variants=structure.variants(held, gold),
        relations={kind: structure.relations(held, gold, kind) for kind in RELATIONS},
        parents=structure.parents(held, gold),
        reported_relations=structure.reported_relations(held, gold),
        origins=structure.origin_error(held, gold),
        opposites=len(structure.holding_opposites(held, gold)),
        scopes=len(structure.holding_both(held, gold, "different_scope")),
        furniture=sum(_is_furniture(claim, gold["furniture"]) for claim in report.claims),
        spans=_exact_spans(report),
        claims=len(report.claims),
        top_level=sum(claim.parent is None for claim in report.claims),
    )


def _stance_accuracy(aligned: Iterable[Aligned], label: str) -> tuple[int, int]:
    right = [one.right_stance for one in aligned if one.mention["position"] == label]
    return sum(right), len(right)


def _pairwise(cells: Mapping[tuple[str, str], int]) -> float:
    statements: Counter[str] = Counter()
    claims: Counter[str] = Counter()
    for (statement, claim), count in cells.items():
        statements[statement] += count
        claims[claim] += count
    together, wanted, joined = (
        sum(comb(count, 2) for count in counts.values()) for counts in (cells, statements, claims)
    )
    return 2 * together / (wanted + joined) if wanted + joined else 0.0


def _source_resolution(report: Report, gold: Mapping[str, Any], aligned: Iterable[Aligned]) -> tuple[float, float]:
    """B³ of the gold's speakers against the resolved sources, over mentions with the right speaker, by name.

    Unnamed sources are left out: nobody knows which of them are one.
    """
    classes = _speakers(gold)
    resolved = {form: source.id for source in report.sources for form in source.as_given}
    cells = Counter(
        (classes[one.mention["speaker"]], str(resolved[holder]))
        for one in aligned
        if one.right_speaker and (holder := one.fit.stance.holder) is not None and holder.named
    )
    return b_cubed(cells)


def _speakers(gold: Mapping[str, Any]) -> dict[str, str]:
    """Pattern → one that stands for all the patterns of the same speaker, as far as the gold tells.

    Patterns are of one speaker where they begin with the same name, or where they utter one quotation (`same_quote`):
    that is how a name in two scripts is known to be one.
    """
    placed = {(one["article"], one["start"], one["end"]): one["speaker"] for one in gold["mentions"] if one["speaker"]}
    same: nx.Graph = nx.Graph()
    same.add_nodes_from(placed.values())
    by_name: dict[str, list[str]] = defaultdict(list)
    for pattern in same.nodes:
        by_name[pattern.partition("|")[0]].append(pattern)
    quoted = [
        [placed[tuple(place)] for place in places if tuple(place) in placed] for places in gold.get("same_quote", ())
    ]
    for patterns in (*by_name.values(), *quoted):
        nx.add_path(same, patterns)
    return {pattern: min(component) for component in nx.connected_components(same) for pattern in component}


def _copies(report: Report, gold: Mapping[str, Any]) -> tuple[int, int, int]:
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


def _spans_of(claim: Claim) -> Iterable[Span]:
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
