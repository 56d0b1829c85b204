"""What is known around the appearances of a claim, and how the values that they give are gathered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC

from claimx.models import Article, Claim, ResolvedSource, Source, Stance, VariantValue
from claimx.text.languages import primary_tag


@dataclass(frozen=True)
class Setting:
    """The articles by id, and each source as given → the one it is. Either may lack what is looked up."""

    articles: Mapping[str, Article]
    sources: Mapping[Source, ResolvedSource]

    def published(self, claim: Claim) -> float | None:
        """When its article was published, in seconds; None where that is not known."""
        article = self.articles.get(claim.article_id)
        if article is None or article.published_at is None:
            return None
        moment = article.published_at
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()

    def language(self, claim: Claim) -> str:
        """The primary subtag of its article's language; empty where that is not known."""
        article = self.articles.get(claim.article_id)
        return primary_tag(article.language if article else None)

    def holder(self, stance: Stance) -> str | None:
        """The id of who holds the stance, or the name as given where nobody is resolved; None for the article."""
        if stance.holder is None:
            return None
        resolved = self.sources.get(stance.holder)
        return (resolved and resolved.id) or stance.holder.name.casefold()


def gather(found: Iterable[tuple[str, str]]) -> tuple[VariantValue, ...]:
    """Value and claim id, as often as they were found → the values, each with the claims that give it, sorted."""
    by_value: dict[str, set[str]] = defaultdict(set)
    for value, claim_id in found:
        by_value[value].add(claim_id)
    return tuple(VariantValue(value=value, appearances=tuple(sorted(ids))) for value, ids in sorted(by_value.items()))
