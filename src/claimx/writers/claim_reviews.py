"""Ratings that people gave as schema.org `ClaimReview`: nobody else's, and none that claimx would think up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimx.errors import InvalidRatings
from claimx.models import MergedClaim, Rating, Report
from claimx.writers.linked_nodes import Node, to_id, without_none

_KINDS = {"organization": "Organization", "person": "Person"}


def to_claim_reviews(ratings: Iterable[Rating], report: Report) -> Iterator[Node]:
    """A node for each rating. Raises InvalidRatings for one of a claim that the report does not have."""
    claims = {claim.id: claim for claim in report.claims}
    for number, rating in enumerate(ratings):
        if rating.claim not in claims:
            raise InvalidRatings(
                f"a rating is of claim {rating.claim!r}, which the report does not have",
                hint="`claimx show REPORT --json` prints each claim with its id",
            )
        yield _to_review(rating, claims[rating.claim], number)


def _to_review(rating: Rating, claim: MergedClaim, number: int) -> Node:
    reviewer = rating.reviewer
    return {
        "@id": to_id("review", f"{claim.id}/{number}"),
        "@type": "ClaimReview",
        "url": rating.url,
        "claimReviewed": claim.text,
        "itemReviewed": {"@id": to_id("claim", claim.id)},
        "author": {"@type": _KINDS[reviewer.kind], "name": reviewer.name, "url": reviewer.url},
        "datePublished": {"@type": "xsd:date", "@value": rating.date.isoformat()},
        "reviewRating": without_none(
            {
                "@type": "Rating",
                "ratingValue": rating.value,
                "worstRating": rating.worst,
                "bestRating": rating.best,
                "alternateName": rating.verdict,
            }
        ),
    }
