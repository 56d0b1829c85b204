"""A connection to one endpoint: one http client, one pace, one purse, one journal, one account of what it cost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from claimx.llm.budget import Budget, Purse
from claimx.llm.cassette import active_recording, active_replay
from claimx.llm.endpoint import Model
from claimx.llm.flight import Airspace
from claimx.llm.journal import AnswerBook
from claimx.llm.pace import Pacer
from claimx.llm.prices import load_prices
from claimx.llm.rehearsal import Rehearsal
from claimx.llm.reuse import Shelf
from claimx.llm.session import Session, asks_nobody
from claimx.llm.spending import Ledger
from claimx.llm.stand_in import StandIn


@asynccontextmanager
async def connect(
    model: Model, *, journal: AnswerBook | None = None, budget: Budget | None = None, pace: Pacer | None = None
) -> AsyncIterator[Session]:
    """Open a session with `model`'s endpoint, or with the cassette of the `replay` or `record` around it.

    The `journal` stays the caller's to close; a `pace` may be shared with other sessions. Nothing is opened for
    `Model.rules()`: its session counts, and asks nobody. Raises `PriceUnknown` for a limit on cost where the model has
    no price, and ValueError for a journal inside `replay` or `record`: the one has nothing to pay, the other must hear
    every answer.
    """
    if model.by_rule:
        yield Session(model, Airspace(asks_nobody, Purse(Budget(), model)), Ledger())
        return
    if journal is not None and (active_replay() or active_recording()):
        raise ValueError("a journal has no place inside replay or record")
    prices = load_prices()
    purse = Purse(budget or Budget(), model, prices)
    shelf = Shelf(journal) if journal is not None else None
    if isinstance(model, StandIn):
        yield Rehearsal(model, Airspace(asks_nobody, purse), Ledger(prices.of(model)), shelf)
        return
    from claimx.llm.client import open_client

    async with open_client(model, pace) as send:
        yield Session(model, Airspace(send, purse), Ledger(prices.of(model)), shelf)
