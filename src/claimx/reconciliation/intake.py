"""What may be put together: each article once, and claims that stand in the article they are said to stand in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from claimx.errors import InvalidExtraction
from claimx.models import Claim, Extraction

_NUMBERED = re.compile(r"(.*?)(\d+)", re.DOTALL)


def in_order(extractions: Iterable[Extraction]) -> list[Extraction]:
    """The extractions by article id, an extraction given twice only once.

    Raises InvalidExtraction where two differ about one article, or a claim is not its article's.
    """
    by_id: dict[str, Extraction] = {}
    for extraction in extractions:
        known = by_id.setdefault(extraction.article.id, extraction)
        if known is not extraction and known != extraction:
            raise InvalidExtraction(
                f"two different extractions of an article {extraction.article.id!r}",
                hint="give each article one id and extract it once",
            )
    for claim_id, count in Counter(claim.id for one in by_id.values() for claim in one.claims).items():
        if count > 1:
            raise InvalidExtraction(f"{count} claims have the id {claim_id!r}")
    for extraction in by_id.values():
        _check(extraction)
    return [by_id[article_id] for article_id in sorted(by_id)]


def claims_of(extractions: Iterable[Extraction]) -> list[Claim]:
    """Every claim; those of one article by the number in their id, whatever order they were given in."""
    return [claim for extraction in extractions for claim in sorted(extraction.claims, key=_place)]


def _place(claim: Claim) -> tuple[str, int, str]:
    numbered = _NUMBERED.fullmatch(claim.id)
    return (numbered[1], int(numbered[2]), claim.id) if numbered else (claim.id, 0, claim.id)


def _check(extraction: Extraction) -> None:
    article = extraction.article
    for claim in extraction.claims:
        if claim.article_id != article.id:
            raise InvalidExtraction(f"{article.id}: claim {claim.id!r} belongs to article {claim.article_id!r}")
        if not claim.evidence:
            raise InvalidExtraction(f"{article.id}: claim {claim.id!r} rests on no words of the article")
        if not all(stance.evidence for stance in claim.stances):
            raise InvalidExtraction(
                f"{article.id}: a stance toward claim {claim.id!r} rests on no words of the article"
            )
        for span in (*claim.evidence, *(span for stance in claim.stances for span in stance.evidence)):
            if article.text[span.start : span.end] != span.exact:
                raise InvalidExtraction(
                    f"{article.id}: the words of claim {claim.id!r} do not stand at {span.start}–{span.end}",
                    hint="the article has changed since it was extracted; extract it again",
                )
