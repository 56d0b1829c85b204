"""Short ways to ask with a journal, shared by the tests of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimx.errors import ClaimxError
from claimx.llm import Answer, Journal, Model, RunFacts, Session, connect, run_sync
from llm.asking import Tally, messages

FACTS = RunFacts(command="claimx run story", model="fake", host="127.0.0.1", inputs=3)

Outcome = Answer[Tally] | ClaimxError


@dataclass(frozen=True)
class Run:
    """What came of a run: the outcome of every text in its order, and the session as it ended."""

    outcomes: list[Outcome]
    session: Session

    @property
    def values(self) -> list[Tally]:
        return [outcome.value for outcome in self.outcomes if isinstance(outcome, Answer)]

    @property
    def errors(self) -> list[ClaimxError]:
        return [outcome for outcome in self.outcomes if isinstance(outcome, ClaimxError)]


def run(model: Model, texts: Sequence[str], path: Path, *, fresh: bool = False, retry_failed: bool = False) -> Run:
    """Ask about all `texts` at once, with the journal at `path`."""

    async def go() -> Run:
        with Journal.open(path, FACTS, fresh=fresh, retry_failed=retry_failed) as journal:
            async with connect(model, journal=journal) as session:
                return Run(await asyncio.gather(*(outcome(session, text) for text in texts)), session)

    return run_sync(go())


async def until(condition: Callable[[], object]) -> None:
    """Wait for what happens in another thread, such as the arrival of a call."""
    while not condition():  # noqa: ASYNC110 - no event of this loop tells of it
        await asyncio.sleep(0.001)


async def outcome(session: Session, text: str) -> Outcome:
    """The answer, or the error."""
    try:
        return await session.ask(messages(text), Tally)
    except ClaimxError as error:
        return error
