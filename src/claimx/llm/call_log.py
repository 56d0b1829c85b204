"""Who is told of every request before it leaves and after it ended: a journal, so that no paid call goes unnoticed."""

from __future__ import annotations

from typing import Protocol

from claimx.models import Usage

ANSWERED = "answered"


class CallLog(Protocol):
    """What an `Exchange` reports to. A call that is cancelled never ends: whether it was paid, nobody knows."""

    def sent(self, attempt: int) -> object:
        """The request numbered `attempt`, from 1, leaves now. What is returned comes back in `ended`."""
        ...

    def ended(self, call: object, outcome: str, usage: Usage) -> None:
        """It ended: `ANSWERED`, or the name of the error class. `usage` is zero where the endpoint told none."""
        ...


class _NoLog:
    def sent(self, attempt: int) -> None:
        pass

    def ended(self, call: object, outcome: str, usage: Usage) -> None:
        pass


NO_LOG: CallLog = _NoLog()
