"""What a model's tokens cost, from a small file with a date. What is not in it is unknown, never free."""

from __future__ import annotations

import datetime
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

from claimx.errors import InvalidPrices
from claimx.llm.endpoint import Model
from claimx.models import Usage

_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")
_MILLION = 1_000_000


@dataclass(frozen=True)
class Price:
    """US dollars per million tokens. `cached`: for the prompt tokens that the endpoint had in its cache.

    `as_of` is the date of the file it comes from. `batch`: the part of it that a batch costs, None where unknown.
    """

    prompt: Decimal
    cached: Decimal
    completion: Decimal
    as_of: datetime.date | None = None
    batch: Decimal | None = None

    @property
    def in_batches(self) -> Price | None:
        """The price of the same in a batch; None where it is unknown."""
        if self.batch is None:
            return None
        return Price(self.prompt * self.batch, self.cached * self.batch, self.completion * self.batch, self.as_of)

    def cost(self, usage: Usage) -> Decimal:
        """US dollars. Usage counts cached tokens among the prompt's, and reasoning among the completion's."""
        cached = min(usage.cached_tokens, usage.prompt_tokens)
        dollars = (usage.prompt_tokens - cached) * self.prompt + cached * self.cached
        return (dollars + usage.completion_tokens * self.completion) / _MILLION

    def cost_in_part(self, usage: Usage, batched: Usage) -> Decimal | None:
        """US dollars for `usage`, of which `batched` was paid at the price of a batch; None where that is unknown."""
        if batched == Usage():
            return self.cost(usage)
        reduced = self.in_batches
        return self.cost(usage) - self.cost(batched) + reduced.cost(batched) if reduced is not None else None


@dataclass(frozen=True)
class Prices:
    """The prices of one file: of the endpoint at `host`, or of any. `above`: those of a file that goes before it.

    With `batched` they are those of a batch.
    """

    models: Mapping[str, Price]
    host: str | None = None
    above: Prices | None = None
    batched: bool = False

    @property
    def in_batches(self) -> Prices:
        """What the same costs in a batch."""
        return replace(self, batched=True)

    def of(self, model: Model) -> Price | None:
        """The model's price, a dated snapshot's by its base model; None where it is unknown."""
        price = self._listed(model)
        return price.in_batches if self.batched and price is not None else price

    def _listed(self, model: Model) -> Price | None:
        if self.above is not None and (price := self.above.of(model)):
            return price
        if self.host is not None and model.host != self.host:
            return None
        return self.models.get(model.name) or self.models.get(_SNAPSHOT.sub("", model.name))


def load_prices(path: str | os.PathLike[str] | None = None) -> Prices:
    """The shipped prices, and above them those in the file at `path`, or else at CLAIMX_PRICES.

    Raises `InvalidPrices` for a file that is not there or not of the form of `prices.toml`.
    """
    shipped = files("claimx.llm") / "prices.toml"
    ours = _read("prices.toml", shipped.read_bytes())
    chosen = path or os.environ.get("CLAIMX_PRICES")
    if not chosen:
        return ours
    try:
        content = Path(chosen).read_bytes()
    except OSError as error:
        raise InvalidPrices(f"cannot read the prices in {chosen}: {error.strerror}") from error
    return replace(ours, above=_read(str(chosen), content))


def _read(name: str, content: bytes) -> Prices:
    try:
        table = tomllib.loads(content.decode(), parse_float=Decimal)
        if table.get("currency") != "USD":
            raise ValueError('currency must be "USD"')
        date, host, batch = table["date"], table.get("host"), table.get("batch")
        if not isinstance(date, datetime.date) or not isinstance(host, str | None):
            raise ValueError("date must be a date, and host a string")
        if batch is not None and not (_is_amount(batch) and batch <= 1):
            raise ValueError(f"batch must be a part of the price, such as 0.5, not {batch!r}")
        factor = Decimal(batch) if batch is not None else None
        models = {model: replace(_price(model, entry, date), batch=factor) for model, entry in table["models"].items()}
    except KeyError as error:
        raise InvalidPrices(f"{name} has no {error}", hint=_FORM) from error
    except (ValueError, AttributeError) as error:  # TOML's and UTF-8's errors are ValueErrors
        raise InvalidPrices(f"{name} is no table of prices: {error}", hint=_FORM) from error
    return Prices(models, host)


def _price(model: str, entry: object, as_of: datetime.date) -> Price:
    if not isinstance(entry, dict) or entry.keys() - {"cached"} != {"prompt", "completion"}:
        raise ValueError(f"{model} must have prompt, completion and perhaps cached, and nothing else")
    for name, amount in entry.items():
        if not _is_amount(amount):
            raise ValueError(f"{model}: {name} must be dollars per million tokens, not {amount!r}")
    prompt = Decimal(entry["prompt"])
    return Price(prompt, Decimal(entry.get("cached", prompt)), Decimal(entry["completion"]), as_of)


def _is_amount(amount: object) -> bool:
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        return False
    return Decimal(amount).is_finite() and 0 <= amount < _MILLION


_FORM = "it needs date, currency and [models.NAME] with prompt, completion and perhaps cached, in dollars per million"
