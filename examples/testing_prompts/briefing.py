"""The code under test: what a newsroom wants to know of a story."""

from __future__ import annotations

from collections.abc import Iterable

import claimx


def deniers(article: claimx.Article, model: claimx.Model) -> set[str]:
    """Everybody who denies something in the article; its publisher, where it does so in its own voice."""
    return {
        stance.holder.name if stance.holder else article.publisher
        for claim in claimx.extract(article, model=model).claims
        for stance in claim.stances
        if stance.label == "deny"
    }


def briefing(articles: Iterable[claimx.Article], model: claimx.Model) -> list[str]:
    """A line for each claim that is disputed, and one for each article that could not be read."""
    report = claimx.run(articles, model=model)
    disputed = [f"disputed: {claim.text}" for claim in report.claims if claim.status == "disputed"]
    return [*disputed, *(f"not read: {failure.article} ({failure.reason})" for failure in report.failures)]
