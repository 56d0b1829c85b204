"""The one layer that tries again on the network. Loads openai and tenacity."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from email.utils import parsedate_to_datetime
from typing import TypeVar

from openai import APIConnectionError, APIStatusError
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_random_exponential,
)

R = TypeVar("R")

FIRST_WAIT = 1.0  # seconds; doubled at every attempt, and the actual wait drawn at random below it
LONGEST_WAIT = 30.0

_TRANSIENT = frozenset({408, 409, 429})
_OUT_OF_QUOTA = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})


async def persist(attempt: Callable[[], Awaitable[R]], attempts: int, seconds: float) -> R:
    """Call `attempt` until it succeeds or fails for good; stop where the next wait would outlast `seconds`."""
    retrying = AsyncRetrying(
        retry=retry_if_exception(is_transient),
        wait=_wait,
        stop=stop_after_attempt(attempts) | stop_before_delay(seconds),
        reraise=True,
    )
    return await retrying(attempt)


def is_transient(error: BaseException) -> bool:
    """Whether the very same request may succeed later."""
    if isinstance(error, APIStatusError):
        return error.status_code >= 500 or (error.status_code in _TRANSIENT and not is_out_of_quota(error))
    return isinstance(error, (APIConnectionError, TimeoutError))


def is_out_of_quota(error: APIStatusError) -> bool:
    """Whether waiting is in vain because the account is empty. Endpoints say so in `code`, some in `type`."""
    return error.status_code == 402 or not _OUT_OF_QUOTA.isdisjoint((error.code, error.type))


def asked_wait(error: BaseException | None) -> float | None:
    """The seconds for which the endpoint asks to be left alone: in milliseconds, in seconds or as a date."""
    if not isinstance(error, APIStatusError):
        return None
    headers = error.response.headers
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return max(0.0, float(headers[name]) * unit)
        except (KeyError, ValueError):
            continue
    try:
        return max(0.0, parsedate_to_datetime(headers["retry-after"]).timestamp() - time.time())
    except (KeyError, ValueError):
        return None


def _wait(state: RetryCallState) -> float:
    asked = asked_wait(state.outcome.exception() if state.outcome else None)
    return wait_random_exponential(multiplier=FIRST_WAIT, max=LONGEST_WAIT)(state) if asked is None else asked
