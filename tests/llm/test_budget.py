"""What a run may spend, and what it did: stopped before the limit, accounted per article and stage."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.errors import BudgetExhausted, PriceUnknown
from claimx.llm import Model, connect, run_sync
from claimx.llm.budget import Budget, Purse
from claimx.llm.prices import Price
from claimx.llm.spending import Ledger, article_charged, charged_to
from claimx.llm.tokens import approximate_tokens, expected_usage
from claimx.models import STORY, Usage
from faults.server import FakeEndpoint, completion, error
from llm.asking import TALLY, Tally, messages

MINI = Model("gpt-5-mini")


def of(prompt: int, completion: int = 0) -> Usage:
    return Usage(attempts=1, prompt_tokens=prompt, completion_tokens=completion)


def test_the_call_that_would_pass_the_limit_is_not_made() -> None:
    purse = Purse(Budget(calls=2), MINI)
    for _ in range(2):
        purse.require(of(10))
        purse.paid(of(10), of(10, 5))
    with pytest.raises(BudgetExhausted, match="would pass the limit of 2 calls"):
        purse.require(of(10))
    assert purse.spent == Usage(attempts=2, prompt_tokens=20, completion_tokens=10)


def test_calls_on_their_way_are_set_aside() -> None:
    purse = Purse(Budget(tokens=100), MINI)
    purse.require(of(40))
    purse.require(of(40))
    with pytest.raises(BudgetExhausted, match="100 tokens"):
        purse.require(of(40))


def test_a_call_that_cost_less_than_expected_leaves_the_rest_to_others() -> None:
    purse = Purse(Budget(tokens=100), MINI)
    purse.require(of(50, 50))
    purse.paid(of(50, 50), of(50, 1))
    purse.require(of(25, 24))


def test_a_call_that_came_to_nothing_is_counted_and_costs_no_tokens() -> None:
    purse = Purse(Budget(calls=1), MINI)
    purse.require(of(50, 50))
    purse.paid(of(50, 50), Usage())
    assert purse.spent == Usage(attempts=1)
    with pytest.raises(BudgetExhausted):
        purse.require(of(1))


def test_money_is_reckoned_by_the_price_of_each_kind_of_token() -> None:
    purse = Purse(Budget(cost=Decimal("0.01")), MINI)  # $0.25 and $2 a million
    purse.require(of(20_000, 2_499))
    purse.paid(of(20_000, 2_499), of(20_000, 2_499))
    assert purse.cost == Decimal("0.009998")
    purse.require(of(8))  # that is one cent, and no more
    with pytest.raises(BudgetExhausted, match=r"the limit of \$0\.01 "):
        purse.require(of(1))


def test_once_refused_nothing_goes_through_however_small() -> None:
    purse = Purse(Budget(tokens=100), MINI)
    with pytest.raises(BudgetExhausted):
        purse.require(of(101))
    with pytest.raises(BudgetExhausted):
        purse.require(of(1))


def test_a_limit_on_cost_without_a_price_is_refused_at_the_start() -> None:
    with pytest.raises(PriceUnknown, match="what qwen3 at localhost:11434 costs is unknown"):
        Purse(Budget(cost=Decimal(1)), Model("qwen3", base_url="http://localhost:11434/v1"))


def test_without_a_limit_on_cost_no_price_is_needed() -> None:
    Purse(Budget(calls=1), Model("qwen3", base_url="http://localhost:11434/v1")).require(of(1))


def test_a_budget_of_nothing_lets_everything_through() -> None:
    Purse(Budget(), MINI).require(of(10**12))


@pytest.mark.parametrize("limit", [{"calls": 0}, {"tokens": -1}, {"cost": Decimal(0)}, {"cost": Decimal("nan")}])
def test_a_limit_that_allows_nothing_is_no_budget(limit: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(limit))):
        Budget(**limit)


@given(
    limit=st.integers(1, 500),
    calls=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 4)), max_size=40),
)
def test_a_limit_is_passed_by_no_more_than_what_was_not_expected_of_the_calls_on_their_way(
    limit: int, calls: list[tuple[int, int, int]]
) -> None:
    purse = Purse(Budget(tokens=limit), MINI)
    on_their_way: list[tuple[int, int]] = []
    surplus = 0
    for expected, real, ending in calls:
        try:
            purse.require(of(expected))
        except BudgetExhausted:
            break
        on_their_way.append((expected, real))
        for _ in range(min(ending, len(on_their_way))):
            first, cost = on_their_way.pop(0)
            purse.paid(of(first), of(cost))
            surplus = max(surplus, purse.spent.prompt_tokens - limit)
    late = sum(max(0, real - expected) for expected, real in on_their_way)
    for expected, real in on_their_way:
        purse.paid(of(expected), of(real))
    assert purse.spent.prompt_tokens <= limit + max(0, surplus) + late


def test_over_the_wire_a_run_stops_before_the_call_that_would_pass_its_limit() -> None:
    async def go() -> tuple[list[object], Usage]:
        async with connect(Model("m", base_url=endpoint.url), budget=Budget(calls=3)) as session:
            asked = (session.ask(messages(f"{number} boats left."), Tally) for number in range(5))
            return await asyncio.gather(*asked, return_exceptions=True), session.usage

    with FakeEndpoint([error(503, "busy"), *[completion(TALLY)] * 9]) as endpoint:
        ends, usage = run_sync(go())
        assert len(endpoint.calls) == 3
    assert sum(isinstance(end, BudgetExhausted) for end in ends) >= 2
    assert usage.attempts == 3


# Where it went


def test_spending_goes_by_article_and_stage_and_includes_what_tasks_inside_spend() -> None:
    ledger = Ledger(Price(Decimal(1), Decimal(1), Decimal(2)))

    async def ask(stage: str, tokens: int) -> None:
        await asyncio.sleep(0)
        ledger.charge(stage, of(tokens, tokens))

    async def article(name: str) -> None:
        with charged_to(name):
            await asyncio.gather(ask("claims/v2", 10), ask("claims/v2", 5), ask("gleaning/v2", 1))

    async def run() -> None:
        await asyncio.gather(article("b"), article("a"))
        await ask("grouping/v2", 7)

    run_sync(run())
    spending = ledger.spending()
    assert list(spending.usage) == sorted(spending.usage)
    assert spending.usage["a", "claims/v2"] == Usage(attempts=2, prompt_tokens=15, completion_tokens=15)
    assert spending.by_article[STORY] == of(7, 7)
    assert spending.by_stage["gleaning/v2"] == Usage(attempts=2, prompt_tokens=2, completion_tokens=2)
    assert spending.total.prompt_tokens == 39
    assert spending.cost(spending.total) == Decimal("0.000117")


def test_a_summary_does_not_change_when_more_is_spent() -> None:
    ledger = Ledger()
    before = ledger.spending()
    ledger.charge("claims/v2", of(1))
    assert before.usage == {}
    assert before.cost(of(1)) is None


def test_outside_of_any_article_it_is_the_story_that_pays() -> None:
    with charged_to("a"):
        assert article_charged() == "a"
    assert article_charged() == STORY


# Tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [  # as o200k counts them
        (
            "The harbour master said on Tuesday that the crane had been inspected in the spring and found to be safe.",
            21,
        ),
        ("Der Hafenmeister sagte am Dienstag, der Kran sei im Frühjahr geprüft und für sicher befunden worden.", 21),
        ("港务局长周二表示，这台起重机今年春天接受过检查，结果是安全的。", 24),
    ],
)
def test_tokens_are_told_about_right_in_latin_and_chinese_script(text: str, tokens: int) -> None:
    assert approximate_tokens(text) == pytest.approx(tokens, rel=0.35)


def test_half_a_character_is_counted_and_not_stumbled_over() -> None:
    assert approximate_tokens("\ud800" * 12) == 11


def test_a_call_is_expected_to_cost_its_request_and_as_much_again() -> None:
    expected = expected_usage(messages("x" * 4_000, system=""), {"type": "json_schema"})
    assert expected == Usage(attempts=1, prompt_tokens=1_006, completion_tokens=1_006)
