"""What the model decides of a story: which claims are one, which source is which, what belongs under what."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from pydantic import BaseModel

from claimx.errors import ModelError, RunStopped
from claimx.llm import OUR_PROMPTS, Answer, Asker, Message, Meter, Prompt, Prompts
from claimx.models import STORY, Claim, Failure, Label, MergedClaim, MergeMethod, Source, Usage
from claimx.reconciliation import sources as source_rules
from claimx.reconciliation.adjudication.partitioning import ask_partition, code_of, numbered
from claimx.reconciliation.adjudication.tasks import GROUPING, NESTING, SOURCES
from claimx.reconciliation.adjudication.wire import NestingAnswer
from claimx.reconciliation.arrangement import Arrangement
from claimx.reconciliation.matching.candidates import Pair
from claimx.reconciliation.matching.clustering import Group, blocks, cluster, packed
from claimx.reconciliation.matching.likeness import Likeness
from claimx.text import one_line

AT_ONCE = 400
"""Claims that are laid before the model at once. A story that fits is shown whole: the model groups better so."""

_MARKS: Mapping[Label, str] = {"support": "+", "deny": "-", "query": "?", "comment": "~"}
T = TypeVar("T", bound=BaseModel)


class Adjudicator:
    """Asks about one story and keeps account: `usage`, `answered_by`, the `prompts` it used, and `failures`.

    A question the model cannot answer, or that a budget or an interruption keeps from being asked, is left to the
    rules: what the articles gave has been paid for and is not lost.
    """

    def __init__(self, asker: Asker, at_once: int = AT_ONCE, prompts: Prompts = OUR_PROMPTS) -> None:
        self._asker = Meter(asker)
        self._prompts = prompts
        self._at_once = at_once
        self.answered_by: set[str] = set()
        self.prompts: dict[str, str] = {}
        self.failures: list[Failure] = []

    @property
    def usage(self) -> Usage:
        """What was asked cost, also what was asked in vain."""
        return self._asker.usage

    async def ask(self, messages: Sequence[Message], schema: type[T]) -> Answer[T]:
        """As `Asker.ask`, with account kept."""
        answer = await self._asker.ask(messages, schema)
        self.answered_by.add(answer.answered_by)
        return answer

    async def group_claims(
        self, claims: Sequence[Claim], pairs: Sequence[Pair], likeness: Likeness, standing: Collection[int] = ()
    ) -> list[tuple[Group, MergeMethod]]:
        """The claims as groups: a small story whole, a large one in blocks, as many in a request as it holds.

        The claims at the places in `standing` stand for groups that are decided: a block of nothing else is not asked
        about, nor is a claim that nothing is like.
        """
        if not claims:
            return []
        whole = [tuple(range(len(claims)))]
        shown = whole if len(claims) <= self._at_once else blocks(len(claims), pairs, self._at_once)
        open_blocks = [block for block in shown if len(block) > 1 and not set(standing).issuperset(block)]
        asked = packed(open_blocks, self._at_once)
        prompt = self._prompt("grouping")
        decided = await asyncio.gather(*(self._group_block(prompt, claims, block) for block in asked))
        alone = set(range(len(claims))).difference(*asked)
        groups: list[tuple[Group, MergeMethod]] = [((number,), "rule") for number in sorted(alone)]
        for block, answer in zip(asked, decided, strict=True):
            if answer is not None:
                groups += [(group, "model") for group in answer]
            else:
                inside = set(block)
                by_rule = cluster(len(claims), [pair for pair in pairs if {pair.a, pair.b} <= inside], likeness)
                groups += [(group, "rule") for group in by_rule if group[0] in inside]
        return groups

    async def group_sources(self, sources: Sequence[tuple[str, Source]]) -> list[Group]:
        """The sources as groups, by rule where the model's answer is none."""
        letters = _letters(article_id for article_id, _ in sources)
        lines = [source_rules.line(letters[article_id], source) for article_id, source in sources]
        by_rule = source_rules.group_by_rule([source for _, source in sources])
        if len(lines) < 2:
            return by_rule
        return await self._partition(self._prompt("sources"), lines, SOURCES) or by_rule

    async def arrange(self, claims: Sequence[MergedClaim]) -> Arrangement | None:
        """What is still one, what belongs under what, and the relations; None where the model gave no answer."""
        if len(claims) < 2:
            return Arrangement()
        lines = [
            one_line(f"[{len({claim.article_id for claim in merged.appearances})}] {merged.text}") for merged in claims
        ]
        prompt = self._prompt("nesting")
        try:
            answer = await self.ask(prompt.render(code=code_of(lines), lines=numbered(lines)), NestingAnswer)
        except (ModelError, RunStopped) as error:
            self._fail(NESTING, str(error), retryable=error.retryable)
            return None
        return Arrangement.read(answer.value, [merged.id for merged in claims])

    async def _group_block(self, prompt: Prompt, claims: Sequence[Claim], block: Group) -> list[Group] | None:
        letters = _letters(claims[number].article_id for number in block)
        lines = [_claim_line(letters[claims[number].article_id], claims[number]) for number in block]
        groups = await self._partition(prompt, lines, GROUPING)
        return groups and [tuple(block[place] for place in group) for group in groups]

    async def _partition(self, prompt: Prompt, lines: Sequence[str], task: str) -> list[Group] | None:
        try:
            groups = await ask_partition(self, prompt, lines)
        except (ModelError, RunStopped) as error:
            self._fail(task, str(error), retryable=error.retryable)
            return None
        if groups is None:
            self._fail(task, "the model twice gave no partition of what it was shown", retryable=True)
        return groups

    def _fail(self, task: str, why: str, *, retryable: bool) -> None:
        self.failures.append(Failure(article=STORY, reason=f"{task}: {why}; left to the rules", retryable=retryable))

    def _prompt(self, task: str) -> Prompt:
        prompt = self._prompts.load(task)
        self.prompts |= {one.stage: one.sha256 for one in prompt.lineage}
        return prompt


def _claim_line(letter: str, claim: Claim) -> str:
    details = [quantity.span.exact for quantity in claim.quantities]
    if claim.time is not None:
        details.append(claim.time.text)
    holders = dict.fromkeys(
        _MARKS[stance.label] + (stance.holder.name if stance.holder is not None else "") for stance in claim.stances
    )
    return one_line(" | ".join(filter(None, [f"{letter} {claim.text}", "; ".join(details), "; ".join(holders)])))


def _letters(article_ids: Iterable[str]) -> dict[str, str]:
    return {article_id: f"A{number}" for number, article_id in enumerate(sorted(set(article_ids)), start=1)}
