"""What the model fills in for one article.

Every name here travels in the request and is prompt text; the instructions themselves stand in `prompts/claims`. That
is why these classes have no docstrings, which would travel too, and why a change here is a new prompt version.
An act of saying stands once, however many claims were made in it; what rules can tell (whether words stand in
quotation marks, how certain an unhedged statement is) is not asked for: every key costs its tokens with each mention.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from claimx.models import Certainty, ClaimKind, Label, SourceKind


class _Wire(BaseModel):
    # No infinity: `1e999` in a field of somebody's own is a number that no format could hold.
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class WireSource(_Wire):
    key: str
    name: str
    kind: SourceKind
    role: str | None
    affiliation: str | None
    named: bool


class WireSaying(_Wire):
    saying: int
    sentence: int
    holder: str
    via: list[str]
    cue: str | None
    when: str | None


class WireHedge(_Wire):
    words: str
    certainty: Certainty


class WireMention(_Wire):
    sentence: int
    quote: str
    label: Label
    saying: int | None
    hedge: WireHedge | None


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
    sayings: list[WireSaying]
    claims: list[WireClaim]
    furniture: list[int]
