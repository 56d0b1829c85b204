"""A dry run: what a run would cost, held against what the recorded ones did cost."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from claimx.errors import ArticleMismatch
from claimx.llm import Model, load_prompt, replay
from claimx.llm.prices import Price, Prices
from claimx.llm.tokens import approximate_tokens
from claimx.models import Article
from claimx.pipeline.estimating import Estimate, Range, estimate
from claimx.readers import load_articles
from long_articles import article as long_article

FIXTURES = Path(__file__).parents[1] / "fixtures"
MODEL = Model("gpt-5-mini")
CLAIMS = load_prompt("claims").stage

# Tokens as o200k counts them: requests with their schemas, and answers.
RECORDED = {
    "aid-request": (42_386, 26_917),
    "crane-dispute": (49_642, 32_089),
    "ferry-fire": (51_684, 32_937),
}


def of_story(name: str) -> Estimate:
    return estimate(load_articles(FIXTURES / "stories" / name), MODEL)


@pytest.mark.parametrize("story", RECORDED)
def test_what_a_recorded_story_did_cost_lies_in_the_range(story: str) -> None:
    prompt, completion = RECORDED[story]
    expected = of_story(story)
    with replay(FIXTURES / "cassettes" / f"{story}.yaml") as cassette:
        assert expected.calls.low <= len(cassette) <= expected.calls.high
    assert expected.prompt_tokens.low <= prompt <= expected.prompt_tokens.high
    assert expected.completion_tokens.low <= completion <= expected.completion_tokens.high


@pytest.mark.parametrize("story", RECORDED)
def test_the_range_of_prompts_is_narrow_enough_to_be_of_use(story: str) -> None:
    low, high = of_story(story).prompt_tokens
    assert high < 1.5 * low


@pytest.mark.parametrize("story", RECORDED)
def test_the_first_requests_are_weighed_as_they_are_sent(story: str) -> None:
    stages = {stage.stage: stage for stage in of_story(story).stages}
    with replay(FIXTURES / "cassettes" / f"{story}.yaml") as cassette:
        sent = [one.request for one in cassette.interactions if "You read one" in one.request["messages"][0]["content"]]
    tokens = sum(
        approximate_tokens("".join(message["content"] for message in request["messages"]))
        + approximate_tokens(json.dumps(request["response_format"]["json_schema"]["schema"]))
        for request in sent
    )
    assert stages[CLAIMS].calls == Range(len(sent), len(sent))
    assert stages[CLAIMS].prompt_tokens == pytest.approx((tokens, tokens), abs=2 * len(sent))


def test_a_long_article_is_counted_in_the_chunks_it_would_be_sent_in() -> None:
    stages = {stage.stage: stage for stage in estimate([long_article(600)], MODEL).stages}
    assert stages[CLAIMS].calls.low >= 3


def test_without_a_story_only_the_looks_at_articles_are_counted() -> None:
    stages = [stage.stage for stage in estimate([Article(id="a", text="A boat sank.")], MODEL, story=False).stages]
    assert stages == [CLAIMS, load_prompt("gleaning").stage]


def test_a_story_too_large_to_be_shown_at_once_is_asked_about_in_blocks() -> None:
    text = load_articles(FIXTURES / "stories" / "ferry-fire")[0].text
    many = [Article(id=str(number), text=text) for number in range(40)]
    grouping = next(stage for stage in estimate(many, MODEL).stages if stage.stage.startswith("grouping"))
    assert 30 < grouping.calls.low < grouping.calls.high


def test_money_is_the_tokens_at_their_price() -> None:
    prices = Prices({"m": Price(Decimal(1), Decimal(0), Decimal(10), datetime.date(2026, 11, 22))})
    found = estimate([Article(id="a", text="A boat sank.")], Model("m"), prices=prices)
    assert found.cost == tuple(
        Decimal(prompt + 10 * completion) / 1_000_000
        for prompt, completion in zip(found.prompt_tokens, found.completion_tokens, strict=True)
    )
    assert found.priced == datetime.date(2026, 11, 22)


def test_the_cost_of_an_unknown_model_is_unknown_and_not_zero() -> None:
    found = estimate([Article(id="a", text="A boat sank.")], Model("qwen3", base_url="http://localhost:11434/v1"))
    assert found.cost is None
    assert found.calls.low > 0


def test_rules_ask_nobody_and_cost_nothing() -> None:
    found = estimate([Article(id="a", text="A boat sank.")], Model.rules())
    assert (found.articles, found.calls, found.cost) == (1, Range(0, 0), (Decimal(0), Decimal(0)))


def test_no_article_costs_nothing() -> None:
    found = estimate([], MODEL)
    assert (found.calls, found.prompt_tokens, found.cost) == (Range(0, 0), Range(0, 0), (Decimal(0), Decimal(0)))


def test_an_article_given_twice_is_paid_for_once_and_two_of_one_id_are_refused() -> None:
    article = Article(id="a", text="A boat sank.")
    assert estimate([article, article], MODEL) == estimate([article], MODEL)
    with pytest.raises(ArticleMismatch):
        estimate([article, Article(id="a", text="No boat sank.")], MODEL)


def test_ranges_only_widen_and_every_stage_is_counted_once() -> None:
    found = of_story("aid-request")
    assert Counter(stage.stage.split("/")[0] for stage in found.stages) == Counter(
        ["claims", "gleaning", "grouping", "sources", "nesting"]
    )
    for stage in found.stages:
        for bounds in (stage.calls, stage.prompt_tokens, stage.completion_tokens):
            assert 0 <= bounds.low <= bounds.high
