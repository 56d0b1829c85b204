"""From the world without `await` into the world with it."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
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
