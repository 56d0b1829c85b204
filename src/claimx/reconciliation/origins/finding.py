"""The door: a set of articles parted into origins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from claimx.models import Extraction, Origin, OriginLink
from claimx.reconciliation.origins.bodies import Body, Keys, read_body
from claimx.reconciliation.origins.candidates import candidate_pairs
from claimx.reconciliation.origins.links import Comparison, Reader
from claimx.reconciliation.origins.runs import Rarity, is_one_text, overlap
from claimx.reconciliation.origins.shingles import Shingler
from claimx.reconciliation.origins.topics import Topics

WOVEN = 4
"""Shared runs from which on they go through the whole article; a notice stands in one place, or in two."""


def find_origins(extractions: Sequence[Extraction]) -> tuple[Origin, ...]:
    """A partition of the articles: each origin is one article, or several that carry one text.

    The same whatever the order of `extractions`. Time and memory grow with the text, not with the pairs: see
    `docs/benchmarks.md`. In `why` stand the links that were looked at, enough to join the articles; where more than a
    few carry one text, not every two of them are compared.
    """
    import networkx as nx

    keys = Keys()
    bodies = [read_body(one, keys) for one in sorted(extractions, key=_order)]
    links = list(_links(bodies))
    graph = nx.Graph()
    graph.add_nodes_from(body.article.id for body in bodies)
    graph.add_edges_from((link.a, link.b) for link in links)
    origins = []
    of_article: dict[str, list[OriginLink]] = defaultdict(list)
    for link in links:
        of_article[link.a].append(link)
    for component in nx.connected_components(graph):
        members = tuple(sorted(component))
        why = tuple(link for member in members for link in of_article[member])
        origins.append(Origin(id=f"origin:{members[0]}", articles=members, why=why))
    return tuple(sorted(origins, key=lambda origin: origin.id))


def _order(extraction: Extraction) -> tuple[str, str]:
    return extraction.article.id, extraction.article.text


def _links(bodies: Sequence[Body]) -> Iterator[OriginLink]:
    pairs = ((a, b) for a, b in candidate_pairs(bodies) if bodies[a].article.id != bodies[b].article.id)
    shingler = Shingler()
    overlaps = [overlap(bodies, a, b, shingler) for a, b in pairs]
    rarity, topics, reader = Rarity(bodies, overlaps, shingler), Topics(bodies), Reader(shingler)
    for found in overlaps:
        shorter, longer, weights = bodies[found.shorter], bodies[found.longer], rarity.weights(found)
        woven = len(found.runs) >= WOVEN or is_one_text(bodies, found)
        if woven or not topics.differ(shorter, longer, weights):
            yield from Comparison(shorter, longer, found, weights, reader).links()
