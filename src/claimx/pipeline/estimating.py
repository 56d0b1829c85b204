"""What a run would cost, before anything is sent.

The first requests are counted as they would be sent. What depends on answers that nobody has given yet is reckoned
from those requests, by ratios measured on the recorded stories (docs/reliability.md). Not foreseen are retries,
re-asks, and the reasoning that a model keeps to itself and bills.
"""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from pydantic import BaseModel

from claimx.extraction import OURS, Instructions
from claimx.extraction.assembly import Assembly
from claimx.extraction.extractor import first_requests
from claimx.extraction.gleaning import OpenPoints
from claimx.extraction.numbering import NumberedArticle
from claimx.llm import Message, Model, default_model, strict_schema
from claimx.llm.prices import Prices, load_prices
from claimx.llm.tokens import approximate_tokens
from claimx.models import Article, Usage
from claimx.pipeline.running import one_an_id
from claimx.reconciliation.adjudication.adjudicator import AT_ONCE
from claimx.reconciliation.adjudication.wire import GroupsAnswer, NestingAnswer


class Range(NamedTuple):
    """From the least to the most that is expected."""

    low: int
    high: int


@dataclass(frozen=True)
class StageEstimate:
    """What the requests made with one prompt would cost; `stage` is as in `Spending`: "claims/v2"."""

    stage: str
    calls: Range
    prompt_tokens: Range
    completion_tokens: Range


@dataclass(frozen=True)
class Estimate:
    """What a run would cost. `cost`: US dollars, low and high, nothing cached; None where the price is unknown.

    `priced` is the date of the price.
    """

    articles: int
    stages: tuple[StageEstimate, ...]
    cost: tuple[Decimal, Decimal] | None
    priced: datetime.date | None = None

    @property
    def calls(self) -> Range:
        return _total(stage.calls for stage in self.stages)

    @property
    def prompt_tokens(self) -> Range:
        return _total(stage.prompt_tokens for stage in self.stages)

    @property
    def completion_tokens(self) -> Range:
        return _total(stage.completion_tokens for stage in self.stages)


def estimate(
    articles: Iterable[Article],
    model: Model | None = None,
    *,
    story: bool = True,
    prices: Prices | None = None,
    instructions: Instructions = OURS,
) -> Estimate:
    """What `run` would cost for `articles`, or without `story`, what extracting each by itself would. Sends nothing.

    `model` defaults as in `run`, and `prices` to `load_prices()`. What fields of one's own add to the answers is not
    foreseen. Raises ArticleMismatch and InvalidInstructions as `run` does.
    """
    asked = model or default_model()
    instructions.require_model(asked)
    given = one_an_id(articles)
    if asked.by_rule:
        return Estimate(len(given), (), (Decimal(0), Decimal(0)))
    looks = _weigh(given, instructions)
    stages = (*_of_articles(looks, instructions), *(_of_the_story(looks.shown, instructions) if story else ()))
    unpriced = Estimate(len(given), stages, None)
    price = (prices or load_prices()).of(asked)
    if price is None:
        return unpriced
    low, high = (
        price.cost(Usage(prompt_tokens=prompt, completion_tokens=completion))
        for prompt, completion in zip(unpriced.prompt_tokens, unpriced.completion_tokens, strict=True)
    )
    return Estimate(len(given), stages, (low, high), price.as_of)


class _Ratio(NamedTuple):
    """Tokens for each byte that the first looks show, in the tersest and in the most talkative recording.

    Bytes of UTF-8: what Chinese says in a third of the characters, it says in as many bytes.
    """

    prompt: tuple[float, float]
    completion: tuple[float, float]


_FIRST_ANSWER = (1.1, 1.9)
_SECOND_LOOK = _Ratio((0.30, 0.64), (0.003, 0.06))
_SECOND_LOOKS = (0.16, 0.6)  # for each first look
_GROUPING = _Ratio((0.29, 0.51), (0.023, 0.031))
_SOURCES = _Ratio((0.045, 0.058), (0.007, 0.013))
_NESTING = _Ratio((0.11, 0.24), (0.07, 0.14))
_CLAIMS = (0.011, 0.016)  # for each byte
_CLAIMS_A_BLOCK = (30, 5)  # where there are too many to be shown at once: most blocks hold a handful


@dataclass(frozen=True)
class _FirstLooks:
    """How many there are, the bytes of article they show, and the tokens of their requests."""

    count: int
    shown: int
    tokens: int


def _weigh(articles: Iterable[Article], instructions: Instructions) -> _FirstLooks:
    count = shown = tokens = 0
    for article in articles:
        for messages in first_requests(article, instructions):
            count += 1
            shown += len(messages[-1]["content"].encode("utf-8", "surrogatepass"))
            tokens += _repeated(messages, instructions.answer) + approximate_tokens(messages[-1]["content"])
    return _FirstLooks(count, shown, tokens)


def _repeated(messages: Sequence[Message], schema: type[BaseModel]) -> int:
    """The tokens that every request of the kind repeats."""
    return approximate_tokens(messages[0]["content"]) + approximate_tokens(json.dumps(strict_schema(schema)))


def _of_articles(looks: _FirstLooks, instructions: Instructions) -> list[StageEstimate]:
    """The first look at each chunk, and the second at some."""
    again = Range(math.floor(looks.count * _SECOND_LOOKS[0]), math.ceil(looks.count * _SECOND_LOOKS[1]))
    each = looks.shown / max(1, looks.count)
    nothing = OpenPoints.of(Assembly(NumberedArticle(Article(id="none", text="None."))))
    second = instructions.prompt("gleaning")
    repeated = _repeated(nothing.messages(second), instructions.answer)
    first = Range(looks.count, looks.count)
    return [
        StageEstimate(
            instructions.prompt("claims").stage,
            first,
            Range(looks.tokens, looks.tokens),
            _tokens(_FIRST_ANSWER, (looks.shown, looks.shown)),
        ),
        _stage(second.stage, again, repeated, _SECOND_LOOK, (again.low * each, again.high * each)),
    ]


def _of_the_story(shown: int, instructions: Instructions) -> list[StageEstimate]:
    """The questions about the story as a whole, each shown all claims or all sources."""
    once = Range(1, 1) if shown else Range(0, 0)
    few, many = (shown * ratio for ratio in _CLAIMS)
    blocks = once
    if many > AT_ONCE:
        blocks = Range(max(1, round(few / _CLAIMS_A_BLOCK[0])), round(many / _CLAIMS_A_BLOCK[1]))
    return [
        _stage(prompt.stage, calls, _repeated(prompt.render(code="", lines=[]), schema), ratio, (shown, shown))
        for task, schema, calls, ratio in (
            ("grouping", GroupsAnswer, blocks, _GROUPING),
            ("sources", GroupsAnswer, once, _SOURCES),
            ("nesting", NestingAnswer, once, _NESTING),
        )
        for prompt in [instructions.prompt(task)]
    ]


def _stage(stage: str, calls: Range, repeated: int, ratio: _Ratio, shown: tuple[float, float]) -> StageEstimate:
    """`repeated`: tokens that each call repeats; `shown`: bytes, at the least and at the most."""
    prompt = _tokens(ratio.prompt, shown)
    prompts = Range(calls.low * repeated + prompt.low, calls.high * repeated + prompt.high)
    return StageEstimate(stage, calls, prompts, _tokens(ratio.completion, shown))


def _tokens(ratio: tuple[float, float], shown: tuple[float, float]) -> Range:
    return Range(round(ratio[0] * shown[0]), round(ratio[1] * shown[1]))


def _total(ranges: Iterable[Range]) -> Range:
    counted = list(ranges)
    return Range(sum(one.low for one in counted), sum(one.high for one in counted))
