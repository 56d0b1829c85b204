"""One ask on its way to the endpoint: whether its next call may leave, can be paid, and is worth waiting for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from claimx.errors import RunInterrupted
from claimx.llm.completion import usage_of
from claimx.models import Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai.types.chat import ChatCompletion

    from claimx.llm.budget import Purse
    from claimx.llm.request import Request, Send


class Airspace:
    """All the flights of a session. Once it is closed nothing takes off; what is in the air comes home."""

    def __init__(self, send: Send, purse: Purse) -> None:
        self.send = send
        self.purse = purse
        self._loop = asyncio.get_running_loop()
        self._flights: set[Flight] = set()
        self._closed: str | None = None

    def close(self, reason: str) -> None:
        """Let no further call leave, and send home who waits for a turn or a retry. May be called from any thread."""
        self._closed = reason
        if not self._loop.is_closed():  # the run may just have ended by itself
            self._loop.call_soon_threadsafe(self._ground_all)

    def require_open(self) -> None:
        """Raises `RunInterrupted` once it is closed."""
        if self._closed is not None:
            raise RunInterrupted(self._closed, hint="the same command goes on where it stopped")

    @asynccontextmanager
    async def flight(self) -> AsyncIterator[Flight]:
        """Room for one ask. Raises `RunInterrupted` where it is closed, or gets closed before the ask was answered."""
        self.require_open()
        # Not a task that is cancelled: a cancellation from outside has to stay one.
        scope = asyncio.timeout(None)
        try:
            async with scope:
                flight = Flight(self, scope)
                self._flights.add(flight)
                try:
                    yield flight
                finally:
                    self._flights.discard(flight)
        except TimeoutError:
            self.require_open()  # nothing else ends the scope
            raise

    def _ground_all(self) -> None:
        for flight in self._flights:
            flight.ground()


class Flight:
    """The calls of one ask. Made by `Airspace.flight`."""

    def __init__(self, airspace: Airspace, scope: asyncio.Timeout) -> None:
        self._airspace = airspace
        self._scope = scope
        self._in_the_air = False
        self._answered = False

    async def send(self, request: Request, leaving: Callable[[], None]) -> ChatCompletion:
        """A `Send` whose calls leave only while the run goes on and can pay for them."""
        airspace, usage = self._airspace, Usage()

        def take_off() -> None:
            if not self._answered:  # what was paid for and does not fit yet may be asked for again
                airspace.require_open()
            airspace.purse.require(request.expected)
            self._in_the_air = True
            leaving()

        try:
            completion = await airspace.send(request, take_off)
            self._answered = True
            usage = usage_of(completion)
        except Exception as error:
            from claimx.llm.retry import is_transient

            if is_transient(error) and not self._answered:
                airspace.require_open()  # or the wait for a retry would hold up who wants to leave
            raise
        finally:
            if self._in_the_air:
                self._in_the_air = False
                airspace.purse.paid(request.expected, usage)
        return completion

    def ground(self) -> None:
        """End it here, unless a call is on its way or an answer was paid for."""
        if not (self._in_the_air or self._answered):
            self._scope.reschedule(asyncio.get_running_loop().time())
