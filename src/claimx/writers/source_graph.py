"""Who stands behind what, as a graph for Gephi, yEd or networkx: sources, articles and origins, in GraphML.

A source leads to each article that gives it, with the number of its stances by label, and to whoever relays it; an
article to its origin, and to the article it derives from. Claims and texts are not in it.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

from claimx.models import Report
from claimx.writers.resolution import SourceIndex
from claimx.writers.visibility import to_visible

_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
LABELS = ("support", "deny", "query", "comment")


def write_graphml(report: Report, path: Path) -> None:
    """Write the graph of sources and origins."""
    import networkx  # here, not above: it costs a tenth of a second that other formats need not pay

    # By name: write_graphml takes lxml where that is installed, and the bytes would depend on it.
    networkx.write_graphml_xml(_to_graph(report, networkx.DiGraph()), path)


def _to_graph(report: Report, graph: Any) -> Any:
    index = SourceIndex(report)
    for origin in report.origins:
        graph.add_node(f"origin:{origin.id}", kind="origin", label=origin.id, articles=len(origin.articles))
    for article in report.articles:
        graph.add_node(
            f"article:{article.id}",
            **_texts(
                kind="article",
                label=article.publisher or article.id,
                headline=article.headline,
                url=article.url,
                published_at=article.published_at.isoformat() if article.published_at else None,
            ),
        )
    for source in (*report.sources, *index.unlisted):
        if source.id is not None:
            details = _texts(kind="source", label=source.name, source_kind=source.kind, role=source.role)
            graph.add_node(f"source:{source.id}", **details, named=source.named)
    _add_sayings(report, index, graph)
    for origin in report.origins:
        for article_id in origin.articles:
            graph.add_edge(f"article:{article_id}", f"origin:{origin.id}", kind="carries")
        for link in origin.why:
            ends = f"article:{link.a}", f"article:{link.b}"
            before = graph.edges[ends]["evidence"] + "; " if graph.has_edge(*ends) else ""
            graph.add_edge(*ends, kind="derives from", evidence=before + to_visible(f"{link.kind}: {link.evidence}"))
    return graph


def _add_sayings(report: Report, index: SourceIndex, graph: Any) -> None:
    stances: Counter[tuple[str, str, str]] = Counter()
    relays: Counter[tuple[str, str]] = Counter()
    for claim in report.claims:
        for appearance in claim.appearances:
            for stance in appearance.stances:
                if stance.holder is None:
                    continue
                chain = [stance.holder, *(stance.attribution.via if stance.attribution else ())]
                ids = [index.id_of(source) for source in chain]
                stances[ids[0], appearance.article_id, stance.label] += 1
                relays.update(pair for pair in pairwise(ids) if pair[0] != pair[1])
    for holder, article_id in sorted({(holder, article_id) for holder, article_id, _ in stances}):
        counts = {label: stances[holder, article_id, label] for label in LABELS}
        graph.add_edge(f"source:{holder}", f"article:{article_id}", kind="is given in", **counts)
    for (holder, relay), times in sorted(relays.items()):
        graph.add_edge(f"source:{holder}", f"source:{relay}", kind="is relayed by", times=times)


def _texts(**texts: str | None) -> dict[str, str]:
    """Those that are there, fit for XML, which has no place for control characters."""
    return {name: _NO_XML.sub("\ufffd", to_visible(text)) for name, text in texts.items() if text}
