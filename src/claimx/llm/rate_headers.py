"""What response headers say about waiting: Retry-After (RFC 9110, 10.2.3) and OpenAI's x-ratelimit-*."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Literal

_UNITS = {"d": 86_400.0, "h": 3_600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_PART = r"(\d+(?:\.\d+)?)(ms|us|µs|ns|d|h|m|s)"
_DURATION = re.compile(rf"(?:{_PART})+")


@dataclass(frozen=True)
class Quota:
    """What is left of requests or tokens, and in how many seconds the whole is to be had again."""

    left: int
    full_in: float


def seconds_asked(headers: Mapping[str, str]) -> float | None:
    """The seconds for which the endpoint asks to be left alone: in milliseconds, in seconds or as a date."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        if (number := _number(headers.get(name))) is not None:
            return number * unit
    try:
        return max(0.0, parsedate_to_datetime(headers["retry-after"]).timestamp() - time.time())
    except (KeyError, ValueError, OverflowError):
        return None


def quota(headers: Mapping[str, str], of: Literal["requests", "tokens"]) -> Quota | None:
    """What `x-ratelimit-remaining-…` and `x-ratelimit-reset-…` say; None where one is missing or makes no sense.

    Azure sends -1 where it does not count.
    """
    left = _number(headers.get(f"x-ratelimit-remaining-{of}"))
    full_in = _seconds(headers.get(f"x-ratelimit-reset-{of}"))
    return None if left is None or full_in is None else Quota(int(left), full_in)


def _seconds(text: str | None) -> float | None:
    """A duration as Go prints it ("6m0s", "20ms"), or plain seconds."""
    if text is None or not _DURATION.fullmatch(text.strip()):
        return _number(text)
    return sum(float(amount) * _UNITS[unit] for amount, unit in re.findall(_PART, text))


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None
