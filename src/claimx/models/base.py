"""The base of all values: frozen, and without room for fields that nobody declared."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """Equal by its fields, hashable, picklable; `model_copy(update=…)` makes another one."""

    model_config = ConfigDict(frozen=True, extra="forbid")
