"""The page's index: what is seen before anything is opened."""

from __future__ import annotations

from collections import Counter, defaultdict

from claimx.models import Article, MergedClaim, ResolvedSource
from claimx.review import reach
from claimx.text import find_hidden
from claimx.writers.html.addresses import to_href
from claimx.writers.html.lookups import LETTERS, Lookups, in_order, in_words, language_of, to_milliseconds
from claimx.writers.html.shapes import ArticleRow, Cell, ClaimRow, Index, LinkRow, OriginRow, SourceRow


def to_index(lookups: Lookups) -> Index:
    """Rows of claims, articles, sources and origins; `order` has the articles by origin, each origin's in its order."""
    rows = [_claim_row(place, claim, lookups) for place, claim in enumerate(lookups.claims)]
    claims_in = Counter(cell["article"] for row in rows for cell in row["cells"])
    origins = [_origin_row(place, lookups) for place in range(len(lookups.report.origins))]
    return {
        "claims": rows,
        "articles": [
            _article_row(place, article, claims_in[place], lookups)
            for place, article in enumerate(lookups.report.articles)
        ],
        "order": _order(origins, lookups),
        "sources": [_source_row(source) for source in lookups.sources],
        "origins": origins,
        "attributions": _attributions(lookups),
    }


def _claim_row(place: int, claim: MergedClaim, lookups: Lookups) -> ClaimRow:
    counts = reach(claim, lookups.report)
    first = next((one for one in claim.appearances if one.id == claim.first_appearance), claim.appearances[0])
    holders: dict[str, list[int]] = defaultdict(list)
    for appearance in claim.appearances:
        for stance in appearance.stances:
            source = -1 if stance.holder is None else lookups.source_of(stance.holder)
            if source not in holders[LETTERS[stance.label]]:
                holders[LETTERS[stance.label]].append(source)
    article = lookups.articles.get(first.article_id)
    return {
        "id": claim.id,
        "number": lookups.numbers[place],
        "text": claim.text,
        "language": language_of(article) if claim.text == first.text else "",
        "status": claim.status,
        "parent": lookups.claim_at.get(claim.parent) if claim.parent else None,
        "narrower": [lookups.claim_at[one.id] for one in lookups.outline.narrower(claim)],
        "reach": [counts.publishers, counts.origins, counts.named_sources, counts.unnamed_sources],
        "cells": _cells(claim, lookups),
        "holders": dict(holders),
        "first": lookups.article_at.get(first.article_id, -1),
        "moment": to_milliseconds(article.published_at if article is not None else None),
    }


def _cells(claim: MergedClaim, lookups: Lookups) -> list[Cell]:
    letters: dict[int, set[str]] = defaultdict(set)
    own: dict[int, set[str]] = defaultdict(set)
    for appearance in claim.appearances:
        article = lookups.article_at.get(appearance.article_id)
        if article is None:
            continue
        letters[article] |= {LETTERS[stance.label] for stance in appearance.stances}
        own[article] |= {LETTERS[stance.label] for stance in appearance.stances if stance.holder is None}
    return [
        {"article": article, "letters": in_order(found), "own": in_order(own[article])}
        for article, found in letters.items()
    ]


def _article_row(place: int, article: Article, claims: int, lookups: Lookups) -> ArticleRow:
    report = lookups.report
    return {
        "id": article.id,
        "publisher": lookups.outline.publisher(article.id),
        "headline": article.headline or "",
        "byline": article.byline or "",
        "url": article.url,
        "href": to_href(article.url),
        "path": article.path,
        "language": language_of(article),
        "published": in_words(article.published_at),
        "moment": to_milliseconds(article.published_at),
        "state": lookups.outline.states[article.id],
        "origin": lookups.origin_of.get(place),
        "claims": claims,
        "unread": len(report.unread.get(article.id, ())),
        "furniture": len(report.furniture.get(article.id, ())),
        "rejected": [[rejection.reason, rejection.text] for rejection in report.rejected.get(article.id, ())],
        "suspicious": [found.why for found in find_hidden(article.text)],
    }


def _source_row(source: ResolvedSource) -> SourceRow:
    about = ", ".join(part for part in (source.role, source.affiliation) if part)
    return {
        "name": source.name,
        "about": about or ("" if source.kind == "person" else source.kind),
        "named": source.named,
        "aliases": list(source.aliases),
    }


def _origin_row(place: int, lookups: Lookups) -> OriginRow:
    origin, at = lookups.report.origins[place], lookups.article_at
    links: list[LinkRow] = [
        {"kind": link.kind, "a": at[link.a], "b": at[link.b], "evidence": link.evidence}
        for link in origin.why
        if link.a in at and link.b in at
    ]
    articles = lookups.report.articles
    # What the others derive from comes first, then by date.
    derived = Counter(link["a"] for link in links)
    members = sorted(
        (at[article] for article in origin.articles if article in at),
        key=lambda one: (derived[one], to_milliseconds(articles[one].published_at) or float("inf"), one),
    )
    return {"articles": members, "links": links}


def _order(origins: list[OriginRow], lookups: Lookups) -> list[int]:
    """Origins with copies first: whoever looks at a row of marks shall see at once which of them are one text."""
    grouped = sorted(origins, key=lambda origin: len(origin["articles"]), reverse=True)
    order = [article for origin in grouped for article in origin["articles"]]
    return list(dict.fromkeys([*order, *range(len(lookups.report.articles))]))


def _attributions(lookups: Lookups) -> list[list[int]]:
    found: Counter[tuple[int, int]] = Counter()
    for claim in lookups.claims:
        for appearance in claim.appearances:
            article = lookups.article_at.get(appearance.article_id)
            for stance in appearance.stances:
                if article is not None and stance.holder is not None:
                    found[lookups.source_of(stance.holder), article] += 1
    return [[source, article, times] for (source, article), times in sorted(found.items())]
