"""From the world without `await` into the world with it."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import AsyncGenerator, Coroutine, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

R = TypeVar("R")


def run_sync(coroutine: Coroutine[Any, Any, R]) -> R:
    """Run `coroutine` to its end and return what it returns, also where a loop already runs (a notebook)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(coroutine)
    # A running loop cannot be waited on from inside: another thread gets its own loop. The context is copied, so that
    # an active replay holds there as well.
    context = contextvars.copy_context()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="claimx") as thread:
        return thread.submit(context.run, asyncio.run, coroutine).result()


def iterate_sync(items: AsyncGenerator[R, None]) -> Generator[R, None, None]:
    """What `items` gives, one after the other. Its loop runs on while the caller uses what it has got.

    A loop that stood still meanwhile would let every answer in flight run into its timeout. Closing the generator, or
    an interruption of the caller, cancels what `items` waits for and closes it.
    """
    with _loop_in_a_thread() as loop:
        try:
            while True:
                # The context travels along, so that an active replay holds there as well.
                item = asyncio.run_coroutine_threadsafe(_next_of(items), loop).result()
                if not item:
                    return
                yield item[0]
        finally:
            asyncio.run_coroutine_threadsafe(_wind_up(items), loop).result()


async def _next_of(items: AsyncGenerator[R, None]) -> tuple[R] | tuple[()]:
    async for item in items:
        return (item,)
    return ()


async def _wind_up(items: AsyncGenerator[R, None]) -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    # From the outermost in: the loop would close the generators inside it at the same time, and they are in use.
    await items.aclose()


@contextmanager
def _loop_in_a_thread() -> Generator[asyncio.AbstractEventLoop, None, None]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="claimx", daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        asyncio.run_coroutine_threadsafe(loop.shutdown_default_executor(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
