"""Places in the page's lists for the ids of a report, and the wording of moments."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from claimx.models import Article, Label, MergedClaim, Report, Source
from claimx.writers.outline import Outline
from claimx.writers.resolution import SourceIndex

LETTERS: dict[Label, str] = {"support": "S", "deny": "D", "query": "Q", "comment": "C"}
NO_DATE = "no date"


class Lookups:
    """Where in the page each claim, article, source and origin of a report stands.

    Claims stand as a person goes through them, each before its narrower ones; articles and origins as in the report.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        self.outline = Outline(report)
        self._index = SourceIndex(report)
        self.sources = (*(one for one in report.sources if one.id is not None), *self._index.unlisted)
        self.claims: list[MergedClaim] = []
        self.numbers: list[str] = []
        for number, claim in self.outline.numbered():
            self.claims.append(claim)
            self.numbers.append(number)
        self.claim_at = {claim.id: place for place, claim in enumerate(self.claims)}
        self.articles = {article.id: article for article in report.articles}
        self.article_at = {article.id: place for place, article in enumerate(report.articles)}
        self.origin_of = {
            self.article_at[article]: place
            for place, origin in enumerate(report.origins)
            for article in origin.articles
            if article in self.article_at
        }
        self._source_at = {source.id: place for place, source in enumerate(self.sources)}

    def source_of(self, given: Source) -> int:
        """The place of the source that an article gives in this form."""
        return self._source_at[self._index.id_of(given)]


def in_order(letters: Collection[str]) -> str:
    """The letters, once each, in the order in which labels are always named."""
    return "".join(letter for letter in LETTERS.values() if letter in letters)


def in_utc(moment: datetime | None) -> datetime | None:
    """The moment in UTC; one that names no zone is taken for UTC, as the timeline takes it."""
    if moment is None:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def to_milliseconds(moment: datetime | None) -> int | None:
    """Milliseconds since 1970, as scripts count time."""
    utc = in_utc(moment)
    return None if utc is None else round(utc.timestamp() * 1000)


def in_words(moment: datetime | None) -> str:
    """`2022-03-14 18:00`, in UTC."""
    utc = in_utc(moment)
    return NO_DATE if utc is None else utc.strftime("%Y-%m-%d %H:%M")


def language_of(article: Article | None) -> str:
    """The language as HTML's `lang` takes it; empty where it is not known."""
    return (article.language or "") if article is not None else ""
