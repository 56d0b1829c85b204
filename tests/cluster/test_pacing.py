"""The pace that actors share, without a cluster: limits hold across callers, and a caller that is gone holds nothing."""

from __future__ import annotations

import asyncio

import pytest

pytest.importorskip("ray.data")

from claimx import Model
from claimx.ray import pacing
from claimx.ray.pacing import SharedPace


def test_as_many_at_once_as_the_endpoint_bears_whoever_asks() -> None:
    async def go() -> tuple[bool, bool]:
        pace = SharedPace(Model("fake-1", concurrency=2))
        await pace.enter("one", 0, 10)
        await pace.enter("two", 0, 10)
        third = asyncio.ensure_future(pace.enter("one", 1, 10))
        await asyncio.sleep(0.01)
        waited = not third.done()
        await pace.leave("two", 0, [(200, {})], 10)
        await asyncio.wait_for(third, 1)
        return waited, third.done()

    assert asyncio.run(go()) == (True, True)


def test_what_the_endpoint_asks_of_one_caller_holds_for_all() -> None:
    async def go() -> bool:
        pace = SharedPace(Model("fake-1", concurrency=4))
        await pace.enter("one", 0, 10)
        await pace.leave("one", 0, [(429, {"retry-after": "5"})], None)
        other = asyncio.ensure_future(pace.enter("two", 0, 10))
        await asyncio.sleep(0.02)
        waits = not other.done()
        await pace.leave("two", 0, [], None)  # gives up
        await asyncio.wait_for(other, 1)
        return waits

    assert asyncio.run(go())


def test_requests_a_minute_are_those_of_all_callers() -> None:
    async def go() -> list[bool]:
        pace = SharedPace(Model("fake-1", concurrency=9, requests_per_minute=3))
        calls = [asyncio.ensure_future(pace.enter(f"caller {number}", 0, 10)) for number in range(5)]
        await asyncio.sleep(0.02)
        entered = [call.done() for call in calls]
        for call in calls:
            call.cancel()
        return entered

    assert asyncio.run(go()).count(True) == 3


def test_the_places_of_a_caller_that_is_silent_are_free_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "LEASE", 0.05)

    async def go() -> None:
        pace = SharedPace(Model("fake-1", concurrency=1))
        await pace.enter("killed", 0, 10)
        waiting = asyncio.ensure_future(pace.enter("alive", 0, 10))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        await pace.renew("alive")
        await asyncio.wait_for(waiting, 1)

    asyncio.run(go())
