"""Batches sent and fetched, the journal a step ahead: whatever ends the program, nothing is lost or sent twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from uuid import uuid4

from claimx.errors import RequestRefused
from claimx.llm.batch.files import Outbox
from claimx.llm.batch.service import Seen, Service
from claimx.llm.endpoint import Model
from claimx.llm.journal import Batches, BatchRecord, LineOutcome


@dataclass
class Fetched:
    """What was found of one batch.

    `kept`: its requests by outcome; one for which nothing came back has failed, or was cancelled with it. Lines of no
    use: one more for the same request, for a request that the batch does not have, or one that cannot be read.
    `reasons`: why requests failed, and how many for each.
    """

    batch: BatchRecord
    seen: Seen
    kept: Counter[str] = field(default_factory=Counter)
    again: int = 0
    unknown: int = 0
    unreadable: int = 0
    reasons: Counter[str] = field(default_factory=Counter)


async def post(service: Service, batches: Batches, outbox: Outbox, go_on: Callable[[], bool]) -> None:
    """Send the files of the outbox as batches of the next round, one after the other while `go_on()`."""
    round_number = batches.standing().round + 1
    for file in outbox.files:
        if not go_on():
            break
        token = uuid4().hex
        batches.prepare(round_number, token, file.rows)
        input_file = await service.upload(file.path, f"claimx-{token}.jsonl")
        batches.uploaded(token, input_file)
        seen = await service.make(token, input_file)
        batches.made(token, seen.id)
        file.path.unlink()


async def find_lost(service: Service, batches: Batches) -> list[BatchRecord]:
    """Look for the batches whose making was cut off; those that were never made."""
    lost = []
    for batch in batches.standing().under_way:
        if batch.remote is not None:
            continue
        found = await service.find(batch.token, batch.input_file, batch.prepared)
        if found is not None:
            batches.made(batch.token, found.id)
        else:
            lost.append(batch)
    return lost


async def make_lost(service: Service, batches: Batches) -> None:
    """Make those that were never made, of the file that was uploaded; without one, or if refused, they are let go."""
    for batch in await find_lost(service, batches):
        if batch.input_file is None:
            batches.release(batch)
            continue
        try:
            seen = await service.make(batch.token, batch.input_file)
        except RequestRefused:  # the file is gone: what was in it is ordered anew
            batches.release(batch)
        else:
            batches.made(batch.token, seen.id)


async def fetch(service: Service, batches: Batches, model: Model, folder: Path) -> list[Fetched]:
    """Bring home what has ended, through files in `folder`; how each batch stands that was not here yet."""
    await find_lost(service, batches)
    found = []
    for batch in batches.standing().under_way:
        if batch.remote is None:
            continue
        seen = await service.look_at(batch.remote)
        if seen is None:
            raise RequestRefused(
                f"{model.host} knows no batch {batch.remote}",
                hint="is it the same account? `claimx batch cancel` forgets it, and asks again what was in it",
            )
        fetched = Fetched(batch, seen)
        found.append(fetched)
        if not fetched.seen.is_here:
            continue
        for file in (fetched.seen.output_file, fetched.seen.error_file):
            if file is not None:
                # Not by the name that the endpoint gives it: that could lead anywhere.
                path = folder / f"results-{batch.id}.jsonl"
                await service.download(file, path)
                _keep_all(path, fetched, batches, model)
                path.unlink()
        missing: Literal["cancelled", "failed"] = "cancelled" if seen.status == "cancelled" else "failed"
        fetched.kept[missing] += batches.collected(batch, missing)
    return found


async def cancel(service: Service, batches: Batches) -> list[Seen]:
    """Cancel what is under way. What was done until then can still be fetched; what nobody knows of is let go."""
    for batch in await find_lost(service, batches):
        batches.release(batch)
    cancelled = []
    for batch in batches.standing().under_way:
        assert batch.remote is not None
        seen = await service.look_at(batch.remote)
        if seen is None:
            batches.collected(batch, "cancelled")
        else:
            cancelled.append(seen if seen.has_ended else await service.cancel(batch.remote))
    return cancelled


def _keep_all(path: Path, fetched: Fetched, batches: Batches, model: Model) -> None:
    from claimx.llm.batch.lines import read_result

    with path.open("rb") as lines:
        for raw in lines:
            if not raw.strip():
                continue
            result = read_result(raw, model)
            if result is None:
                fetched.unreadable += 1
                continue
            outcome: LineOutcome = result.outcome
            if outcome == "failed" and fetched.seen.status == "cancelled":
                outcome = "cancelled"
            arrival = batches.put(fetched.batch, result.key, outcome, result.content, result.usage)
            if arrival == "new":
                fetched.kept[outcome] += 1
                if result.why:
                    fetched.reasons[result.why] += 1
            elif arrival == "again":
                fetched.again += 1
            else:
                fetched.unknown += 1
