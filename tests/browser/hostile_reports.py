"""A report in which one text stands wherever the text of an article, a model or a file name can stand."""

from __future__ import annotations

from datetime import UTC, datetime

from claimx.models import (
    Article,
    ArticleSpan,
    Attribution,
    Claim,
    Failure,
    Merge,
    MergedClaim,
    Origin,
    OriginLink,
    Position,
    Provenance,
    Rejection,
    Relation,
    Report,
    ResolvedSource,
    Source,
    Span,
    Stance,
    TimeReference,
    Variant,
    VariantValue,
)


def make_hostile_report(payload: str) -> Report:
    """As text, headline, byline, publisher, address, path, speaker, claim, variant, reason, id, language, name of the model, and
    field of somebody's own.
    """
    speaker = Source(name=payload, role=payload, affiliation=payload, named=False)
    resolved = ResolvedSource(**speaker.model_dump(), id=payload, aliases=(payload,), as_given=(speaker,))
    articles = (_article("first", payload, hour=6), _article(payload, payload, hour=9))
    appearances = tuple(
        _appearance(article, f"{place}{payload}", payload, speaker) for place, article in enumerate(articles)
    )
    position = Position(
        source=resolved,
        label="support",
        evidence=tuple(ArticleSpan(**dict(one.evidence[0]), article_id=one.article_id) for one in appearances),
        appearances=tuple(one.id for one in appearances),
    )
    common = {
        "appearances": appearances,
        "positions": (position,),
        "origins": (payload,),
        "first_appearance": appearances[0].id,
    }
    values = tuple(
        VariantValue(value=f"one two three {payload} {one.id}", appearances=(one.id,)) for one in appearances
    )
    claims = (
        MergedClaim(
            id=payload,
            text=payload,
            salience=2,
            status="disputed",
            variants=tuple(
                Variant(kind=kind, values=values, compatible=kind == "wording", why=payload)
                for kind in ("wording", "name")
            ),
            merges=(Merge(a=appearances[0].id, b=appearances[1].id, method="model", score=None, why=payload),),
            **common,
        ),
        MergedClaim(
            id=f"{payload}2", text=f"narrower {payload}", salience=1, status="varying", parent=payload, **common
        ),
    )
    return Report(
        articles=articles,
        claims=claims,
        relations=(Relation(a=payload, b=f"{payload}2", kind="contradicts", why=payload),),
        origins=(
            Origin(
                id=payload,
                articles=tuple(one.id for one in articles),
                why=(OriginLink(kind="credit", a=articles[1].id, b="first", evidence=payload),),
            ),
        ),
        sources=(resolved,),
        rejected={payload: (Rejection(reason=payload, text=payload),)},
        unread={payload: (Span(start=0, end=6, exact="Before"),)},
        failures=(Failure(article=payload, reason=payload, retryable=True),),
        provenance=Provenance(claimx=payload, model=payload, answered_by=(payload, "x"), prompts={payload: payload}),
    )


def _article(id: str, payload: str, hour: int) -> Article:
    return Article(
        id=id,
        text=f"Before 😀𠀋 it. They say {payload} today.\n\n{payload}",
        publisher=payload,
        headline=payload,
        byline=payload,
        url=payload,
        path=payload,
        language=payload,
        published_at=datetime(2031, 5, 6, hour, tzinfo=UTC),
    )


def _appearance(article: Article, id: str, payload: str, speaker: Source) -> Claim:
    span = _span(article, payload)
    cue = _span(article, "They say")
    attribution = Attribution(source=speaker, cue=cue, content=span, mode="direct", via=(speaker,), said_at=payload)
    stance = Stance(
        holder=speaker, label="support", certainty="certain", hedge=cue, attribution=attribution, evidence=(span,)
    )
    return Claim(
        id=id,
        article_id=article.id,
        text=f"{payload} {id}",
        kind="event",
        evidence=(span,),
        stances=(stance, Stance(holder=None, label="query", evidence=(cue,))),
        time=TimeReference(start=None, end=None, text=payload, span=span),
        extra={payload: payload, "several": (payload, payload)},
    )


def _span(article: Article, exact: str) -> Span:
    start = article.text.index(exact)
    return Span(start=start, end=start + len(exact), exact=exact)
