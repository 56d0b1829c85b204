"""What of a claim is seen once it is opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from claimx.models import Claim, MergedClaim, Span, Stance, TimelineEntry, Variant
from claimx.review import timeline
from claimx.writers.extra_values import told_values
from claimx.writers.html.excerpts import Excerpter
from claimx.writers.html.lookups import LETTERS, Lookups, in_words, to_milliseconds
from claimx.writers.html.shapes import (
    AppearanceRow,
    Details,
    MergeRow,
    RelationRow,
    StanceRow,
    StepRow,
    ValueRow,
    VariantRow,
)
from claimx.writers.html.wordings import changes


def to_details(lookups: Lookups) -> Details:
    """One for each claim, in the order of the page's claims."""
    excerpters = {article.id: Excerpter(article) for article in lookups.report.articles}
    relations = _relations(lookups)
    nowhere = Excerpter(None)
    return [
        {
            "appearances": [
                _appearance(appearance, excerpters.get(appearance.article_id, nowhere), lookups)
                for appearance in claim.appearances
            ],
            "variants": [_variant(variant, claim, lookups) for variant in claim.variants],
            "course": [_step(entry, lookups) for entry in timeline(claim, lookups.report)],
            "relations": relations[place],
            "merges": list(_merges(claim, lookups)),
        }
        for place, claim in enumerate(lookups.claims)
    ]


def _appearance(claim: Claim, excerpter: Excerpter, lookups: Lookups) -> AppearanceRow:
    row: AppearanceRow = {
        "article": lookups.article_at.get(claim.article_id, -1),
        "text": claim.text,
        "when": claim.time.text if claim.time is not None else None,
        "stances": list(_stances(claim, excerpter, lookups)),
    }
    if extra := [[name, words] for name, words in told_values(claim)]:
        row["extra"] = extra
    return row


def _stances(claim: Claim, excerpter: Excerpter, lookups: Lookups) -> Iterator[StanceRow]:
    alike: dict[tuple[object, ...], list[Stance]] = defaultdict(list)
    for stance in claim.stances:
        said = stance.attribution
        how = (said.mode, said.said_at) if said is not None else (None, None)
        alike[stance.label, stance.certainty, *how, *lookups.outline.chain(stance, claim.article_id)].append(stance)
    quoted = {span for stance in claim.stances for span in stance.evidence}
    besides = [span for span in claim.evidence if span not in quoted]
    for stances in alike.values():
        first, spans = stances[0], [*besides, *(span for stance in stances for span in stance.evidence)]
        yield {
            "letter": LETTERS[first.label],
            "certainty": first.certainty,
            "chain": lookups.outline.chain(first, claim.article_id),
            "own": first.holder is None,
            "named": first.holder is None or first.holder.named,
            "mode": first.attribution.mode if first.attribution is not None else None,
            "said_at": first.attribution.said_at if first.attribution is not None else None,
            "alignment": _alignment(spans),
            "excerpt": excerpter.excerpt(stances, besides),
        }
        besides = []


def _alignment(spans: Sequence[Span]) -> str:
    """The loosest of them."""
    if any(span.ambiguous for span in spans):
        return "ambiguous"
    return max((span.alignment for span in spans), key=("exact", "normalized", "fuzzy").index, default="exact")


def _variant(variant: Variant, claim: MergedClaim, lookups: Lookups) -> VariantRow:
    article_of = {one.id: lookups.article_at.get(one.article_id, -1) for one in claim.appearances}
    values = list(variant.values)
    if variant.kind == "wording":
        values.sort(key=lambda value: -len(value.value))  # the longest is what the others were made from
    rows: list[ValueRow] = [
        {
            "value": value.value,
            "articles": list(dict.fromkeys(article_of.get(one, -1) for one in value.appearances)),
            "change": changes(values[0].value, value.value) if variant.kind == "wording" and place else [],
        }
        for place, value in enumerate(values)
    ]
    return {"kind": variant.kind, "compatible": variant.compatible, "why": variant.why, "values": rows}


def _step(entry: TimelineEntry, lookups: Lookups) -> StepRow:
    return {
        "moment": to_milliseconds(entry.moment),
        "published": in_words(entry.moment),
        "article": lookups.article_at.get(entry.article_id),
        "who": entry.holder.name if entry.holder is not None else "own voice",
        "letter": LETTERS[entry.label],
        "change": entry.change,
        "detail": entry.detail,
    }


def _relations(lookups: Lookups) -> dict[int, list[RelationRow]]:
    """Of each claim, seen from its side."""
    found: dict[int, list[RelationRow]] = defaultdict(list)
    for relation in lookups.report.relations:
        a, b = lookups.claim_at.get(relation.a), lookups.claim_at.get(relation.b)
        if a is not None and b is not None:
            found[a].append({"kind": relation.kind, "forward": True, "claim": b, "why": relation.why})
            found[b].append({"kind": relation.kind, "forward": False, "claim": a, "why": relation.why})
    return found


def _merges(claim: MergedClaim, lookups: Lookups) -> Iterable[MergeRow]:
    article_of = {one.id: lookups.article_at.get(one.article_id) for one in claim.appearances}
    for merge in claim.merges:
        yield {
            "a": article_of.get(merge.a),
            "b": article_of.get(merge.b),
            "method": merge.method,
            "score": None if merge.score is None else round(merge.score, 2),
            "why": merge.why,
        }
