"""The model sorts numbered lines into groups; its answer counts only when it is a partition of exactly those lines."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from claimx.llm import Asker, Message, Prompt
from claimx.reconciliation.adjudication.wire import GroupsAnswer
from claimx.reconciliation.matching.clustering import Group, as_partition


async def ask_partition(asker: Asker, prompt: Prompt, lines: Sequence[str]) -> list[Group] | None:
    """The groups of `range(len(lines))` as the model sees them; None where it twice gave no partition.

    Lines are numbered from 1 in the request and from 0 here.
    """
    messages = prompt.render(code=code_of(lines), lines=numbered(lines))
    for _ in range(2):
        answer = await asker.ask(messages, GroupsAnswer)
        groups = [group for group in answer.value.groups if group]
        faults = partition_faults(groups, len(lines))
        if not faults:
            return as_partition([number - 1 for number in group] for group in groups)
        messages += _complaint(answer.value, faults)
    return None


def partition_faults(groups: Sequence[Sequence[int]], size: int) -> list[str]:
    """In words, why `groups` is no partition of 1 … `size`; empty where it is one."""
    counts = Counter(number for group in groups for number in group)
    expected = set(range(1, size + 1))
    faults = {
        "missing": sorted(expected - counts.keys()),
        "in more than one place": sorted(
            number for number, count in counts.items() if count > 1 and number in expected
        ),
        "not among the lines": sorted(counts.keys() - expected),
    }
    return [f"{what}: {', '.join(map(str, numbers))}" for what, numbers in faults.items() if numbers]


def numbered(lines: Sequence[str]) -> list[str]:
    """The lines with their numbers, from 1."""
    return [f"{number} {line}" for number, line in enumerate(lines, start=1)]


def code_of(lines: Sequence[str]) -> str:
    """Part of the marker lines, derived from what they enclose: nothing inside can forge it, and requests repeat."""
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _complaint(answer: GroupsAnswer, faults: Sequence[str]) -> list[Message]:
    complaint = f"Every number must stand in exactly one group. {'; '.join(faults)}. Give all the groups again."
    return [
        {"role": "assistant", "content": answer.model_dump_json()},
        {"role": "user", "content": complaint},
    ]
