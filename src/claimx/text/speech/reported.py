"""What is found of reported speech: a source, a cue, a content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from claimx.text.speech.quotations import Quotation

Place = tuple[int, int]
Mode = Literal["direct", "indirect", "mixed"]


@dataclass(frozen=True)
class ReportedSpeech:
    """One act of saying. All places are `(start, end)` in the stored text.

    `content` may be in pieces (“…,” she said. “…”). `mode` is direct where all of it stands in quotation marks, mixed
    where some does. `verb` is the base form of the cue verb, or "" where the cue is none, and `kind` what it tells of:
    speech, a stance taken in words ("criticized"), or a thought ("believes").
    """

    source: Place | None
    cue: Place | None
    content: tuple[Place, ...]
    mode: Mode
    verb: str = ""
    kind: Literal["speech", "stance", "mental"] = "speech"


def mode_of(content: tuple[Place, ...], quotations: Sequence[Quotation]) -> Mode:
    """Direct where every piece stands in quotation marks, mixed where some words do."""
    inside = [
        any(quotation.start <= start and end <= quotation.end for quotation in quotations) for start, end in content
    ]
    if all(inside):
        return "direct"
    touched = any(quotation.start < end and start < quotation.end for quotation in quotations for start, end in content)
    return "mixed" if any(inside) or touched else "indirect"
