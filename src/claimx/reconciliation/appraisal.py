"""What an editor sees first: the status of a merged claim, and how far up it stands."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from claimx.models import Article, Claim, Position, Status, Variant


def supporting(appearances: Sequence[Claim]) -> tuple[Claim, ...]:
    """Those in which somebody supports the claim, be it the article itself."""
    return tuple(claim for claim in appearances if any(stance.label == "support" for stance in claim.stances))


def status_of(positions: Sequence[Position], variants: Sequence[Variant], origins: Collection[str]) -> Status:
    """The first that applies: unsupported, disputed, varying, corroborated, single_origin.

    A claim that nobody supports is `unsupported` whatever else holds; all the others say something of its support.
    `origins` are those that support it: an origin that only denies or queries a claim corroborates nothing.
    """
    labels = {position.label for position in positions}
    if "support" not in labels:
        return "unsupported"
    if "deny" in labels:
        return "disputed"
    if not all(variant.compatible for variant in variants):
        return "varying"
    return "corroborated" if len(origins) >= 2 else "single_origin"


def salience_of(
    appearances: Sequence[Claim],
    articles: Mapping[str, Article],
    origins: Collection[str],
    positions: Sequence[Position],
) -> float:
    """A figure to order claims by, the greatest first.

    Origins weigh more than publishers, disputes more than agreement, the head of an article more than its tail.
    """
    carried_by = {claim.article_id for claim in appearances}
    publishers = {articles[article_id].publisher or article_id for article_id in carried_by}
    named = {position.source.id for position in positions if position.source.named and position.source.id}
    disputed = any(position.label == "deny" for position in positions)
    lead = sum(_prominence(articles[article_id], appearances) for article_id in carried_by)
    score = 2.0 * len(origins) + len(publishers) + 0.5 * math.log1p(len(named)) + 2.0 * disputed + lead
    return round(score, 4)


def _prominence(article: Article, appearances: Sequence[Claim]) -> float:
    """1 for a claim at the head of the article, falling to 0 at its end."""
    first = min(span.start for claim in appearances if claim.article_id == article.id for span in claim.evidence)
    return 1 - first / max(1, len(article.text))
