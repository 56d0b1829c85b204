"""Many things to do, some of them at a time, given back in the order in which they came."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

WAITING = 512
"""Results that may wait, done, for a slower one before them. An extraction of 15 claims weighs some 60 kB."""


async def in_order(
    items: Iterable[T], do: Callable[[T], Coroutine[object, object, R]], width: int, waiting: int = WAITING
) -> AsyncGenerator[R, None]:
    """What `do` gives for each of the items, one after the other as they were given.

    A sliding window, without barriers: as soon as one ends the next is begun, up to `width` at once. An item is taken
    from its iterator when it is begun, and none is begun while `waiting` results wait for a slower one before them or
    while nobody asks for the next: what is held is bounded by `width + waiting`, however many items there are. An
    error of `do` or of the iterator ends it all at once. Closing it, early or not, cancels what is under way and waits
    until it has ended.
    """
    window = _Window(iter(items), do, width, width + waiting)
    try:
        while window.fill():
            yield await window.first()
    finally:
        await window.close()


class _Window(Generic[T, R]):
    def __init__(
        self, items: Iterable[T], do: Callable[[T], Coroutine[object, object, R]], width: int, held: int
    ) -> None:
        self._items = iter(items)
        self._do = do
        self._width = width
        self._held = held
        self._begun: deque[asyncio.Task[R]] = deque()
        self._under_way = 0
        self._failed: asyncio.Task[R] | None = None
        self._something_ended = asyncio.Event()

    def fill(self) -> bool:
        """Begin as many as fit; whether there is anything to wait for."""
        while self._under_way < self._width and len(self._begun) < self._held:
            try:
                item = next(self._items)
            except StopIteration:
                break
            task = asyncio.create_task(self._do(item))
            task.add_done_callback(self._note_end)
            self._begun.append(task)
            self._under_way += 1
        return bool(self._begun)

    async def first(self) -> R:
        """The result of the one begun first. Others begin meanwhile, and an error of any of them is raised."""
        while not self._begun[0].done() and self._failed is None:
            self._something_ended.clear()
            await self._something_ended.wait()
            self.fill()
        return (self._failed or self._begun.popleft()).result()

    async def close(self) -> None:
        for task in self._begun:
            task.cancel()
        await asyncio.gather(*self._begun, return_exceptions=True)

    def _note_end(self, task: asyncio.Task[R]) -> None:
        self._under_way -= 1
        if not task.cancelled() and task.exception() is not None:
            self._failed = self._failed or task
        self._something_ended.set()
