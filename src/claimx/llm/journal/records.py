"""What goes into a journal and comes out of it, as values."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from claimx.models import Usage

RunState: TypeAlias = Literal["running", "done", "stopped", "failed"]
"""`stopped` is on purpose: by a budget, or by hand. What was killed says `running` for ever (see `reading`)."""

_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]*@|(?<=[?&])[^=&\s]*(?:key|token|secret|sig|password)[^=&\s]*=[^&\s]*", re.I)


@dataclass(frozen=True)
class RunFacts:
    """What a journal notes of the run that writes it. Credentials in the addresses of a `command` are left out."""

    command: str
    model: str
    host: str
    inputs: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "command", _CREDENTIALS.sub("", self.command))


@dataclass(frozen=True)
class StoredAnswer:
    """A validated answer as it was kept: `content` is the JSON text that fitted the schema."""

    content: str
    usage: Usage
    answered_by: str
    repaired: bool


def seal(*columns: object) -> str:
    """A digest of one settled row. SQLite checks how its pages hang together, not what stands on them."""
    return hashlib.sha256(json.dumps(columns, ensure_ascii=True, separators=(",", ":")).encode("ascii")).hexdigest()
