"""The way from plain code into the loop."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import AsyncGenerator
from contextlib import aclosing
from contextvars import ContextVar

import pytest

from claimx.llm import iterate_sync, run_sync

WORD: ContextVar[str] = ContextVar("word", default="unset")


async def word() -> str:
    await asyncio.sleep(0)
    return WORD.get()


def test_a_coroutine_runs_where_no_loop_is() -> None:
    assert run_sync(word()) == "unset"


def test_a_coroutine_runs_inside_a_loop_and_sees_its_context() -> None:
    async def notebook_cell() -> str:
        WORD.set("set")
        return run_sync(word())

    assert asyncio.run(notebook_cell()) == "set"


def test_an_error_comes_through_from_inside_a_loop() -> None:
    async def fail() -> None:
        raise LookupError("inside")

    async def notebook_cell() -> None:
        run_sync(fail())

    with pytest.raises(LookupError, match="inside"):
        asyncio.run(notebook_cell())


class Counted:
    """A generator inside a generator, as the pipeline has them; remembers which ended."""

    def __init__(self) -> None:
        self.ended: list[str] = []

    async def numbers(self) -> AsyncGenerator[int, None]:
        async with aclosing(self.inner()) as inner:
            try:
                async for number in inner:
                    yield number
            finally:
                self.ended.append("outer")

    async def inner(self) -> AsyncGenerator[int, None]:
        try:
            for number in range(3):
                await asyncio.sleep(0)
                yield number
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            self.ended.append("inner")


def test_a_generator_is_gone_through_step_by_step_and_closed_early_with_what_is_inside_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    counted = Counted()
    stream = iterate_sync(counted.numbers())
    assert [next(stream), next(stream)] == [0, 1]
    stream.close()
    assert sorted(counted.ended) == ["inner", "outer"]
    assert caplog.records == []  # where a loop tells what nobody waits for


def test_an_interruption_of_who_waits_for_the_next_ends_it_all() -> None:
    counted = Counted()
    stream = iterate_sync(counted.numbers())
    assert [next(stream), next(stream), next(stream)] == [0, 1, 2]
    alarm = threading.Timer(0.1, signal.pthread_kill, [threading.main_thread().ident, signal.SIGINT])
    # What runs in the background of a script is born deaf to it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        alarm.start()
        with pytest.raises(KeyboardInterrupt):
            next(stream)
    finally:
        signal.signal(signal.SIGINT, before)
    alarm.join()
    assert sorted(counted.ended) == ["inner", "outer"]


def test_a_generator_sees_the_context_of_who_asks_for_the_next_and_its_errors_come_through() -> None:
    async def words() -> AsyncGenerator[str, None]:
        yield WORD.get()
        raise LookupError("inside")

    token = WORD.set("set")
    stream = iterate_sync(words())
    assert next(stream) == "set"
    with pytest.raises(LookupError, match="inside"):
        next(stream)
    WORD.reset(token)
