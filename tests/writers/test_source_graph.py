"""The .graphml: who stands behind what, as networkx and others read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx
import pytest

import claimx
from claimx.models import Report
from reports import REPORT


@pytest.fixture
def graph(tmp_path: Path, story: Report) -> Any:
    claimx.write(story, tmp_path / "r.graphml")
    return networkx.read_graphml(tmp_path / "r.graphml")


def _nodes(graph: Any, kind: str) -> list[str]:
    return [node for node, data in graph.nodes(data=True) if data["kind"] == kind]


def test_sources_articles_and_origins_are_its_nodes(graph: Any, story: Report) -> None:
    assert (len(_nodes(graph, "source")), len(_nodes(graph, "article")), len(_nodes(graph, "origin"))) == (
        len(story.sources),
        len(story.articles),
        len(story.origins),
    )


def test_its_edges_count_the_stances_of_each_source_in_each_article(graph: Any, story: Report) -> None:
    held = [stance for claim in story.claims for one in claim.appearances for stance in one.stances if stance.holder]
    edges = [data for _, _, data in graph.edges(data=True) if data["kind"] == "is given in"]
    assert sum(data[label] for data in edges for label in ("support", "deny", "query", "comment")) == len(held)


def test_every_article_leads_to_its_origin(graph: Any, story: Report) -> None:
    carries = [(start, end) for start, end, data in graph.edges(data=True) if data["kind"] == "carries"]
    assert len(carries) == len(story.articles)


def test_what_xml_cannot_hold_is_made_visible(tmp_path: Path) -> None:
    articles = [
        article.model_copy(update={"headline": 'a\x00b\x1b[31m\ufffe<x a="1">]]>\u202e'}) for article in REPORT.articles
    ]
    claimx.write(REPORT.model_copy(update={"articles": tuple(articles)}), tmp_path / "r.graphml")
    graph = networkx.read_graphml(tmp_path / "r.graphml")
    assert graph.nodes["article:wire"]["headline"] == 'a<U+0000>b<U+001B>[31m\ufffd<x a="1">]]><U+202E>'
    assert graph.edges["source:s1", "source:s2"]["times"] == 1
