"""What `claimx batch` says of rounds and batches: how they stand on stdout, what went wrong on stderr."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import typer

from claimx.cli.endings import tell

if TYPE_CHECKING:
    from claimx.llm.batch import Fetched
    from claimx.pipeline.batching import Step, Walk

_REASONS_TOLD = 5


def by_stage(counts: Mapping[str, int]) -> str:
    """How many requests, and of which prompts: `3 requests (claims/v3 2, gleaning/v2 1)`."""
    stages = ", ".join(f"{stage or 'no prompt'} {count:,}" for stage, count in counts.items())
    return f"{requests(sum(counts.values()))} ({stages})"


def requests(number: int) -> str:
    """`1 request`, `2 requests`."""
    return f"{number:,} request{'s' if number != 1 else ''}"


def tell_walk(walk: Walk) -> None:
    """How far the answers reach."""
    failed = f", {walk.failed:,} failed" if walk.failed else ""
    typer.echo(f"articles: {walk.read:,} read, {walk.awaited:,} awaited{failed}")


def tell_fetched(fetched: Fetched) -> None:
    """How one batch stands, and what was wrong with it."""
    from claimx.writers.visibility import to_visible

    seen, kept = fetched.seen, fetched.kept
    parts = [
        f"{kept[outcome]:,} {outcome}" for outcome in ("answered", "refused", "failed", "cancelled") if kept[outcome]
    ]
    came = ", ".join(parts) or "nothing in it"
    so_far = came if seen.is_here else f"{seen.completed:,} of {fetched.batch.lines:,} done"
    typer.echo(to_visible(f"{seen.id}: {seen.status}; {so_far}"))
    useless = [
        (fetched.again, "that came twice"),
        (fetched.unknown, "that answer nothing asked"),
        (fetched.unreadable, "that cannot be read"),
    ]
    for number, what in useless:
        if number:
            tell(f"{seen.id}: lines {what}: {number:,}")
    for error in seen.errors[:_REASONS_TOLD]:
        tell(f"{seen.id}: {error}")
    for reason, number in fetched.reasons.most_common(_REASONS_TOLD):
        tell(f"{seen.id}: {requests(number)}: {reason}")


def is_faulty(fetched: Fetched) -> bool:
    """Whether not all of a batch came back as it should."""
    return bool(fetched.kept["failed"] or fetched.kept["refused"] or fetched.unreadable or fetched.seen.errors)


_NEXT: Mapping[Step, str] = {
    "submit": "claimx batch submit",
    "wait": "claimx batch collect, once the batches have ended; claimx batch status tells",
    "collect": "claimx batch collect",
    "run": "claimx run, or claimx extract: a batch has nothing more to bring",
}


def tell_next(step: Step, given_up: int) -> None:
    """What to do now, and what no batch will bring."""
    if given_up:
        tell(f"{requests(given_up)} failed too often in batches: claimx run asks at once")
    typer.echo(f"next: {_NEXT[step]}")
