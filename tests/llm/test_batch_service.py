"""What is said to an endpoint about batches, over a socket."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from batch_rounds import model_of, parrot_in_batches
from claimx.errors import EndpointUnreachable
from claimx.llm import Journal, Model, run_sync
from claimx.llm.batch import Outbox, Service, open_service, post
from claimx.llm.batch.lines import request_line
from claimx.llm.journal import Batches, Line
from faults.batches import FakeBatches
from llm.keeping import FACTS

R = TypeVar("R")
LINES = [Line(f"{number:064x}", f"{number:064x}", "claims/v2", "article") for number in range(5)]


def served(endpoint: FakeBatches, do: Callable[[Service], Awaitable[R]]) -> R:
    async def go() -> R:
        async with open_service(model_of(endpoint)) as service:
            return await do(service)

    return run_sync(go())


def filled(batches: Batches, folder: Path) -> Outbox:
    """Five lines, two a file."""
    outbox = Outbox(folder, most_requests=2)
    for line in LINES:
        outbox.add(request_line(line.key, {}), batches.want(line))
    return outbox


def test_each_file_is_a_batch_of_one_round(tmp_path: Path) -> None:
    with parrot_in_batches() as endpoint, Journal.open(tmp_path / "j.db", FACTS) as journal:
        batches = Batches(journal)
        outbox = filled(batches, tmp_path)
        served(endpoint, lambda service: post(service, batches, outbox, go_on=lambda: True))
        standing = batches.standing()
        sent = [[line["custom_id"] for line in endpoint.lines(batch)] for batch in endpoint.batches]
    assert [(batch.round, batch.remote, batch.lines) for batch in standing.batches] == [
        (1, "batch_1", 2),
        (1, "batch_2", 2),
        (1, "batch_3", 1),
    ]
    assert sent == [[LINES[0].key, LINES[1].key], [LINES[2].key, LINES[3].key], [LINES[4].key]]
    assert standing.wanted == {}


def test_files_that_may_no_longer_leave_stay_wanted(tmp_path: Path) -> None:
    with parrot_in_batches() as endpoint, Journal.open(tmp_path / "j.db", FACTS) as journal:
        batches = Batches(journal)
        outbox = filled(batches, tmp_path)
        served(endpoint, lambda service: post(service, batches, outbox, go_on=lambda: not endpoint.batches))
        assert len(endpoint.batches) == 1
        assert batches.standing().wanted == {"claims/v2": 3}


def test_a_batch_is_found_by_its_mark_however_many_came_after_it(tmp_path: Path) -> None:
    (tmp_path / "lines.jsonl").write_bytes(request_line("k", {}))

    async def look(service: Service) -> list[str | None]:
        file = await service.upload(tmp_path / "lines.jsonl", "lines.jsonl")
        for token in "abcde":
            await service.make(token, file)
        now = time.time()
        found = [
            await service.find("a", None, now),
            await service.find("e", None, now),
            await service.find("nobody", None, now),
            await service.find("a", None, now + 3 * 86_400),  # nothing so old is looked for
        ]
        return [one and one.id for one in found]

    with parrot_in_batches() as endpoint:
        assert served(endpoint, look) == ["batch_1", "batch_5", None, None]


def test_an_endpoint_that_is_not_there_is_told_as_for_any_call(tmp_path: Path) -> None:
    async def go() -> None:
        async with open_service(Model("fake-1", "http://127.0.0.1:9/v1", attempts=1)) as service:
            await service.look_at("batch_1")

    with pytest.raises(EndpointUnreachable, match=r"127\.0\.0\.1:9"):
        run_sync(go())
