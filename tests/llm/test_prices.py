"""What tokens cost: from a dated file, for the endpoint it is of, and unknown is never free."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from claimx.errors import InvalidPrices
from claimx.llm import Model
from claimx.llm.prices import Price, load_prices
from claimx.models import Usage

USAGE = Usage(prompt_tokens=1_000_000, completion_tokens=500_000, cached_tokens=400_000)
TODAY = datetime.date(2027, 1, 31)
HEADER = 'date = 2027-01-31\ncurrency = "USD"\n'


def file_of(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_cached_tokens_are_part_of_the_prompt_and_cheaper() -> None:
    price = load_prices().of(Model("gpt-5-mini"))
    assert price is not None
    assert price.cost(USAGE) == Decimal("0.6") * price.prompt + Decimal("0.4") * price.cached + price.completion / 2


def test_every_shipped_price_is_dated_and_above_zero() -> None:
    prices = load_prices()
    assert all(price.as_of == datetime.date(2026, 11, 22) for price in prices.models.values())
    assert all(0 < price.cached < price.prompt < price.completion for price in prices.models.values())


def test_money_is_exact_to_the_last_digit() -> None:
    price = Price(Decimal("0.1"), Decimal("0.01"), Decimal("0.2"))
    total = sum((price.cost(Usage(prompt_tokens=1, completion_tokens=1)) for _ in range(10)), Decimal(0))
    assert total == Decimal("0.000003")


def test_a_batch_costs_half_of_every_shipped_price() -> None:
    prices = load_prices()
    whole, half = (each.of(Model("gpt-5-mini")) for each in (prices, prices.in_batches))
    assert whole is not None
    assert half is not None
    assert half.cost(USAGE) * 2 == whole.cost(USAGE)
    assert whole.cost_in_part(USAGE + USAGE, USAGE) == whole.cost(USAGE) + half.cost(USAGE)


def test_what_a_batch_costs_is_unknown_unless_the_file_says_it(tmp_path: Path) -> None:
    prices = load_prices(file_of(tmp_path, HEADER + "[models.gpt-5-mini]\nprompt = 1\ncompletion = 1"))
    price = prices.of(Model("gpt-5-mini"))
    assert price is not None
    assert prices.in_batches.of(Model("gpt-5-mini")) is None
    assert price.cost_in_part(USAGE, USAGE) is None
    assert price.cost_in_part(USAGE, Usage()) == price.cost(USAGE)


def test_a_dated_snapshot_costs_what_its_model_does() -> None:
    prices = load_prices()
    assert prices.of(Model("gpt-5-mini-2025-08-07")) == prices.of(Model("gpt-5-mini")) is not None


@pytest.mark.parametrize("name", ["gpt-5-mini-preview", "gpt-5", "ft:gpt-5-mini:mine", "qwen3"])
def test_a_model_that_is_not_listed_has_no_price_whatever_it_resembles(name: str) -> None:
    assert load_prices().of(Model(name)) is None


@pytest.mark.parametrize(
    "url", ["http://localhost:11434/v1", "https://eu.api.openai.com/v1", "https://proxy.example/v1"]
)
def test_a_model_of_that_name_elsewhere_has_no_price(url: str) -> None:
    assert load_prices().of(Model("gpt-5-mini", base_url=url)) is None


def test_a_file_of_ones_own_goes_above_the_shipped_one_and_holds_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = file_of(
        tmp_path,
        HEADER + "[models.qwen3]\nprompt = 0\ncompletion = 1\n[models.gpt-5-mini]\nprompt = 9\ncompletion = 9.5",
    )
    monkeypatch.setenv("CLAIMX_PRICES", str(mine))
    prices = load_prices()
    local = Model("qwen3", base_url="http://localhost:11434/v1")
    assert prices.of(local) == Price(Decimal(0), Decimal(0), Decimal(1), as_of=TODAY)
    assert prices.of(Model("gpt-5-mini")) == Price(Decimal(9), Decimal(9), Decimal("9.5"), as_of=TODAY)
    assert prices.of(Model("gpt-5-nano")) is not None


def test_a_path_that_is_given_goes_before_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMX_PRICES", str(tmp_path / "none.toml"))
    assert load_prices(file_of(tmp_path, HEADER + "[models.m]\nprompt = 1\ncompletion = 1")).of(Model("m")) is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("date = ", "no table of prices"),
        (HEADER, "has no 'models'"),
        (HEADER + "models = 3", "no table of prices"),
        (HEADER + "batch = 1.5\n[models]", "batch must be a part of the price"),
        (HEADER + 'batch = "half"\n[models]', "batch must be a part of the price"),
        ('date = "yesterday"\ncurrency = "USD"\n[models]', "date must be a date"),
        ('date = 2026-11-22\ncurrency = "EUR"\n[models]', "currency"),
        (HEADER + "host = 3\n[models]", "host"),
        (HEADER + "[models]\nm = 3", "m must have prompt"),
        (HEADER + "[models.m]\nprompt = 1", "m must have prompt"),
        (HEADER + "[models.m]\nprompt = 1\ncompletion = 1\nbatch = 1", "nothing else"),
        (HEADER + "[models.m]\nprompt = -1\ncompletion = 1", "not -1"),
        (HEADER + "[models.m]\nprompt = nan\ncompletion = 1", "not Decimal"),
        (HEADER + "[models.m]\nprompt = true\ncompletion = 1", "not True"),
        (HEADER + '[models.m]\nprompt = "free"\ncompletion = 1', "not 'free'"),
    ],
)
def test_a_file_that_is_no_table_of_prices_is_refused_and_says_why(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InvalidPrices, match=said):
        load_prices(file_of(tmp_path, text))


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidPrices, match="No such file"):
        load_prices(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b"\xff")
    with pytest.raises(InvalidPrices, match="no table of prices"):
        load_prices(tmp_path / "latin.toml")
