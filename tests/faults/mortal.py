"""Runs that die where they are told to: a process that loads claimx once, and forks one run after the other.

with Mortals(endpoint.url) as mortals:
    status = mortals.run(journal, report, step=5, after=True)      # killed once the fifth commit is on disk
    status = mortals.run(journal, report, seconds=0.02)            # … or at that moment, wherever it is
    status = mortals.run(journal, report)                          # to its end
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimx import Article, Model, Report

TESTS = Path(__file__).parents[1]
CONCURRENCY = 2
KILLED = -signal.SIGKILL


class Mortals:
    """The process, and orders to it: one line of JSON each way."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __enter__(self) -> Mortals:
        path = os.pathsep.join(filter(None, [str(TESTS), os.environ.get("PYTHONPATH")]))
        command = [sys.executable, "-m", "faults.mortal", self._url]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            env={**os.environ, "PYTHONPATH": path},
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()

    def run(
        self,
        journal: Path,
        report: Path,
        *,
        step: int = 0,
        after: bool = False,
        seconds: float = 0,
        batch: str = "",
    ) -> int:
        """The exit status of one run, as `subprocess` gives it; or, as `batch` says, of one submit or collect."""
        death = {"step": step, "after": after, "seconds": seconds}
        order = {"journal": str(journal), "report": str(report), "batch": batch, **death}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        return int(self._process.stdout.readline())


def die() -> None:
    """As the kernel does it: nothing is closed, flushed or said."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(step: int, *, after: bool) -> None:
    """Die before or after the commit of that number, counted from 1; the tidying up at the end counts as one."""
    from claimx.llm.journal import Journal, store

    commit, tidy, done = Journal._commit, store.tidy, 0

    def mortal(act: Any) -> Any:
        def acting(*arguments: Any) -> Any:
            nonlocal done
            done += 1
            if done == step and not after:
                die()
            outcome = act(*arguments)
            if done == step:
                die()
            return outcome

        return acting

    Journal._commit = mortal(commit)  # type: ignore[method-assign]
    store.tidy = mortal(tidy)


def obey(url: str, order: dict[str, Any]) -> None:
    """One run, or half a round of batches, as ordered."""
    from claimx import write
    from claimx.pipeline import JournalFile, batching

    if order["step"]:
        die_at(order["step"], after=order["after"])
    if order["seconds"]:
        threading.Timer(order["seconds"], die).start()
    if order["batch"]:
        asked = batching.BatchRun(articles(), model(url), JournalFile(order["journal"]))
        getattr(batching, order["batch"])(asked)
    else:
        write(story(url, order["journal"]), order["report"])


def articles() -> list[Article]:
    """Three, one of which is a copy."""
    from stories import BRIDGE

    text = BRIDGE.text.replace("Lind", "Old")
    other = BRIDGE.model_copy(update={"id": "lind-times", "publisher": "Lind Times", "text": text})
    return [BRIDGE, other, BRIDGE.model_copy(update={"id": "ostra-late"})]


def model(url: str) -> Model:
    """The endpoint at `url`."""
    from claimx import Model

    return Model("fake-1", url, concurrency=CONCURRENCY)


def story(url: str, journal: str | None) -> Report:
    """The report on the articles."""
    from claimx import run

    return run(articles(), model=model(url), journal=journal)


@cache
def load_batches() -> None:
    """What of openai only batches load."""
    import openai.resources.batches
    import openai.resources.files  # noqa: F401

    import claimx.llm.batch.lines  # noqa: F401


def main(url: str) -> None:
    """Load all that a run loads, by a run; then fork for every order. No thread is left of it, so a fork is whole."""
    import filelock  # noqa: F401 - only a journal loads it

    story(url, None)
    assert threading.active_count() == 1
    gc.freeze()  # or the collector of every child would copy all that is shared
    print("ready", flush=True)
    for line in sys.stdin:
        if '"batch": ""' not in line:
            load_batches()
        child = os.fork()
        if child == 0:
            status = 1
            try:
                obey(url, json.loads(line))
                status = 0
            except BaseException:  # noqa: BLE001 - a child must never run on into the loop of its parent
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(status)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
