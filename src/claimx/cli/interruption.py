"""Ctrl-C once: what is in flight comes home and is kept. Twice: stop now."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from claimx.cli.endings import tell

if TYPE_CHECKING:
    from claimx.pipeline import Watch


@contextmanager
def draining_on_interrupt(watch: Watch) -> Iterator[None]:
    """Turn the first interruption into `watch.interrupt()`, and the next into a KeyboardInterrupt."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        yield  # only the main thread may handle signals; and who started us may want none, as `nohup` does
        return

    def hear(*_: object) -> None:
        if watch.interrupted:
            raise KeyboardInterrupt
        watch.interrupt()
        tell("waiting for what is in flight; press Ctrl-C again to stop now")

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
