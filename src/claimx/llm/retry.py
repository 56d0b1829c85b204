"""The one layer that tries again on the network. Loads openai and tenacity."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

import httpx2
from openai import APIConnectionError, APIStatusError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_random, wait_random_exponential

from claimx.errors import EndpointFailed
from claimx.llm.rate_headers import seconds_asked
from claimx.llm.wording import in_short

R = TypeVar("R")

FIRST_WAIT = 1.0  # seconds; doubled at every attempt, and the actual wait drawn at random below it
LONGEST_WAIT = 30.0

# What openai lets through when a body that calls itself JSON is none: cut off, in another encoding, or a nesting bomb.
UNREADABLE = (json.JSONDecodeError, UnicodeDecodeError, RecursionError)

# An answer that came and cannot be read was most likely paid for: one more is worth its price, four more are not.
_UNREADABLE_ATTEMPTS = 2

_TRANSIENT = frozenset({408, 409, 429})
_OUT_OF_QUOTA = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})

# Redirects in a circle or to no web address, and a request that HTTP has no form for.
_NEVER_ARRIVES = (httpx2.TooManyRedirects, httpx2.UnsupportedProtocol, httpx2.LocalProtocolError)

_log = logging.getLogger("claimx.llm")


async def persist(attempt: Callable[[], Awaitable[R]], attempts: int, seconds_left: Callable[[], float]) -> R:
    """Call `attempt` until it succeeds or fails for good; stop where the next wait would outlast `seconds_left()`.

    Being told how long to wait is no failure: such a 429 is not among the `attempts`, and only the time ends it.
    """
    retrying = AsyncRetrying(
        retry=retry_if_exception(is_transient),
        wait=_wait,
        stop=_Stop(attempts, seconds_left),
        before_sleep=_tell,
        reraise=True,
    )
    try:
        return await retrying(attempt)
    finally:
        # Its last steps refer to it and to what they brought: a circle that would wait for the garbage collector.
        retrying.iter_state.reset()


def is_transient(error: BaseException) -> bool:
    """Whether the very same request may succeed later."""
    if isinstance(error, APIStatusError):
        return error.status_code >= 500 or (error.status_code in _TRANSIENT and not is_out_of_quota(error))
    if isinstance(error, APIConnectionError):
        return not isinstance(error.__cause__, _NEVER_ARRIVES)
    return isinstance(error, TimeoutError) or _is_unreadable(error)


def is_out_of_quota(error: APIStatusError) -> bool:
    """Whether waiting is in vain because the account is empty. Endpoints say so in `code`, some in `type`."""
    return error.status_code == 402 or not _OUT_OF_QUOTA.isdisjoint((error.code, error.type))


def asked_wait(error: BaseException | None) -> float | None:
    """The seconds for which the endpoint asks to be left alone."""
    return seconds_asked(error.response.headers) if isinstance(error, APIStatusError) else None


class _Stop:
    """tenacity's `stop`: asked once after every failed attempt, and counts by their kind."""

    def __init__(self, attempts: int, seconds_left: Callable[[], float]) -> None:
        self._attempts = attempts
        self._seconds_left = seconds_left
        self._failures = 0
        self._unreadable = 0

    def __call__(self, state: RetryCallState) -> bool:
        error = _error_of(state)
        if not (isinstance(error, APIStatusError) and error.status_code == 429 and asked_wait(error)):
            self._failures += 1
        self._unreadable += _is_unreadable(error)
        return (
            self._failures >= self._attempts
            or self._unreadable >= _UNREADABLE_ATTEMPTS
            or state.upcoming_sleep >= self._seconds_left()
        )


def _is_unreadable(error: BaseException | None) -> bool:
    """Whether status 200 came with something in which there is no completion."""
    return isinstance(error, (*UNREADABLE, EndpointFailed))


def _wait(state: RetryCallState) -> float:
    """As asked and up to a tenth more, lest all who were told the same come back at the same instant; else backed off.

    Who is sent away again waits at least as long as anybody who fails again: a Retry-After of a millisecond must not
    become a thousand calls a second.
    """
    asked = asked_wait(_error_of(state))
    backed_off = wait_random_exponential(multiplier=FIRST_WAIT, max=LONGEST_WAIT)(state)
    if asked is None:
        return backed_off
    as_asked = wait_random(asked, 1.1 * asked)(state)
    return as_asked if state.attempt_number == 1 else max(as_asked, backed_off)


def _tell(state: RetryCallState) -> None:
    _log.info("attempt %d: %s; again in %.2f s", state.attempt_number, in_short(_error_of(state)), state.upcoming_sleep)


def _error_of(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None
