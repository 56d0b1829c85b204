"""How much may be sent now: by a limit of our own in any sixty seconds, and by what the endpoint says is left."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

MINUTE = 60.0


@dataclass(eq=False)
class Debit:
    """What one call took, and when. `amount` may be corrected once the real one is known."""

    amount: int
    at: float
    forgotten: bool = False


class MinuteLimit:
    """At most `limit` in any sixty seconds, whatever the sixty.

    A bucket that fills at `limit` a minute lets twice as much through in its first one; so what was spent is
    remembered for a minute, and forgotten then (a sliding window log).
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._spent = 0
        self._debits: deque[Debit] = deque()

    def wait(self, amount: int, now: float) -> float:
        """Seconds until `amount` more fits; what is more than the whole limit goes alone in its minute."""
        self._forget(now)
        surplus = self._spent + min(amount, self._limit) - self._limit
        if surplus <= 0:
            return 0.0
        for debit in self._debits:
            surplus -= debit.amount
            if surplus <= 0:
                return debit.at + MINUTE - now
        raise AssertionError("what is spent is the sum of the debits")

    def debit(self, amount: int, now: float) -> Debit:
        debit = Debit(amount, now)
        self._debits.append(debit)
        self._spent += amount
        return debit

    def correct(self, debit: Debit, amount: int) -> None:
        """Put the real amount in the place of the estimated one."""
        if not debit.forgotten:
            self._spent += amount - debit.amount
        debit.amount = amount

    def _forget(self, now: float) -> None:
        while self._debits and self._debits[0].at + MINUTE <= now:
            debit = self._debits.popleft()
            debit.forgotten = True
            self._spent -= debit.amount


class Remainder:
    """What the endpoint said it would still take, less what was sent since; unknown again once it is full again.

    Whether calls on their way were counted when it spoke is unknown: they are taken off, so that it is never
    overdrawn. Each answer tells anew.
    """

    def __init__(self) -> None:
        self._left = 0
        self._full_at = float("-inf")

    def heard(self, left: int, full_at: float) -> None:
        """`left`: of requests or tokens; `full_at`: when the whole of it is to be had again."""
        self._left = left
        self._full_at = full_at

    def wait(self, amount: int, now: float) -> float:
        """Seconds until `amount` may be sent."""
        return 0.0 if amount <= self._left else max(0.0, self._full_at - now)

    def debit(self, amount: int) -> None:
        self._left -= amount
