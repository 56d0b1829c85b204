"""What a run works with: a session, its journal and its budget, opened and closed together, and what it asks for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from claimx.extraction import Instructions
from claimx.llm import Budget, Model, Session, connect
from claimx.llm.journal import Journal, RunFacts
from claimx.pipeline.watch import Watch


@dataclass(frozen=True)
class JournalFile:
    """Which journal to write, and what to take from it.

    `fresh` begins a new one and keeps an older file aside. `retry_failed` asks once more what had failed for a reason
    of its own, such as a refusal; what failed on the network is asked again anyway. `command` is what `claimx runs`
    shows.
    """

    path: str | Path
    fresh: bool = False
    retry_failed: bool = False
    command: str = "python"

    def open(self, model: Model, inputs: int) -> Journal:
        """The journal, held by its lock. Raises a `JournalError`."""
        facts = RunFacts(command=self.command, model=model.name, host=model.host, inputs=inputs)
        return Journal.open(self.path, facts, fresh=self.fresh, retry_failed=self.retry_failed)


@dataclass(frozen=True)
class Desk:
    """Where a run is worked on: who is asked, for what and in which words, and who watches."""

    session: Session
    instructions: Instructions
    watch: Watch


@asynccontextmanager
async def open_desk(
    model: Model,
    instructions: Instructions,
    journal: JournalFile | str | Path | None,
    budget: Budget | None,
    watch: Watch,
    inputs: int | None,
) -> AsyncIterator[Desk]:
    """A desk at which `inputs` articles are read; None where nobody knows how many there will be.

    Rules ask nobody: there is nothing to keep, and nothing to pay. Raises InvalidInstructions for rules that are given
    any.
    """
    instructions.require_model(model)
    place = JournalFile(journal) if isinstance(journal, str | Path) else journal
    kept = place.open(model, inputs or 0) if place is not None and not model.by_rule else None
    with kept or nullcontext():
        try:
            async with connect(model, journal=kept, budget=budget) as session:
                watch.attach(session, inputs)
                yield Desk(session, instructions, watch)
        finally:
            if kept is not None and watch.stopped is not None:
                kept.close("stopped")
