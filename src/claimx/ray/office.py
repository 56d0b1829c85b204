"""What all actors of a run share: whom to ask, one journal of what was asked, one pace for all calls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import ray
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from claimx.extraction import Instructions
from claimx.llm import Model, RunFacts, StandIn, connect
from claimx.llm.journal import RunState
from claimx.pipeline.opening import Desk
from claimx.pipeline.watch import Watch
from claimx.ray.journal import JournalKeeper, RemoteJournal, fetch
from claimx.ray.pacing import RemotePace, SharedPace

# Restarted for ever, and asked again: an actor that was killed is there again before anybody misses it.
_UNDYING = {"num_cpus": 0, "max_restarts": -1, "max_task_retries": -1}
_WAITING_AT_ONCE = 100_000  # callers that may wait for a turn; one more would keep out those who give theirs back
_FAREWELL = 30.0  # seconds


@dataclass(frozen=True)
class Office:
    """Picklable: every actor gets one. Rules have neither a keeper nor a pace."""

    model: Model
    instructions: Instructions
    keeper: Any = None
    pace: Any = None

    @asynccontextmanager
    async def open_desk(self) -> AsyncIterator[Desk]:
        """A desk of one's own, with a session that asks through the journal and the pace of all."""
        journal = RemoteJournal(self.keeper) if self.keeper is not None else None
        pace = RemotePace(self.pace) if self.pace is not None else None
        async with connect(self.model, journal=journal, pace=pace) as session:
            watch = Watch()
            watch.attach(session, None)
            yield Desk(session, self.instructions, watch)


class Seat:
    """Where an actor works: its desk, opened in the actor's loop when it is first asked for, held until it ends."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._stack = AsyncExitStack()
        self._desk: asyncio.Future[Desk] | None = None

    async def desk(self) -> Desk:
        if self._desk is None:
            self._desk = asyncio.ensure_future(self._stack.enter_async_context(self._office.open_desk()))
        return await self._desk


@contextmanager
def open_office(model: Model, instructions: Instructions, journal: Path) -> Iterator[Office]:
    """The office, for as long as the run lasts. Raises a `JournalError`, `NoModel`, and InvalidInstructions for rules.

    The journal's keeper stays on this node, since the file does.
    """
    instructions.require_model(model)
    if model.by_rule:
        yield Office(model, instructions)
        return
    here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
    facts = RunFacts(command="claimx.ray.run", model=model.name, host=model.host, inputs=0)
    keeper = ray.remote(JournalKeeper).options(**_UNDYING, scheduling_strategy=here).remote(journal, facts)
    pace = ray.remote(SharedPace).options(**_UNDYING, max_concurrency=_WAITING_AT_ONCE).remote(model)
    state: RunState = "failed"
    try:
        fetch(keeper.open.remote())
        yield Office(model, instructions, keeper, pace)
        state = "done"
    finally:
        ray.get(keeper.close.remote(state), timeout=_FAREWELL)
        ray.kill(keeper)
        ray.kill(pace)


def settled(model: Model) -> Model:
    """The model with what this machine's environment says of its address and key: other nodes have another one."""
    if model.by_rule or isinstance(model, StandIn):
        return model
    return replace(model, base_url=model.url, api_key=model.key())
