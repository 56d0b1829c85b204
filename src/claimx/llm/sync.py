"""From the world without `await` into the world with it."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections import deque
from collections.abc import AsyncGenerator, Coroutine, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

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
    ready: deque[R] = deque()
    with _loop_in_a_thread() as loop:
        pump = _Pump(items, ready)
        try:
            # The context travels along, so that an active replay holds there as well.
            while asyncio.run_coroutine_threadsafe(pump.more(), loop).result():
                pump.wanted = False
                while ready:
                    yield ready.popleft()
        finally:
            asyncio.run_coroutine_threadsafe(pump.close(), loop).result()


class _Pump(Generic[R]):
    """Goes through `items` into `ready`, and stands still while nobody wants more.

    All that is ready by the time the caller's thread wakes up is handed over at once: waking it takes longer than many
    an item does.
    """

    def __init__(self, items: AsyncGenerator[R, None], ready: deque[R]) -> None:
        self.wanted = False  # set in the loop, taken back in the caller's thread
        self._items = items
        self._ready = ready
        self._asked = asyncio.Event()
        self._found = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def more(self) -> bool:
        """Wait until something is ready; false where nothing is left. Raises what `items` does."""
        self.wanted = True
        self._asked.set()
        if self._task is None:
            self._task = asyncio.create_task(self._run())
            self._task.add_done_callback(lambda _: self._found.set())
        while not self._ready and not self._task.done():
            self._found.clear()
            await self._found.wait()
        if not self._ready:
            self._task.result()
        return bool(self._ready)

    async def _run(self) -> None:
        async for item in self._items:
            self._ready.append(item)
            self._found.set()
            while not self.wanted:
                self._asked.clear()
                await self._asked.wait()

    async def close(self) -> None:
        # Not every task of the loop: what is cancelled twice, once more by its owner, leaves its sockets open.
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._items.aclose()


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
