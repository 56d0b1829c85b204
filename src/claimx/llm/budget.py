"""A limit on what a run may spend: it stops before the call that would pass it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from claimx.errors import BudgetExhausted, PriceUnknown
from claimx.llm.endpoint import Model
from claimx.llm.prices import Prices, load_prices
from claimx.models import Usage


@dataclass(frozen=True)
class Budget:
    """The most that a run may spend: `calls` on the network, `tokens` of prompts and answers, `cost` in US dollars."""

    calls: int | None = None
    tokens: int | None = None
    cost: Decimal | None = None

    def __post_init__(self) -> None:
        for limit in ("calls", "tokens", "cost"):
            if (most := getattr(self, limit)) is not None and (Decimal(most).is_nan() or most <= 0):
                raise ValueError(f"Budget.{limit} must be above zero or None, not {most!r}")


class Purse:
    """What a run has spent of its budget, and what the calls on their way are expected to spend.

    A call is let through only while everything paid, everything set aside and the call itself fit. So a limit on calls
    is exact, and those on tokens and cost are passed by no more than what the calls on their way cost beyond what was
    expected of them.
    """

    def __init__(self, budget: Budget, model: Model, prices: Prices | None = None) -> None:
        """`prices` default to `load_prices()`. Raises `PriceUnknown` for a limit on cost where there is no price."""
        self.budget = budget
        self.spent = Usage()
        known = prices or load_prices()
        self._price = known.of(model) if budget.cost is not None else None
        if budget.cost is not None and self._price is None:
            how, file = (" in batches", "file of prices with `batch = …`") if known.batched else ("", "file of prices")
            raise PriceUnknown(
                f"what {model.name} at {model.host} costs{how} is unknown, so no limit on cost can be kept",
                hint=f"name a {file} in CLAIMX_PRICES, or limit calls or tokens instead",
            )
        self._set_aside = Usage()
        self._passed_limit: str | None = None

    def require(self, expected: Usage) -> None:
        """Before every call: set `expected` aside for it, or raise `BudgetExhausted` where it does not fit.

        Once one is refused, all are: a smaller call that would still fit must not outrun the run's end.
        """
        if self._passed_limit is None:
            self._passed_limit = self._limit_passed_by(self.spent + self._set_aside + expected)
        if self._passed_limit is not None:
            raise BudgetExhausted(
                f"the next call would pass the limit of {self._passed_limit}",
                hint="the same command with a higher limit goes on",
            )
        self._set_aside += expected

    def paid(self, expected: Usage, usage: Usage) -> None:
        """After every call that was required, whatever came of it: `usage` in the place of what was `expected`.

        The call itself counts as soon as it was sent; its tokens only where an answer told them.
        """
        self._set_aside = _difference(self._set_aside, expected)
        self.spent += usage.model_copy(update={"attempts": expected.attempts})

    @property
    def cost(self) -> Decimal | None:
        """US dollars spent so far; None where cost is not limited."""
        return self._price.cost(self.spent) if self._price is not None else None

    def _limit_passed_by(self, usage: Usage) -> str | None:
        """The limit that spending `usage` in all would pass, in words."""
        budget = self.budget
        if budget.calls is not None and usage.attempts > budget.calls:
            return f"{budget.calls:,} calls"
        if budget.tokens is not None and usage.prompt_tokens + usage.completion_tokens > budget.tokens:
            return f"{budget.tokens:,} tokens"
        if budget.cost is not None and self._price is not None and self._price.cost(usage) > budget.cost:
            return f"${budget.cost:f}"
        return None


def _difference(usage: Usage, less: Usage) -> Usage:
    return Usage(**{name: getattr(usage, name) - getattr(less, name) for name in Usage.model_fields})
