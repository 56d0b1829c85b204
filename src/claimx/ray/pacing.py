"""One pace for all actors: the endpoint's limits are kept by the cluster as a whole.

`SharedPace` is an actor around a `Pace`, `RemotePace` what a session is given in its place. A place among the calls on
their way is on lease: an actor that is killed renews nothing any more, and its places are free again.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Mapping
from itertools import count
from types import TracebackType
from typing import Any, TypeAlias

from claimx.llm import Model
from claimx.llm.pace import Pace, Turn

LEASE = 10.0
"""Seconds: longer than an actor at work ever keeps its loop busy, shorter than anybody waits for it."""

_Key: TypeAlias = tuple[str, int]


class SharedPace:
    """The actor. A caller names itself, and numbers its turns."""

    def __init__(self, model: Model) -> None:
        self._pace = Pace(model)
        self._waiting: dict[_Key, asyncio.Future[None]] = {}
        self._under_way: dict[_Key, Turn] = {}
        self._seen: dict[str, float] = {}

    async def enter(self, holder: str, number: int, tokens: int) -> None:
        """Wait for a turn; it is not taken where the caller leaves meanwhile."""
        self._note(holder)
        turn = self._pace.turn(tokens)
        waiting = self._waiting[holder, number] = asyncio.ensure_future(self._pace.enter(turn))
        await asyncio.wait((waiting,))
        self._waiting.pop((holder, number), None)
        if not waiting.cancelled():
            self._under_way[holder, number] = turn

    async def leave(
        self, holder: str, number: int, heard: list[tuple[int, Mapping[str, str]]], spent: int | None
    ) -> None:
        """Give the turn back, and tell what came of it."""
        self._note(holder)
        turn = self._under_way.get((holder, number))
        if turn is not None:
            for status, headers in heard:
                self._pace.heard(turn, status, headers)
            if spent is not None:
                self._pace.spent(turn, spent)
        self._free((holder, number))

    async def renew(self, holder: str) -> None:
        """The caller is still there."""
        self._note(holder)

    def _note(self, holder: str) -> None:
        now = time.monotonic()
        self._seen[holder] = now
        silent = {other for other, seen in self._seen.items() if seen + LEASE < now}
        for key in [key for key in (*self._waiting, *self._under_way) if key[0] in silent]:
            self._free(key)
        for other in silent:
            del self._seen[other]

    def _free(self, key: _Key) -> None:
        if (waiting := self._waiting.get(key)) is not None:
            waiting.cancel()
        if (turn := self._under_way.pop(key, None)) is not None:
            self._pace.leave(turn)


class RemotePace:
    """A `Pacer` that asks a `SharedPace`. Lives in one loop."""

    def __init__(self, actor: Any) -> None:
        self.actor = actor
        self.holder = secrets.token_hex(8)
        self._numbers = count()
        self._renewing: asyncio.Task[None] | None = None

    def turn(self, tokens: int) -> RemoteTurn:
        """As `Pace.turn`."""
        if self._renewing is None:
            self._renewing = asyncio.ensure_future(self._renew())
        return RemoteTurn(self, next(self._numbers), tokens)

    async def _renew(self) -> None:
        while True:
            self.actor.renew.remote(self.holder)
            await asyncio.sleep(LEASE / 5)


class RemoteTurn:
    """As `Turn`. Made by `RemotePace.turn`."""

    def __init__(self, pace: RemotePace, number: int, tokens: int) -> None:
        self._pace = pace
        self._number = number
        self._tokens = tokens
        self._heard: list[tuple[int, Mapping[str, str]]] = []
        self._spent: int | None = None

    async def __aenter__(self) -> RemoteTurn:
        try:
            await self._pace.actor.enter.remote(self._pace.holder, self._number, self._tokens)
        except BaseException:
            self._leave()  # it may have been taken meanwhile
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def heard(self, status: int, headers: Mapping[str, str]) -> None:
        """As `Turn.heard`; told when the turn is left."""
        told = {name: value for name, value in headers.items() if name.startswith(("retry-after", "x-ratelimit-"))}
        self._heard.append((status, told))

    def spent(self, tokens: int) -> None:
        """As `Turn.spent`; told when the turn is left."""
        self._spent = tokens

    def _leave(self) -> None:
        self._pace.actor.leave.remote(self._pace.holder, self._number, self._heard, self._spent)
