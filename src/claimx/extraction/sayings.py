"""Acts of saying, as the model lists them for one answer: whose words, through whom, marked by which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from claimx.extraction.wire import WireSaying
from claimx.models import Attribution, Source, Span
from claimx.text.speech import Quotation, mode_of

Find = Callable[[str | None, int, str], Span | None]
"""Grounds words near a sentence; the third argument tells what they were given as, should they not stand there."""


@dataclass(frozen=True)
class Saying:
    """One act of saying, grounded. `when` is in the article's words."""

    holder: Source
    via: tuple[Source, ...]
    cue: Span | None
    when: Span | None

    def attribution(self, content: Span, quotations: Sequence[Quotation]) -> Attribution:
        """That `content` was said by this act."""
        return Attribution(
            source=self.holder,
            cue=self.cue,
            content=content,
            mode=mode_of(((content.start, content.end),), quotations),
            via=self.via,
            said_at=self.when.exact if self.when is not None else None,
        )


@dataclass(frozen=True)
class Sayings:
    """Those of one answer by their numbers, and the reasons why some of them could not be kept."""

    by_number: Mapping[int, Saying]
    faults: Mapping[int, str]

    @classmethod
    def grounded(cls, given: Sequence[WireSaying], sources: Mapping[str, Source], find: Find) -> Sayings:
        by_number: dict[int, Saying] = {}
        faults: dict[int, str] = {}
        for wire in given:
            unknown = [key for key in (wire.holder, *wire.via) if key not in sources]
            if unknown:
                faults[wire.saying] = f"no such source: {', '.join(unknown)}"
                continue
            by_number[wire.saying] = Saying(
                holder=sources[wire.holder],
                via=tuple(sources[key] for key in wire.via),
                cue=find(wire.cue, wire.sentence, "cue"),
                when=find(wire.when, wire.sentence, "time of the saying"),
            )
        return cls(by_number, faults)

    def fault(self, number: int) -> str | None:
        """Why the saying of this number cannot be referred to; None where it can."""
        return None if number in self.by_number else self.faults.get(number, f"no such saying: {number}")
