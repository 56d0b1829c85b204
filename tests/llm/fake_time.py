"""An event loop whose clock jumps to the next thing that is due: an hour passes in a millisecond, to the microsecond."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

R = TypeVar("R")


def run_in_fake_time(coroutine: Coroutine[Any, Any, R]) -> R:
    """As `asyncio.run`. Code that polls would jump in steps of its own; code that waits for ever fails the test."""
    with asyncio.Runner(loop_factory=_FakeLoop) as runner:
        return runner.run(coroutine)


def now() -> float:
    """The clock of the loop that runs."""
    return asyncio.get_running_loop().time()


class _FakeLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._fake_now = 1_000.0
        self._jumping = _JumpingSelector(self)
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._fake_now

    def jump(self, seconds: float) -> None:
        self._fake_now += seconds


class _JumpingSelector(selectors.DefaultSelector):  # type: ignore[misc,valid-type]
    def __init__(self, loop: _FakeLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise AssertionError("everything waits, and nothing is due")
        self._loop.jump(timeout)
        return list(super().select(0))
