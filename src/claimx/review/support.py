"""How far the support of one claim reaches."""

from __future__ import annotations

from claimx.models import MergedClaim, Reach, Report


def reach(claim: MergedClaim, report: Report) -> Reach:
    """The publishers, origins, named and unnamed sources that support a claim of `report`.

    Who only denies, queries or comments on it is not counted. Unnamed sources are counted by description: "a U.S.
    official" in five outlets is one, of whom nobody knows how many they are. A newspaper that an article credits passes
    on what somebody told it, and is neither.
    """
    carrying = {
        appearance.article_id
        for appearance in claim.appearances
        if any(stance.label == "support" for stance in appearance.stances)
    }
    publishers = {article.id: article.publisher or article.id for article in report.articles}
    holders = {
        position.source.id: position.source.named
        for position in claim.positions
        if position.label == "support" and position.source.id is not None and position.source.kind != "media"
    }
    return Reach(
        publishers=len({publishers.get(article_id, article_id) for article_id in carrying}),
        origins=sum(not carrying.isdisjoint(origin.articles) for origin in report.origins),
        named_sources=sum(holders.values()),
        unnamed_sources=len(holders) - sum(holders.values()),
    )
