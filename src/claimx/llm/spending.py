"""What a run spends, and on what: per article and stage, with everything that was tried again or asked twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from claimx.llm.prices import Price
from claimx.models import STORY, Usage

NOTHING = Usage()
_ARTICLE, _STAGE = 0, 1

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
    """What was spent, for the summary at the end: `usage` by (article, stage). A stage is a prompt, "claims/v2".

    `batched` is what of that was paid at the price of a batch.
    """

    usage: Mapping[tuple[str, str], Usage]
    price: Price | None = None
    batched: Mapping[tuple[str, str], Usage] = field(default_factory=dict)

    @property
    def total(self) -> Usage:
        return sum(self.usage.values(), Usage())

    @property
    def by_article(self) -> dict[str, Usage]:
        return _summed(self.usage, _ARTICLE)

    @property
    def by_stage(self) -> dict[str, Usage]:
        return _summed(self.usage, _STAGE)

    @property
    def cost_by_article(self) -> dict[str, Decimal | None]:
        return self._costs(_ARTICLE)

    @property
    def cost_by_stage(self) -> dict[str, Decimal | None]:
        return self._costs(_STAGE)

    def cost(self, usage: Usage, batched: Usage = NOTHING) -> Decimal | None:
        """US dollars for `usage`, of which `batched` in batches; None where the price is unknown."""
        return self.price.cost_in_part(usage, batched) if self.price is not None else None

    def _costs(self, part: int) -> dict[str, Decimal | None]:
        batched = _summed(self.batched, part)
        return {name: self.cost(usage, batched.get(name, NOTHING)) for name, usage in _summed(self.usage, part).items()}


def _summed(usages: Mapping[tuple[str, str], Usage], part: int) -> dict[str, Usage]:
    sums: dict[str, Usage] = {}
    for key, usage in sorted(usages.items()):
        sums[key[part]] = sums.get(key[part], NOTHING) + usage
    return sums


class Ledger:
    """Where it is written down while the run goes on."""

    def __init__(self, price: Price | None = None) -> None:
        self._price = price
        self._usage: dict[tuple[str, str], Usage] = {}
        self._batched: dict[tuple[str, str], Usage] = {}

    def charge(self, stage: str, usage: Usage, batched: Usage = NOTHING) -> None:
        """Add `usage`, of which `batched` in batches, to what `stage` cost for the article that is paid for here."""
        key = (article_charged(), stage)
        self._usage[key] = self._usage.get(key, NOTHING) + usage
        if batched != NOTHING:
            self._batched[key] = self._batched.get(key, NOTHING) + batched

    def spending(self) -> Spending:
        """Everything up to now, in the order of article and stage."""
        return Spending(MappingProxyType(dict(sorted(self._usage.items()))), self._price, dict(self._batched))
