"""The .jsonld: what another program reads in it that knows schema.org, Web Annotation and PROV-O, and not claimx."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import claimx
from claimx.errors import InvalidRatings, OutputError
from claimx.models import Rating, Report, Reviewer
from claimx.writers.linked_data import render_json_ld
from reports import LEDGER, REPORT

# rdflib's own reader of JSON-LD uses what rdflib calls old.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
rdflib = pytest.importorskip("rdflib")

PREFIXES = """PREFIX schema: <https://schema.org/> PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX term: <urn:claimx:term:> """


@pytest.fixture(scope="module")
def graph(story: Report, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("ld") / "r.jsonld"
    claimx.write(story, path)
    return rdflib.Graph().parse(path, format="json-ld")


def test_each_claim_names_the_articles_it_appears_in_and_the_first(graph: Any, story: Report) -> None:
    rows = list(graph.query(PREFIXES + "SELECT ?c ?a WHERE { ?c a schema:Claim; schema:appearance ?a }"))
    assert len(rows) == sum(len({one.article_id for one in claim.appearances}) for claim in story.claims)
    firsts = list(graph.query(PREFIXES + "SELECT ?c WHERE { ?c schema:firstAppearance/a schema:NewsArticle }"))
    assert len(firsts) == len(story.claims)


def test_each_stance_points_to_its_words_by_position_and_by_quotation(graph: Any, story: Report) -> None:
    oa, texts = rdflib.Namespace("http://www.w3.org/ns/oa#"), {article.id: article.text for article in story.articles}
    annotations = list(graph.subjects(rdflib.RDF.type, oa.Annotation))
    assert len(annotations) == sum(len(one.stances) for claim in story.claims for one in claim.appearances)
    for annotation in annotations:
        target = graph.value(annotation, oa.hasTarget)
        article = str(graph.value(graph.value(target, oa.hasSource), rdflib.SDO.identifier))
        position, quotation = sorted(
            graph.objects(target, oa.hasSelector), key=lambda one: str(graph.value(one, rdflib.RDF.type))
        )
        start, end = graph.value(position, oa.start).toPython(), graph.value(position, oa.end).toPython()
        assert texts[article][start:end] == str(graph.value(quotation, oa.exact))


def test_copies_are_derived_from_what_they_copy(graph: Any, story: Report) -> None:
    rows = list(graph.query(PREFIXES + "SELECT ?a ?b WHERE { ?a prov:wasDerivedFrom ?b }"))
    assert len(rows) == len({(link.a, link.b) for origin in story.origins for link in origin.why})


def test_the_run_used_every_article_and_made_every_claim(graph: Any, story: Report) -> None:
    used = list(graph.query(PREFIXES + "SELECT ?a WHERE { ?r a prov:Activity; prov:used ?a }"))
    made = list(graph.query(PREFIXES + "SELECT ?c WHERE { ?c prov:wasGeneratedBy ?r }"))
    assert (len(used), len(made)) == (len(story.articles), len(story.claims))


def test_nobody_is_rated(story: Report) -> None:
    assert "ClaimReview" not in render_json_ld(story)


RATED = Rating(
    claim="c1",
    reviewer=Reviewer(name="Ostra Desk", url="https://desk.example"),
    date=date(2024, 3, 20),
    url="https://desk.example/7",
    value=2,
    worst=1,
    best=5,
    verdict="Mostly false",
)


def test_what_a_person_rates_is_a_review_of_that_claim_and_of_no_other(tmp_path: Path) -> None:
    claimx.write(REPORT, tmp_path / "r.jsonld", ratings=[RATED])
    graph = rdflib.Graph().parse(tmp_path / "r.jsonld", format="json-ld")
    asked = """SELECT ?text ?who ?value ?best ?worst ?words ?date ?url WHERE {
      ?review a schema:ClaimReview; schema:itemReviewed ?claim; schema:claimReviewed ?text; schema:datePublished ?date;
        schema:url ?url; schema:author [ a schema:Organization; schema:name ?who ];
        schema:reviewRating [ a schema:Rating; schema:ratingValue ?value; schema:bestRating ?best;
          schema:worstRating ?worst; schema:alternateName ?words ] .
      ?claim a schema:Claim; schema:text ?text }"""
    (found,) = graph.query(PREFIXES + asked)
    assert [one.toPython() for one in found][:-1] == [
        "Russia asked China for arms.", "Ostra Desk", 2, 5, 1, "Mostly false", date(2024, 3, 20),
    ]  # fmt: skip
    assert str(found.url) == "https://desk.example/7"


def test_a_rating_in_words_gives_no_points() -> None:
    words = RATED.model_copy(update={"value": None, "worst": None, "best": None})
    (review,) = (
        node for node in json.loads(render_json_ld(REPORT, [words]))["@graph"] if node["@type"] == "ClaimReview"
    )
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "Mostly false"}


def test_a_rating_of_a_claim_that_is_not_there_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(InvalidRatings, match="claim 'c9', which the report does not have"):
        claimx.write(REPORT, tmp_path / "r.jsonld", ratings=[RATED.model_copy(update={"claim": "c9"})])
    assert list(tmp_path.iterdir()) == []


def test_a_format_without_words_for_ratings_refuses_them(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"no ratings can be written to r\.md \(\.jsonld holds them\)"):
        claimx.write(REPORT, tmp_path / "r.md", ratings=[RATED])


def test_the_unnamed_are_described_and_have_no_name() -> None:
    officials = next(node for node in _nodes(REPORT) if node["@id"] == "urn:claimx:source:s1")
    assert officials["description"] == "two officials"
    assert "name" not in officials


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://x.example/a b", 'https://x.example/">', "data:text/html,x"]
)
def test_an_address_that_is_none_is_left_out(url: str) -> None:
    article = LEDGER.model_copy(update={"url": url})
    assert all("url" not in node for node in _nodes(REPORT.model_copy(update={"articles": (article,)})))


def test_strange_ids_make_no_strange_names() -> None:
    article = LEDGER.model_copy(update={"id": '../../x "><script>'})
    nodes = _nodes(REPORT.model_copy(update={"articles": (article,), "claims": (), "origins": ()}))
    assert any(node["@id"] == "urn:claimx:article:..%2F..%2Fx%20%22%3E%3Cscript%3E" for node in nodes)


def _nodes(report: Report) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = json.loads(render_json_ld(report))["@graph"]
    return nodes
