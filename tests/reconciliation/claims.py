"""Extractions made by hand, for tests of how they are put together."""

from __future__ import annotations

from collections.abc import Iterable

from claimx import Article, Attribution, Claim, Extraction, Provenance, Source, Span, Stance

VIK = Source(name="Jon Vik", kind="person", role="Mayor")


def stance(span: Span, label: str = "support", holder: Source | None = None) -> Stance:
    attribution = holder and Attribution(source=holder, cue=None, content=span, mode="indirect")
    return Stance.model_validate({"holder": holder, "label": label, "attribution": attribution, "evidence": (span,)})


def extraction(
    article_id: str, *claims: str | tuple[str, str, Source | None], text: str = "", **article: object
) -> Extraction:
    """An article whose text is its claims, a line each, unless `text` is given; a claim may come with label and holder."""
    given = [one if isinstance(one, tuple) else (one, "support", None) for one in claims]
    body = text or "\n".join(claim for claim, _, _ in given)
    made = []
    for number, (claim, label, holder) in enumerate(given, start=1):
        at = max(0, body.find(claim))
        span = Span(start=at, end=min(len(body), at + len(claim)), exact=body[at : at + len(claim)])
        made.append(
            Claim(
                id=f"{article_id}#{number}",
                article_id=article_id,
                text=claim,
                kind="event",
                evidence=(span,),
                stances=(stance(span, label, holder),),
            )
        )
    return Extraction(
        article=Article.model_validate({"id": article_id, "text": body, "publisher": article_id.title(), **article}),
        claims=tuple(made),
        provenance=Provenance(claimx="test"),
    )


def texts(groups: Iterable[Iterable[Claim]]) -> set[frozenset[str]]:
    return {frozenset(claim.text for claim in group) for group in groups}
