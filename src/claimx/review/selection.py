"""The claims of a report that somebody looks for."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from claimx.models import MergedClaim, Report, Status


@dataclass(frozen=True)
class Wanted:
    """What a claim has to meet, all of it; what is empty or None is met by every claim.

    `statuses`: one of these. `publisher`, `speaker`: a part of such a name, in any case; a speaker holds the claim or
    relays it. `words`: found in the claim, in what an appearance says, or in its evidence.
    """

    statuses: Collection[Status] = ()
    publisher: str | None = None
    speaker: str | None = None
    words: re.Pattern[str] | None = None


def select(report: Report, wanted: Wanted) -> tuple[MergedClaim, ...]:
    """The claims of `report` that meet `wanted`, in its order."""
    publishers = {article.id: article.publisher or article.id for article in report.articles}
    return tuple(
        claim
        for claim in report.claims
        if (not wanted.statuses or claim.status in wanted.statuses)
        and _names(wanted.publisher, {publishers.get(one.article_id, one.article_id) for one in claim.appearances})
        and _names(wanted.speaker, _speakers(claim))
        and _says(wanted.words, claim)
    )


def _names(part: str | None, names: Collection[str]) -> bool:
    return part is None or any(part.casefold() in name.casefold() for name in names)


def _speakers(claim: MergedClaim) -> set[str]:
    resolved = {name for one in claim.positions if one.source.id for name in (one.source.name, *one.source.aliases)}
    return resolved | {source.name for appearance in claim.appearances for source in appearance.sources()}


def _says(words: re.Pattern[str] | None, claim: MergedClaim) -> bool:
    if words is None or words.search(claim.text):
        return True
    return any(
        words.search(text)
        for appearance in claim.appearances
        for text in (appearance.text, *(span.exact for span in appearance.evidence))
    )
