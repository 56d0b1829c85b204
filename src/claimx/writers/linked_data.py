"""A report as JSON-LD, in the words of others: schema.org for claims, articles and who speaks, W3C Web Annotation for
the places, PROV-O for what came of what.

A `Claim` has `appearance` and `firstAppearance`, both articles. Each stance is an annotation that links the claim to
its passage by TextPositionSelector (code points, as that standard counts) and TextQuoteSelector. A `ClaimReview` is a
person's rating: there is one for each that is given, and a report holds none. The context stands in the file, nothing
is fetched to read it; the few words that nobody else has are under `urn:claimx:term:`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from claimx.models import (
    RULES,
    Article,
    Attribution,
    Claim,
    MergedClaim,
    Rating,
    Report,
    ResolvedSource,
    Source,
    Span,
    Stance,
)
from claimx.writers.claim_reviews import to_claim_reviews
from claimx.writers.linked_nodes import Node, to_id, without_none
from claimx.writers.report_json import to_json_text
from claimx.writers.resolution import SourceIndex

CONTEXT: Node = {
    "@vocab": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "claimx": "urn:claimx:term:",
    "datePublished": {"@type": "xsd:dateTime"},
    "url": {"@type": "@id"},
    "oa:start": {"@type": "xsd:nonNegativeInteger"},
    "oa:end": {"@type": "xsd:nonNegativeInteger"},
}
_KINDS = {
    "person": "Person",
    "organization": "Organization",
    "government": "GovernmentOrganization",
    "media": "NewsMediaOrganization",
    "document": "CreativeWork",
    "group": "Thing",
}
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+", re.IGNORECASE)
"""An address that is an IRI as it stands: anything else would make the file unreadable to others."""


def render_json_ld(report: Report, ratings: Iterable[Rating] = ()) -> str:
    """The report as one JSON-LD document, ending in a newline; the same bytes for the same report and `ratings`.

    Raises InvalidRatings for a rating of a claim that the report does not have.
    """
    graph = [*_Graph(report).nodes(), *to_claim_reviews(ratings, report)]
    return to_json_text({"@context": CONTEXT, "@graph": graph}, indent=1) + "\n"


class _Graph:
    def __init__(self, report: Report) -> None:
        self._report = report
        self._index = SourceIndex(report)
        self._texts = {article.id: article.text for article in report.articles}

    def nodes(self) -> Iterator[Node]:
        yield from self._made_by()
        derived: dict[str, set[str]] = defaultdict(set)
        for origin in self._report.origins:
            for link in origin.why:
                derived[link.a].add(link.b)
        for article in self._report.articles:
            yield _article(article, sorted(derived[article.id]))
        for source in (*self._report.sources, *self._index.unlisted):
            if source.id is not None:
                yield _source(source)
        for claim in self._report.claims:
            yield self._claim(claim)
            for appearance in claim.appearances:
                for place, stance in enumerate(appearance.stances):
                    yield from self._annotations(claim, appearance, place, stance)

    def _made_by(self) -> Iterator[Node]:
        provenance = self._report.provenance
        agents = [{"@id": "urn:claimx:agent:claimx", "name": "claimx", "softwareVersion": provenance.claimx}]
        if provenance.model not in {None, RULES}:
            agents.append({"@id": to_id("agent", f"model/{provenance.model}"), "name": str(provenance.model)})
        for agent in agents:
            yield {**agent, "@type": ["SoftwareApplication", "prov:SoftwareAgent"]}
        yield {
            "@id": "urn:claimx:run",
            "@type": "prov:Activity",
            "prov:wasAssociatedWith": [{"@id": agent["@id"]} for agent in agents],
            "prov:used": [{"@id": to_id("article", article.id)} for article in self._report.articles],
        }

    def _claim(self, claim: MergedClaim) -> Node:
        articles = list(dict.fromkeys(appearance.article_id for appearance in claim.appearances))
        first = next((one.article_id for one in claim.appearances if one.id == claim.first_appearance), articles[0])
        related: dict[str, list[Node]] = defaultdict(list)
        for relation in self._report.relations:
            if relation.a == claim.id:
                related[f"claimx:{relation.kind}"].append({"@id": to_id("claim", relation.b)})
        return without_none(
            {
                "@id": to_id("claim", claim.id),
                "@type": ["Claim", "prov:Entity"],
                "text": claim.text,
                "appearance": [{"@id": to_id("article", article_id)} for article_id in articles],
                "firstAppearance": {"@id": to_id("article", first)},
                "isPartOf": {"@id": to_id("claim", claim.parent)} if claim.parent else None,
                "claimx:status": claim.status,
                "claimx:salience": claim.salience,
                "prov:wasGeneratedBy": {"@id": "urn:claimx:run"},
                **related,
            }
        )

    def _annotations(self, claim: MergedClaim, appearance: Claim, place: int, stance: Stance) -> Iterator[Node]:
        for number, span in enumerate(stance.evidence):
            yield without_none(
                {
                    "@id": to_id("stance", f"{appearance.id}/{place}/{number}"),
                    "@type": "oa:Annotation",
                    "oa:motivatedBy": {"@id": "oa:linking"},
                    "oa:hasBody": {"@id": to_id("claim", claim.id)},
                    "oa:hasTarget": self._target(appearance.article_id, span),
                    "claimx:text": appearance.text,
                    "claimx:stance": stance.label,
                    "claimx:certainty": stance.certainty,
                    "claimx:holder": self._to_id(stance.holder),
                    "claimx:hedge": self._target(appearance.article_id, stance.hedge) if stance.hedge else None,
                    "additionalProperty": list(_extra(appearance)) or None,
                    **self._attribution(appearance.article_id, stance.attribution),
                }
            )

    def _attribution(self, article_id: str, attribution: Attribution | None) -> Node:
        if attribution is None:
            return {}
        return {
            "claimx:mode": attribution.mode,
            "claimx:cue": self._target(article_id, attribution.cue) if attribution.cue else None,
            "claimx:via": {"@list": [self._to_id(source) for source in attribution.via]} if attribution.via else None,
            "claimx:saidAt": attribution.said_at,
        }

    def _to_id(self, source: Source | None) -> Node | None:
        return {"@id": to_id("source", self._index.id_of(source))} if source else None

    def _target(self, article_id: str, span: Span) -> Node:
        text = self._texts.get(article_id, "")
        return {
            "@type": "oa:SpecificResource",
            "oa:hasSource": {"@id": to_id("article", article_id)},
            "oa:hasSelector": [
                {"@type": "oa:TextPositionSelector", "oa:start": span.start, "oa:end": span.end},
                {
                    "@type": "oa:TextQuoteSelector",
                    "oa:exact": span.exact,
                    "oa:prefix": span.prefix(text),
                    "oa:suffix": span.suffix(text),
                },
            ],
        }


def _extra(claim: Claim) -> Iterator[Node]:
    for name, value in claim.extra.items():
        if value is not None:
            yield {"@type": "PropertyValue", "name": name, "value": value}


def _article(article: Article, derived_from: Iterable[str]) -> Node:
    return without_none(
        {
            "@id": to_id("article", article.id),
            "@type": ["NewsArticle", "prov:Entity"],
            "identifier": article.id,
            "headline": article.headline,
            "author": article.byline,  # as text: the line may name several people, or an agency
            "publisher": {"@type": "Organization", "name": article.publisher} if article.publisher else None,
            "datePublished": article.published_at.isoformat() if article.published_at else None,
            "inLanguage": article.language,
            "url": article.url if article.url and _WEB.fullmatch(article.url) else None,
            "sha256": article.sha256 or None,
            "prov:wasDerivedFrom": [{"@id": to_id("article", other)} for other in derived_from] or None,
        }
    )


def _source(source: ResolvedSource) -> Node:
    """Who has no name is described: a `name` would make a person of "a senior official"."""
    return without_none(
        {
            "@id": to_id("source", source.id or ""),
            "@type": [_KINDS[source.kind], "prov:Agent"],
            "name" if source.named else "description": source.name,
            "alternateName": list(source.aliases) or None,
            "jobTitle": source.role,
            "affiliation": {"@type": "Organization", "name": source.affiliation} if source.affiliation else None,
        }
    )
