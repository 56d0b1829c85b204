"""The fixture stories, replayed: what the demo shows, and what `make score` measures, holds."""

from __future__ import annotations

import json
from functools import cache
from itertools import combinations
from pathlib import Path

import jsonschema
import pytest

from claimx import MergedClaim, Report, load_articles, replay, report_schema, run, write
from specification import faults

FIXTURES = Path(__file__).parents[1] / "fixtures"
STORIES = sorted(path.name for path in (FIXTURES / "stories").iterdir())


@cache
def story(name: str) -> Report:
    with replay(FIXTURES / "cassettes" / f"{name}.yaml", complete=True):
        return run(load_articles(FIXTURES / "stories" / name))


def denied(report: Report) -> MergedClaim:
    """The claim that stands first."""
    return report.claims[0]


@pytest.mark.parametrize("name", STORIES)
def test_every_cassette_is_played_whole_and_no_article_fails(name: str) -> None:
    report = story(name)
    assert report.failures == ()
    assert report.provenance.answered_by == ("answer-desk",)
    assert report.provenance.replayed


@pytest.mark.parametrize("name", STORIES)
def test_every_span_of_every_claim_stands_in_its_article(name: str) -> None:
    report = story(name)
    texts = {article.id: article.text for article in report.articles}
    spans = [(span.article_id, span) for claim in report.claims for one in claim.positions for span in one.evidence]
    assert len(spans) > 100
    assert all(texts[article][span.start : span.end] == span.exact for article, span in spans)


@pytest.mark.parametrize("name", STORIES)
def test_the_report_file_fits_the_published_schema(name: str, tmp_path: Path) -> None:
    write(story(name), tmp_path / "report.json")
    jsonschema.validate(json.loads((tmp_path / "report.json").read_text(encoding="utf-8")), report_schema())


@pytest.mark.parametrize("name", STORIES)
def test_exactly_the_copies_of_the_gold_share_an_origin(name: str) -> None:
    gold = json.loads((FIXTURES / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    linked = {pair for origin in story(name).origins for pair in combinations(origin.articles, 2)}
    assert linked == {tuple(sorted(pair)) for pair in gold["copies"]}


@pytest.mark.parametrize("name", STORIES)
def test_an_editor_sees_forty_claims_at_most_and_opens_the_rest(name: str) -> None:
    claims = story(name).claims
    assert sum(claim.parent is None for claim in claims) <= 40
    assert len(claims) > 60


@pytest.mark.parametrize("name", STORIES)
def test_every_request_and_answer_ever_recorded_follows_openais_specification(name: str, openai_spec: Path) -> None:
    with replay(FIXTURES / "cassettes" / f"{name}.yaml") as cassette:
        recorded = cassette.interactions
    kinds = {one.request["response_format"]["json_schema"]["name"] for one in recorded}
    assert kinds == {"ClaimsAnswer", "GroupsAnswer", "NestingAnswer"}
    for one in recorded:
        assert faults(openai_spec, "CreateChatCompletionRequest", one.request) == []
        assert faults(openai_spec, "CreateChatCompletionResponse", json.loads(one.response_body)) == []


def test_the_request_for_aid_is_one_disputed_claim_with_all_five_articles() -> None:
    request = denied(story("aid-request"))
    assert request.status == "disputed"
    assert "asked China" in request.text
    assert len({appearance.article_id for appearance in request.appearances}) == 5
    assert len(request.origins) == 4


def test_both_spokesmen_deny_the_request_and_the_us_officials_support_it() -> None:
    positions = denied(story("aid-request")).positions
    deniers = {position.source.name for position in positions if position.label == "deny"}
    supporters = {position.source.name.casefold() for position in positions if position.label == "support"}
    assert {"Dmitry Peskov", "Zhao Lijian"} <= deniers
    assert any("official" in name for name in supporters)
    assert not deniers & supporters


def test_five_translations_of_one_utterance_are_one_claim_of_one_source() -> None:
    plan = next(claim for claim in story("aid-request").claims if "plan" in claim.text and len(claim.appearances) >= 5)
    assert {position.source.name for position in plan.positions} == {"Dmitry Peskov"}


def test_four_origins_stand_behind_five_articles() -> None:
    origins = story("aid-request").origins
    assert len(origins) == 4
    assert ("harbor-wire", "metro-pulse-daily") in {origin.articles for origin in origins}
