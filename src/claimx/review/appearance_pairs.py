"""Which appearance of one report is which of another: by the words they rest on first, then by what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import fuzz

from claimx.models import Claim, Report

LEAST_OVERLAP = 0.2
"""Share of the characters of both evidences that both have. A sentence cut shorter is still the same place."""
LEAST_LIKENESS = 0.5
"""Of their texts. Two claims on one sentence share all their evidence, and only their words tell them apart."""

Pairs = Mapping[str, str]
"""Appearance of the first report → the same appearance of the second, by id."""


def pair_appearances(a: Report, b: Report) -> Pairs:
    """Each appearance with at most one of the other report, the best pairs of an article first.

    Offsets are compared where the article's text is the same in both; of a text that changed, the words themselves.
    """
    texts_a = {article.id: article.sha256 for article in a.articles}
    texts_b = {article.id: article.sha256 for article in b.articles}
    in_a, in_b = _by_article(a), _by_article(b)
    paired: dict[str, str] = {}
    for article_id in sorted(in_a.keys() & in_b.keys()):
        same_text = texts_a.get(article_id) == texts_b.get(article_id)
        taken: set[str] = set()
        for _, one, other in sorted(_scored(in_a[article_id], in_b[article_id], same_text)):
            if one not in paired and other not in taken:
                paired[one] = other
                taken.add(other)
    return paired


def _by_article(report: Report) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in report.claims:
        for appearance in claim.appearances:
            found[appearance.article_id].append(appearance)
    return found


def _scored(first: Sequence[Claim], second: Sequence[Claim], same_text: bool) -> Iterator[tuple[float, str, str]]:
    """Possible pairs, the best with the lowest number."""
    places = [_places(claim) if same_text else _words(claim) for claim in second]
    for one in first:
        here = _places(one) if same_text else _words(one)
        for other, there in zip(second, places, strict=True):
            shared = len(here & there)
            overlap = shared / (len(here) + len(there) - shared) if shared else 0.0
            if overlap < LEAST_OVERLAP:
                continue
            likeness = fuzz.token_sort_ratio(one.text.casefold(), other.text.casefold()) / 100
            if likeness >= LEAST_LIKENESS:
                yield -(overlap + likeness), one.id, other.id


def _places(claim: Claim) -> frozenset[object]:
    """Every character that the claim rests on."""
    return frozenset(place for span in claim.evidence for place in range(span.start, span.end))


def _words(claim: Claim) -> frozenset[object]:
    return frozenset(span.exact for span in claim.evidence)
