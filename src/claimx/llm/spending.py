"""What a run spends, and on what: per article and stage, with everything that was tried again or asked twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from claimx.llm.prices import Price
from claimx.models import STORY, Usage

_charged_to: ContextVar[str] = ContextVar("claimx_charged_to", default=STORY)


@contextmanager
def charged_to(article_id: str) -> Iterator[None]:
    """Whatever is asked inside, also by tasks that are started inside, is spent on this article."""
    token = _charged_to.set(article_id)
    try:
        yield
    finally:
        _charged_to.reset(token)


def article_charged() -> str:
    """The article that is paid for here; the story as a whole where none is."""
    return _charged_to.get()


@dataclass(frozen=True)
class Spending:
    """What was spent, for the summary at the end: `usage` by (article, stage). A stage is a prompt, "claims/v2"."""

    usage: Mapping[tuple[str, str], Usage]
    price: Price | None = None

    @property
    def total(self) -> Usage:
        return sum(self.usage.values(), Usage())

    @property
    def by_article(self) -> dict[str, Usage]:
        return self._summed(0)

    @property
    def by_stage(self) -> dict[str, Usage]:
        return self._summed(1)

    def cost(self, usage: Usage) -> Decimal | None:
        """US dollars; None where the model's price is unknown."""
        return self.price.cost(usage) if self.price is not None else None

    def _summed(self, part: int) -> dict[str, Usage]:
        sums: dict[str, Usage] = {}
        for key, usage in sorted(self.usage.items()):
            sums[key[part]] = sums.get(key[part], Usage()) + usage
        return sums


class Ledger:
    """Where it is written down while the run goes on."""

    def __init__(self, price: Price | None = None) -> None:
        self._price = price
        self._usage: dict[tuple[str, str], Usage] = {}

    def charge(self, stage: str, usage: Usage) -> None:
        """Add `usage` to what `stage` cost for the article that is paid for here."""
        key = (article_charged(), stage)
        self._usage[key] = self._usage.get(key, Usage()) + usage

    def spending(self) -> Spending:
        """Everything up to now, in the order of article and stage."""
        return Spending(MappingProxyType(dict(sorted(self._usage.items()))), self._price)
