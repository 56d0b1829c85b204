"""When the next call may leave: as many at once as the endpoint bears, as often as it allows, first come first served.

The window is additive-increase, multiplicative-decrease (Chiu and Jain 1989; RFC 5681, section 3.1). It starts at
`Model.concurrency`: that is the user's word on what the endpoint bears, eight where nothing is said. A slow start from
32 to 200 would take seven round trips for a thousand calls instead of five; a burst too many costs one.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Protocol

from claimx.llm.allowance import Debit, MinuteLimit, Remainder
from claimx.llm.endpoint import Model
from claimx.llm.rate_headers import Quota, quota, seconds_asked

_OVERLOADED = frozenset({429, 503, 529})


class PacedCall(Protocol):
    """A call that may leave, and whose end is told: see `Turn`."""

    def heard(self, status: int, headers: Mapping[str, str]) -> None: ...
    def spent(self, tokens: int) -> None: ...


class Pacer(Protocol):
    """Who says when a call may leave: a `Pace`, or a stand-in for one that several processes share."""

    def turn(self, tokens: int) -> AbstractAsyncContextManager[PacedCall]: ...


class Pace:
    """One for all calls of a session. `now` and `sleep` are of one clock, in seconds."""

    def __init__(
        self,
        model: Model,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._now = now
        self._sleep = sleep
        self._most = model.concurrency
        self._patience = model.deadline
        self._window = float(model.concurrency)
        self._narrowed = 0
        self._in_flight = 0
        self._tokens_in_flight = 0
        self._held_until = float("-inf")
        self._requests_a_minute = _limit(model.requests_per_minute)
        self._tokens_a_minute = _limit(model.tokens_per_minute)
        self._requests_left = Remainder()
        self._tokens_left = Remainder()
        self._line = asyncio.Lock()  # wakes in the order of arrival; its holder is the next to go
        self._news = asyncio.Event()

    def turn(self, tokens: int) -> Turn:
        """`async with pace.turn(tokens) as turn`: waits for its turn, and holds a place until it is left.

        `tokens` is what the call may cost, prompt and answer together.
        """
        return Turn(self, tokens)

    @property
    def window(self) -> int:
        """How many calls may be on their way at once, as of now."""
        return int(self._window)

    @property
    def in_flight(self) -> int:
        """How many are."""
        return self._in_flight

    @property
    def held_for(self) -> float:
        """Seconds until the time up to which the endpoint asked to be left alone; zero where it is past."""
        return max(0.0, self._held_until - self._now())

    async def enter(self, turn: Turn) -> None:
        """Wait until `turn` may go. Cancelled meanwhile, it has taken nothing."""
        async with self._line:
            while (wait := self._wait_for(turn.tokens)) > 0:
                await self._pause(wait)
            self._take(turn)

    def leave(self, turn: Turn) -> None:
        """Give the place back."""
        self._in_flight -= 1
        self._tokens_in_flight -= turn.tokens
        self._news.set()

    def heard(self, turn: Turn, status: int, headers: Mapping[str, str]) -> None:
        """Draw the conclusions from a response to `turn`."""
        if status in _OVERLOADED:
            self._narrow(turn)
        elif status < 400 and turn.narrowed == self._narrowed:
            self._window = min(self._most, self._window + 1 / self._window)
        if status >= 400 and (asked := seconds_asked(headers)) is not None and asked <= self._patience:
            self._held_until = max(self._held_until, self._now() + asked)
        self._learn(self._requests_left, quota(headers, "requests"), self._in_flight - 1)
        self._learn(self._tokens_left, quota(headers, "tokens"), self._tokens_in_flight - turn.tokens)
        self._news.set()

    def spent(self, turn: Turn, tokens: int) -> None:
        """Put what `turn` really cost in the place of the estimate."""
        if self._tokens_a_minute is not None and turn.debit is not None:
            self._tokens_a_minute.correct(turn.debit, tokens)
            self._news.set()

    def _wait_for(self, tokens: int) -> float:
        if self._in_flight >= self.window:
            return float("inf")
        now = self._now()
        wait = max(self._held_until - now, self._requests_left.wait(1, now), self._tokens_left.wait(tokens, now))
        if self._requests_a_minute is not None:
            wait = max(wait, self._requests_a_minute.wait(1, now))
        if self._tokens_a_minute is not None:
            wait = max(wait, self._tokens_a_minute.wait(tokens, now))
        return wait

    def _learn(self, remainder: Remainder, told: Quota | None, on_their_way: int) -> None:
        # Longer than a call may last, no wait is kept: let the endpoint refuse, and the call fail by its name.
        if told is not None and told.full_in <= self._patience:
            remainder.heard(told.left - on_their_way, self._now() + told.full_in)

    async def _pause(self, seconds: float) -> None:
        """Until `seconds` have passed or something has changed, whichever comes first."""
        self._news.clear()
        if seconds == float("inf"):
            await self._news.wait()
            return
        news = asyncio.ensure_future(self._news.wait())
        alarm = asyncio.ensure_future(self._sleep(seconds))
        try:
            await asyncio.wait((news, alarm), return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()
            alarm.cancel()

    def _take(self, turn: Turn) -> None:
        turn.narrowed = self._narrowed
        self._in_flight += 1
        self._tokens_in_flight += turn.tokens
        self._requests_left.debit(1)
        self._tokens_left.debit(turn.tokens)
        now = self._now()
        if self._requests_a_minute is not None:
            self._requests_a_minute.debit(1, now)
        if self._tokens_a_minute is not None:
            turn.debit = self._tokens_a_minute.debit(turn.tokens, now)

    def _narrow(self, turn: Turn) -> None:
        """Halve the window, once a round trip: what was sent before the last halving tells nothing of the new one."""
        if turn.narrowed == self._narrowed:
            self._narrowed += 1
            self._window = max(1.0, self._window / 2)


class Turn:
    """A place among the calls on their way. Made by `Pace.turn`."""

    def __init__(self, pace: Pace, tokens: int) -> None:
        self.tokens = tokens
        self.narrowed = 0
        self.debit: Debit | None = None
        self._pace = pace

    async def __aenter__(self) -> Turn:
        await self._pace.enter(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pace.leave(self)

    def heard(self, status: int, headers: Mapping[str, str]) -> None:
        """The response that came, also one with an error; header names in lower case, or case-insensitive."""
        self._pace.heard(self, status, headers)

    def spent(self, tokens: int) -> None:
        """The tokens the call really cost, prompt and answer together."""
        self._pace.spent(self, tokens)


def _limit(a_minute: int | None) -> MinuteLimit | None:
    return None if a_minute is None else MinuteLimit(a_minute)
