"""A hand on a run: how it stands, and a way to stop it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from claimx.models import Usage

if TYPE_CHECKING:
    from claimx.llm import Session
    from claimx.llm.prices import Price
    from claimx.llm.spending import Spending
    from claimx.models import State

Progress = Callable[[str], None]

_RECENT = 64  # articles whose pace foretells that of the rest: enough to be steady, few enough to follow a change


@dataclass(frozen=True)
class Standing:
    """How far a run has come. `inputs` is None where nobody knows how many will come, `seconds_left` where none ended.

    `reused` counts answers that a journal gave, `in_flight` articles begun and not ended. `cost` is in US dollars, None
    where the model's price is unknown.
    """

    inputs: int | None
    done: int
    failed: int
    skipped: int
    in_flight: int
    reused: int
    usage: Usage
    cost: Decimal | None
    seconds_left: float | None


class Watch:
    """Hears a line for every step of one run, counts its articles, and may stop it. Give it as `progress`."""

    def __init__(self, tell: Progress | None = None) -> None:
        self._tell = tell
        self._session: Session | None = None
        self._price: Price | None = None
        self._inputs: int | None = None
        self._begun = 0
        self._counts: dict[State, int] = {"done": 0, "failed": 0, "skipped": 0}
        self._ended_at: deque[float] = deque(maxlen=_RECENT)
        self.stopped: str | None = None
        """Why no article is begun any more; None while they are."""
        self.interrupted = False
        """Whether somebody asked for that."""

    def __call__(self, line: str) -> None:
        if self._tell is not None:
            self._tell(line)

    def stop(self, reason: str) -> None:
        """Let nothing more be asked: what is in flight ends and counts, the rest is skipped. The first reason stays."""
        if self.stopped is None:
            self.stopped = reason
            if self._session is not None:
                self._session.stop(reason)

    def interrupt(self) -> None:
        """Stop because somebody wants to."""
        self.interrupted = True
        self.stop("interrupted")

    def attach(self, session: Session, inputs: int | None) -> None:
        """Watch this session, in which so many articles are read."""
        self._session, self._inputs = session, inputs
        self._price = session.spending.price
        if self.stopped is not None:
            session.stop(self.stopped)

    def begin(self) -> None:
        """Count an article that is read from now on."""
        self._begun += 1

    def end(self, state: State, line: str) -> None:
        """Count an article that has ended so, and tell the line."""
        self._counts[state] += 1
        self._ended_at.append(time.monotonic())
        self(line)

    @property
    def spending(self) -> Spending | None:
        """What was spent on which article and stage; None before the run has begun."""
        return self._session.spending if self._session is not None else None

    @property
    def standing(self) -> Standing:
        """How far it has come just now; may be asked from any thread."""
        usage = self._session.usage if self._session is not None else Usage()
        batched = self._session.batched if self._session is not None else Usage()
        return Standing(
            inputs=self._inputs,
            **self._counts,
            in_flight=self._begun - sum(self._counts.values()),
            reused=self._session.reused if self._session is not None else 0,
            usage=usage,
            cost=self._price.cost_in_part(usage, batched) if self._price is not None else None,
            seconds_left=self._seconds_left(),
        )

    def _seconds_left(self) -> float | None:
        ended = tuple(self._ended_at)
        if self._inputs is None or len(ended) < 2:
            return None
        return (self._inputs - sum(self._counts.values())) * (ended[-1] - ended[0]) / (len(ended) - 1)


def as_watch(progress: Progress | None) -> Watch:
    """`progress` itself where it is a watch, and else one that tells it every line."""
    return progress if isinstance(progress, Watch) else Watch(progress)
