"""What a check found, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claimx.errors import ClaimxError
from claimx.writers.visibility import to_visible

Severity = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """One line of `claimx doctor`. `fail`: a run would end with it; `warn`: a run works, but less well."""

    severity: Severity
    what: str
    told: str
    remedy: str | None = None

    def __str__(self) -> str:
        told = to_visible(f"{self.what}: {self.told}{f' ({self.remedy})' if self.remedy else ''}")
        return f"{self.severity:<4}  {told}"


def failed(what: str, error: ClaimxError) -> Finding:
    """What an error of ours tells, with its own hint."""
    return Finding("fail", what, error.message, error.hint)
