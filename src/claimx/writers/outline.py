"""A report as a person goes through it: claims by salience, narrower ones beneath, and who holds what in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from claimx.models import Claim, MergedClaim, Position, Report, Span

STATUS_WORDS = {
    "disputed": "disputed",
    "varying": "varying",
    "corroborated": "corroborated",
    "single_origin": "single origin",
    "unsupported": "unsupported",
}


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that carry a position, and the article they stand in."""

    exact: str
    article_id: str


class Outline:
    """Looks up what the writers for people ask of a report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._publishers = {article.id: article.publisher or article.id for article in report.articles}
        self._texts = {article.id: article.text for article in report.articles}
        known = {claim.id for claim in report.claims}
        self._narrower: dict[str | None, list[MergedClaim]] = defaultdict(list)
        for claim in sorted(report.claims, key=lambda claim: -claim.salience):
            # A claim whose parent is not in the report would be lost beneath it.
            self._narrower[claim.parent if claim.parent in known else None].append(claim)

    @property
    def top_level(self) -> list[MergedClaim]:
        return self._narrower.get(None, [])

    def narrower(self, claim: MergedClaim) -> list[MergedClaim]:
        return self._narrower.get(claim.id, [])

    def publisher(self, article_id: str) -> str:
        """Who published it; the article's id where nobody is named."""
        return self._publishers.get(article_id, article_id)

    def publishers(self, claim: MergedClaim) -> list[str]:
        return list(dict.fromkeys(self.publisher(appearance.article_id) for appearance in claim.appearances))

    def articles(self, claim: MergedClaim) -> list[str]:
        return list(dict.fromkeys(appearance.article_id for appearance in claim.appearances))

    def holder(self, position: Position, claim: MergedClaim) -> str:
        """The name; a nameless source as described; publishers that speak for themselves."""
        if position.source.id is not None:
            return position.source.name
        voices = dict.fromkeys(self.publisher(item.article_id) for item in _appearances_of(position, claim))
        return f"own voice of {', '.join(voices)}"

    def quote(self, position: Position, claim: MergedClaim) -> Quote:
        """The first words that carry the position, with the article where they stand at exactly that place."""
        span = position.evidence[0]
        appearances = _appearances_of(position, claim)
        # Evidence of a position does not say its article. Its appearances are few; the text decides.
        for appearance in appearances:
            if self._texts.get(appearance.article_id, "")[span.start : span.end] == span.exact:
                return Quote(span.exact, appearance.article_id)
        return Quote(span.exact, appearances[0].article_id)

    def failed_ids(self) -> set[str]:
        failed = {failure.article for failure in self.report.failures}
        return {article.id for article in self.report.articles if article.id in failed}


def _appearances_of(position: Position, claim: MergedClaim) -> list[Claim]:
    found = [appearance for appearance in claim.appearances if appearance.id in position.appearances]
    # The appearances that carry this very quote go first, so that a chance match elsewhere does not.
    span = position.evidence[0]
    return sorted(found, key=lambda item: not _carries(item, position, span)) or list(claim.appearances)


def _carries(appearance: Claim, position: Position, span: Span) -> bool:
    return any(stance.label == position.label and span in stance.evidence for stance in appearance.stances)


def count(number: int, noun: str) -> str:
    """`1 claim`, `2 claims`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
