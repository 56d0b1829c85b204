"""What the model decides of a story: which claims are one, which source is which, what belongs under what."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from pydantic import BaseModel

from claimx.errors import ModelError
from claimx.llm import Answer, Asker, Message, Prompt, load_prompt
from claimx.models import Claim, Failure, Label, MergedClaim, Relation, Source, Usage
from claimx.reconciliation import sources as source_rules
from claimx.reconciliation.candidates import Pair
from claimx.reconciliation.clustering import Group, blocks, cluster
from claimx.reconciliation.likeness import Likeness
from claimx.reconciliation.merging import Method
from claimx.reconciliation.partitioning import ask_partition, code_of, numbered
from claimx.reconciliation.wire import NestingAnswer
from claimx.text import one_line

STORY_LIMIT = 400
"""Claims that are laid before the model at once. A story that fits is shown whole: the model groups better so."""

STORY = "(the story)"
"""Stands in `Failure.article` for what concerns no single article."""

_MARKS: Mapping[Label, str] = {"support": "+", "deny": "-", "query": "?", "comment": "~"}
T = TypeVar("T", bound=BaseModel)


class Adjudicator:
    """Asks about one story and keeps account: `usage`, `answered_by`, the `prompts` it used, and `failures`.

    A question the model cannot answer is left to the rules: what the articles gave has been paid for and is not lost.
    """

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self.usage = Usage()
        self.answered_by: set[str] = set()
        self.prompts: dict[str, str] = {}
        self.failures: list[Failure] = []

    async def ask(self, messages: Sequence[Message], schema: type[T]) -> Answer[T]:
        """As `Asker.ask`, with account kept."""
        answer = await self._asker.ask(messages, schema)
        self.usage += answer.usage
        self.answered_by.add(answer.answered_by)
        return answer

    async def group_claims(
        self, claims: Sequence[Claim], pairs: Sequence[Pair], likeness: Likeness
    ) -> list[tuple[Group, Method]]:
        """The claims as groups: a small story whole, a large one block by block, each decided by itself."""
        if not claims:
            return []
        whole = [tuple(range(len(claims)))]
        asked = whole if len(claims) <= STORY_LIMIT else blocks(len(claims), pairs, STORY_LIMIT)
        prompt = self._prompt("grouping")
        decided = await asyncio.gather(*(self._group_block(prompt, claims, block) for block in asked))
        groups: list[tuple[Group, Method]] = []
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
        return await self._partition(self._prompt("sources"), lines, "resolving the sources") or by_rule

    async def nest(self, claims: Sequence[MergedClaim]) -> tuple[dict[str, str], tuple[Relation, ...]]:
        """Child → parent, and the relations between claims. Only lawful ones: known claims, no circles."""
        if len(claims) < 2:
            return {}, ()
        lines = [
            one_line(f"[{len({claim.article_id for claim in merged.appearances})}] {merged.text}") for merged in claims
        ]
        prompt = self._prompt("nesting")
        try:
            answer = await self.ask(prompt.render(code=code_of(lines), lines=numbered(lines)), NestingAnswer)
        except ModelError as error:
            self._fail("nesting the claims", str(error), retryable=error.retryable)
            return {}, ()
        known = {number: merged.id for number, merged in enumerate(claims, start=1)}
        parents: dict[str, str] = {}
        for given in answer.value.parents:
            child, parent = known.get(given.claim), known.get(given.parent or 0)
            if child and parent and child not in parents and child not in _ancestry(parent, parents):
                parents[child] = parent
        relations = {
            (known[given.a], known[given.b], given.kind): Relation(
                a=known[given.a], b=known[given.b], kind=given.kind, why=given.why
            )
            for given in answer.value.relations
            if given.a in known and given.b in known and given.a != given.b
        }
        return parents, tuple(relation for _, relation in sorted(relations.items()))

    async def _group_block(self, prompt: Prompt, claims: Sequence[Claim], block: Group) -> list[Group] | None:
        if len(block) < 2:
            return [block]
        letters = _letters(claims[number].article_id for number in block)
        lines = [_claim_line(letters[claims[number].article_id], claims[number]) for number in block]
        groups = await self._partition(prompt, lines, "grouping the claims")
        return groups and [tuple(block[place] for place in group) for group in groups]

    async def _partition(self, prompt: Prompt, lines: Sequence[str], task: str) -> list[Group] | None:
        try:
            groups = await ask_partition(self, prompt, lines)
        except ModelError as error:
            self._fail(task, str(error), retryable=error.retryable)
            return None
        if groups is None:
            self._fail(task, "the model twice gave no partition of what it was shown", retryable=True)
        return groups

    def _fail(self, task: str, why: str, *, retryable: bool) -> None:
        self.failures.append(Failure(article=STORY, reason=f"{task}: {why}; left to the rules", retryable=retryable))

    def _prompt(self, task: str) -> Prompt:
        prompt = load_prompt(task)
        self.prompts[f"{task}/{prompt.version}"] = prompt.sha256
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


def _ancestry(claim: str, parents: Mapping[str, str]) -> set[str]:
    """The claim and all that it stands under."""
    line = {claim}
    while (above := parents.get(claim)) is not None:
        line.add(above)
        claim = above
    return line
