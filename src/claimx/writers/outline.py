"""A report as a person goes through it: claims by salience, narrower ones beneath, and who holds what in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from claimx.models import RULES, MergedClaim, Position, Report, Stance, State, Tally
from claimx.review import reach, states, tally

STATUS_WORDS = {
    "disputed": "disputed",
    "varying": "varying",
    "corroborated": "corroborated",
    "single_origin": "single origin",
    "unsupported": "unsupported",
}
LABEL_WORDS = {
    "support": "Supported by",
    "deny": "Denied by",
    "query": "Queried by",
    "comment": "Commented on by",
}


class Outline:
    """Looks up what the writers for people ask of a report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._publishers = {article.id: article.publisher or article.id for article in report.articles}
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

    def numbered(self) -> Iterator[tuple[str, MergedClaim]]:
        """Every claim with its number ("2.1"), each followed by the narrower ones beneath it."""
        # Not by recursion: how deep claims nest is not ours to say.
        waiting = [(str(number), claim) for number, claim in enumerate(self.top_level, start=1)][::-1]
        while waiting:
            number, claim = waiting.pop()
            yield number, claim
            narrower = [(f"{number}.{place}", one) for place, one in enumerate(self.narrower(claim), start=1)]
            waiting += narrower[::-1]

    def chain(self, stance: Stance, article_id: str) -> list[str]:
        """Who says that who says it: the publisher, then those who relay it, outermost first, then the holder.

        Names as the article gives them; one that stands twice in a row, as a publisher that was told, stands once.
        """
        relayed = reversed(stance.attribution.via) if stance.attribution else ()
        names = [self.publisher(article_id), *(source.name for source in relayed)]
        if stance.holder is not None:
            names.append(stance.holder.name)
        return [name for at, name in enumerate(names) if not at or name.casefold() != names[at - 1].casefold()]

    def publisher(self, article_id: str) -> str:
        """Who published it; the article's id where nobody is named."""
        return self._publishers.get(article_id, article_id)

    def publishers(self, claim: MergedClaim) -> list[str]:
        return list(dict.fromkeys(self.publisher(appearance.article_id) for appearance in claim.appearances))

    def articles(self, claim: MergedClaim) -> list[str]:
        return list(dict.fromkeys(appearance.article_id for appearance in claim.appearances))

    def holder(self, position: Position, *, brief: bool = False) -> str:
        """The name; a nameless source as described; publishers that speak for themselves, or only how many do."""
        if position.source.id is not None:
            return position.source.name
        voices = self.quoting(position)
        return f"own voice ({len(voices)})" if brief else f"own voice of {', '.join(voices)}"

    def quoting(self, position: Position) -> list[str]:
        """The publishers that give the position."""
        return list(dict.fromkeys(self.publisher(span.article_id) for span in position.evidence))

    def reserve(self, position: Position, claim: MergedClaim) -> str | None:
        """How far the words that stand for the position are less than certain, as they say so themselves."""
        quoted = position.evidence[0]
        for appearance in claim.appearances:
            for stance in appearance.stances if appearance.article_id == quoted.article_id else ():
                if stance.label == position.label and any(
                    (span.start, span.end) == (quoted.start, quoted.end) for span in stance.evidence
                ):
                    if stance.certainty not in ("possible", "probable"):
                        return None
                    return f"{stance.certainty}: “{stance.hedge.exact}”" if stance.hedge else stance.certainty
        return None

    def support(self, claim: MergedClaim) -> str:
        """Who supports it, in four counts that are none of each other; "nobody" where nobody does."""
        counts = reach(claim, self.report)
        if not counts.publishers:
            return "nobody"
        return ", ".join(
            [
                count(counts.publishers, "publisher"),
                count(counts.origins, "origin"),
                count(counts.named_sources, "named source"),
                f"{counts.unnamed_sources:,} unnamed",
            ]
        )

    @property
    def caveat(self) -> str | None:
        """What must be known before anything else in the report is read."""
        return RULES_ONLY if self.report.provenance.model == RULES else None

    @cached_property
    def states(self) -> dict[str, State]:
        """What became of every article, by its id."""
        return states(self.report)

    @property
    def tally(self) -> Tally:
        """What became of every input."""
        return tally(self.report)


RULES_ONLY = (
    "Read by rule, without a model: reported speech and figures as they stand, claims joined and "
    "nested by their words. Much is missed, denials of what stands elsewhere most of all."
)
"""What a report says of itself when no model was asked."""


def count(number: int, noun: str) -> str:
    """`1 claim`, `2 claims`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
