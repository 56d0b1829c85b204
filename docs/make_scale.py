"""Write the figures of scale.md, each between `<!-- name -->` and `<!-- /name -->`, and the SQL of the ten queries.

python docs/make_scale.py

What was measured stands in scale.toml, which benchmarks/scale.py writes; what is worked out from it, here.
"""

from __future__ import annotations

import math
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "docs"), str(ROOT / "benchmarks")]

import scale  # noqa: E402
from excerpts import put_in_place  # noqa: E402
from tables import heading, line  # noqa: E402

from claimx.lake import named_queries  # noqa: E402
from claimx.llm.prices import Price, load_prices  # noqa: E402

PAGE = Path(__file__).with_name("scale.md")
FIGURES = Path(__file__).with_name("scale.toml")

A_DAY = 10_000_000
PEAK = 3
"""Articles of the busiest hour over those of the mean."""

BUSY = 0.7
"""The share of a core that is planned with."""

CORES = 8
"""Of a machine."""

BATCH = Decimal("0.5")
"""What the batch endpoint charges, of the price."""

SECONDS, MINUTES = 86_400, 1_440
STAGES = ("extract", "gather", "reconcile", "lake")
"""What every article goes through."""


@dataclass(frozen=True)
class Recorded:
    """What the recorded stories cost, all calls on articles and stories together.

    `prefix`: the tokens of the first request on an article that are the same for all.
    """

    articles: int
    calls: int
    prompt_tokens: int
    completion_tokens: int
    prefix: int


@dataclass(frozen=True)
class Need:
    """Of one stage: processor time of an article in milliseconds, cores for the mean and for the busiest hour."""

    stage: str
    cost: float
    mean: float
    peak: float


@dataclass(frozen=True)
class Bill:
    """Dollars a day, with and without what makes it cheaper."""

    plain: Decimal
    cached: Decimal
    batch: Decimal
    both: Decimal


def needs(measured: Iterable[scale.Measured], a_day: int = A_DAY) -> list[Need]:
    """For each stage, at its largest measured size, what so many articles a day take."""
    largest = {one.stage: one for one in sorted(measured, key=lambda one: one.articles) if one.stage in STAGES}
    found = []
    for stage in STAGES:
        if stage in largest:
            one = largest[stage]
            mean = a_day / SECONDS * one.cost / one.articles
            found.append(Need(stage, one.cost / one.articles * 1000, mean, mean * PEAK / BUSY))
    return found


def bill(price: Price, recorded: Recorded, a_day: int = A_DAY) -> Bill:
    """What so many articles a day cost, each as much as those recorded."""
    share = Decimal(a_day) / recorded.articles / 1_000_000
    cached_tokens = recorded.prefix * recorded.articles
    prompt, completion = recorded.prompt_tokens * price.prompt, recorded.completion_tokens * price.completion
    saved = cached_tokens * (price.prompt - price.cached)
    plain, cached = (prompt + completion) * share, (prompt + completion - saved) * share
    return Bill(plain, cached, plain * BATCH, cached * BATCH)


def filled_in(text: str) -> str:
    """`text` with the figures and the queries put in place."""
    figures = tomllib.loads(FIGURES.read_text(encoding="utf-8"))
    measured = [
        scale.Measured(one["stage"], one["articles"], one["wall"], one.get("cpu"), one.get("memory"))
        for one in figures["measured"]
    ]
    recorded = Recorded(**figures["recorded"])
    blocks = {
        "measured": f"claimx {figures['claimx']}, {figures['machine']}.\n\n{scale.table(measured, scale.SIZES)}",
        "machines": machines(needs(measured)),
        "tokens": tokens(recorded),
        "money": money(recorded),
    }
    blocks |= {query.name.replace("-", "_"): f"\n```sql\n{query.sql.strip()}\n```\n" for query in named_queries()}
    return put_in_place(text, blocks)


def machines(found: Sequence[Need]) -> str:
    rows = [line([one.stage, f"{one.cost:.1f}", f"{one.mean:.1f}", f"{one.peak:.1f}"]) for one in found]
    mean, peak = sum(one.mean for one in found), sum(one.peak for one in found)
    whole = line(["**all**", f"{sum(one.cost for one in found):.1f}", f"**{mean:.1f}**", f"**{peak:.1f}**"])
    told = f"{math.ceil(peak)} cores: {math.ceil(peak / CORES)} machines of {CORES} cores."
    head = heading(["stage", "CPU, ms an article (measured)", "cores, mean (worked out)", "cores, peak (worked out)"])
    return "\n".join([*head, *rows, whole]) + f"\n\nWorked out: {told}"


def tokens(recorded: Recorded) -> str:
    def an_article(number: int) -> float:
        return number / recorded.articles

    rows: Mapping[str, int] = {
        "calls": recorded.calls,
        "prompt tokens": recorded.prompt_tokens,
        "– the same for all articles": recorded.prefix * recorded.articles,
        "completion tokens": recorded.completion_tokens,
    }
    lines = [
        line(
            [
                name,
                f"{an_article(number):,.1f}" if name == "calls" else f"{an_article(number):,.0f}",
                _told(an_article(number) * A_DAY),
                _told(an_article(number) * A_DAY / MINUTES),
            ]
        )
        for name, number in rows.items()
    ]
    head = heading(["", "an article (recorded)", "a day (worked out)", "a minute, mean (worked out)"])
    return "\n".join([*head, *lines])


def _told(number: float) -> str:
    return f"{number / 1e6:,.1f} M" if number >= 1e6 else f"{number:,.0f}"


def money(recorded: Recorded) -> str:
    prices = load_prices()
    rows = []
    for name, price in prices.models.items():
        one = bill(price, recorded)
        rows.append(line([name, *(f"${amount:,.0f}" for amount in (one.plain, one.cached, one.batch, one.both))]))
    head = heading(["model", "plain", "prefix cached", "batch", "batch, prefix cached"])
    return "\n".join([*head, *rows])


def main() -> None:
    PAGE.write_text(filled_in(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
