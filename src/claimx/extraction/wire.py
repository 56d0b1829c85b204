"""What the model fills in for one article.

Every name here travels in the request and is prompt text; the instructions themselves stand in `prompts/claims`. That
is why these classes have no docstrings, which would travel too, and why a change here is a new prompt version.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from claimx.models import Certainty, ClaimKind, Label, Mode, SourceKind


class _Wire(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WireSource(_Wire):
    key: str
    name: str
    kind: SourceKind
    role: str | None
    affiliation: str | None
    named: bool


class WireMention(_Wire):
    sentence: int
    quote: str
    label: Label
    holder: str | None
    via: list[str]
    cue: str | None
    mode: Mode | None
    hedge: str | None
    certainty: Certainty
    said_at: str | None


class WireFigure(_Wire):
    quote: str
    unit: str | None
    of: str | None


class WireClaim(_Wire):
    text: str
    kind: ClaimKind
    mentions: list[WireMention]
    figures: list[WireFigure]
    time: str | None


class ClaimsAnswer(_Wire):
    sources: list[WireSource]
    claims: list[WireClaim]
    furniture: list[int]
