"""One journal for all actors: SQLite wants one process that writes, on a disk of its own.

`JournalKeeper` is an actor around a `Journal`, beside the driver; `RemoteJournal` is what a session is given in its
place. A call leaves only once the keeper has committed it. What came back is sent to the keeper at once, in order.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import ray
from ray.exceptions import RayTaskError

from claimx.errors import ClaimxError, JournalBusy
from claimx.llm import Answer, Journal, RunFacts
from claimx.llm.call_log import CallLog
from claimx.llm.journal import RunState, StoredAnswer
from claimx.models import Usage

R = TypeVar("R")

_PATIENCE = 60.0
"""Seconds to wait for the end of a keeper whose driver was killed: its cluster may notice late."""


class JournalKeeper:
    """The actor. Restarted after a kill, it opens the journal anew."""

    def __init__(self, path: Path, facts: RunFacts) -> None:
        self._path = path
        self._facts = facts
        self._opened: Journal | None = None

    def open(self) -> None:
        """Raises a `JournalError`, which a constructor could not."""
        self._journal()

    def answer(self, key: str) -> StoredAnswer | None:
        return self._journal().answer(key)

    def sent(self, key: str, stage: str, article: str, attempt: int) -> object:
        return self._journal().log(key, stage, article).sent(attempt)

    def ended(self, key: str, stage: str, article: str, call: object, outcome: str, usage: Usage) -> None:
        self._journal().log(key, stage, article).ended(call, outcome, usage)

    def keep(self, key: str, answer: Answer[Any]) -> None:
        self._journal().keep(key, answer)

    def failed(self, key: str, error: ClaimxError) -> None:
        self._journal().failed(key, error)

    def batched(self, key: str) -> Usage:
        return self._journal().batched(key)

    def close(self, state: RunState) -> None:
        if self._opened is not None:
            self._opened.close(state)

    def _journal(self) -> Journal:
        if self._opened is None:
            self._opened = _patiently(lambda: Journal.open(self._path, self._facts))
        return self._opened


@dataclass(frozen=True)
class RemoteJournal:
    """An `AnswerBook` that asks a `JournalKeeper`."""

    keeper: Any

    def answer(self, key: str) -> StoredAnswer | None:
        """As `Journal.answer`."""
        kept: StoredAnswer | None = fetch(self.keeper.answer.remote(key))
        return kept

    def log(self, key: str, stage: str, article: str) -> CallLog:
        """As `Journal.log`."""
        return _RemoteLog(self.keeper, (key, stage, article))

    def keep(self, key: str, answer: Answer[Any]) -> None:
        """As `Journal.keep`."""
        self.keeper.keep.remote(key, replace(answer, value=None))  # what is kept is its text

    def failed(self, key: str, error: ClaimxError) -> None:
        """As `Journal.failed`."""
        self.keeper.failed.remote(key, error)

    def batched(self, key: str) -> Usage:
        """As `Journal.batched`."""
        usage: Usage = fetch(self.keeper.batched.remote(key))
        return usage


@dataclass(frozen=True)
class _RemoteLog:
    """A `CallLog` into a journal that another process holds."""

    keeper: Any
    ask: tuple[str, str, str]

    def sent(self, attempt: int) -> object:
        return fetch(self.keeper.sent.remote(*self.ask, attempt))

    def ended(self, call: object, outcome: str, usage: Usage) -> None:
        self.keeper.ended.remote(*self.ask, call, outcome, usage)


def fetch(reference: Any) -> Any:
    """What an actor gives. Raises claimx's own errors as such, not as Ray's error about them."""
    try:
        return ray.get(reference)
    except RayTaskError as error:
        if isinstance(error.cause, ClaimxError):
            raise error.cause from None
        raise


def _patiently(open_it: Callable[[], R]) -> R:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return open_it()
        except JournalBusy:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
