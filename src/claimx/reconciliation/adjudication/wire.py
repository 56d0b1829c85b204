"""What the model fills in when a story is put together. As in `extraction.wire`, every name here is prompt text."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class _Wire(BaseModel):
    model_config = ConfigDict(extra="forbid")


class GroupsAnswer(_Wire):
    groups: list[list[int]]


class WireParent(_Wire):
    claim: int
    parent: int | None


class WireRelation(_Wire):
    a: int
    b: int
    kind: Literal["contradicts", "updates", "different_scope"]
    why: str


class NestingAnswer(_Wire):
    same: list[list[int]]
    parents: list[WireParent]
    relations: list[WireRelation]
