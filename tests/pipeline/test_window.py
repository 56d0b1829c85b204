"""The sliding window: in order, bounded, without barriers, and clean at every end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import aclosing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.pipeline.window import in_order


class Work:
    """Does each item in as many turns of the loop as the item says, and remembers the most that was going on."""

    def __init__(self, turns: list[int]) -> None:
        self.turns = turns
        self.taken = 0
        self.under_way = self.most_under_way = 0
        self.given_back = self.most_held = 0
        self.ended: list[int] = []

    def items(self) -> Iterator[int]:
        for number in range(len(self.turns)):
            self.taken += 1
            self.most_held = max(self.most_held, self.taken - self.given_back)
            yield number

    async def do(self, number: int) -> int:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            for _ in range(self.turns[number]):
                await asyncio.sleep(0)
        finally:
            self.under_way -= 1
        self.ended.append(number)
        return number

    async def run(self, width: int, waiting: int = 512) -> list[int]:
        results = []
        async with aclosing(in_order(self.items(), self.do, width, waiting)) as window:
            async for result in window:
                results.append(result)
                self.given_back += 1
        return results


@given(st.lists(st.integers(0, 30), max_size=40), st.integers(1, 8), st.integers(0, 8))
def test_every_result_comes_once_and_in_order_and_no_bound_is_passed(
    turns: list[int], width: int, waiting: int
) -> None:
    work = Work(turns)
    assert asyncio.run(work.run(width, waiting)) == list(range(len(turns)))
    assert work.most_under_way <= width
    assert work.most_held <= width + waiting


def test_a_slow_one_holds_up_nobody_but_the_results_behind_it() -> None:
    work = Work([200, *[1] * 50])
    assert asyncio.run(work.run(width=4)) == list(range(51))
    assert work.ended.index(0) == 50


def test_nothing_is_begun_while_nobody_asks_for_the_next() -> None:
    async def take_one() -> None:
        work = Work([0] * 100)
        async with aclosing(in_order(work.items(), work.do, 4)) as window:
            await anext(window)
            before = work.taken
            for _ in range(50):
                await asyncio.sleep(0)
            assert work.taken == before < 20

    asyncio.run(take_one())


def test_closing_it_early_cancels_what_is_under_way_and_waits_for_its_end() -> None:
    async def leave_early() -> Work:
        work = Work([0, *[10_000] * 20])
        async with aclosing(in_order(work.items(), work.do, 4)) as window:
            assert await anext(window) == 0
        return work

    work = asyncio.run(leave_early())
    assert (work.under_way, work.ended) == (0, [0])


def test_an_error_ends_it_at_once_also_behind_a_slow_one() -> None:
    async def fail(number: int) -> None:
        if number == 3:
            raise ZeroDivisionError
        await asyncio.sleep(60)

    async def run() -> None:
        async with asyncio.timeout(5), aclosing(in_order(range(10), fail, 4)) as window:
            async for _ in window:
                pass

    with pytest.raises(ZeroDivisionError):
        asyncio.run(run())


def test_an_error_of_the_iterator_comes_through() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise OSError("the list of articles broke off")

    with pytest.raises(OSError, match="broke off"):
        asyncio.run(_all(items()))


async def _all(items: Iterator[int]) -> list[int]:
    work = Work([0, 0, 0])
    async with aclosing(in_order(items, work.do, 2)) as window:
        return [result async for result in window]
