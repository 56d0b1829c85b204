"""Claims while they are being gathered, and how those of several chunks become one list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from claimx.extraction.wire import WireClaim
from claimx.models import ClaimKind, Label, Quantity, Span, Stance, TimeReference

Mark: TypeAlias = tuple[int, int, Label, str | None]
"""Where a stance stands, which it is and whose: what two chunks that read the same sentence give alike."""


@dataclass(eq=False)
class Draft:
    """A claim while its mentions are being gathered. Dicts, because each stance stands once and in its order.

    `own` holds the values of fields that are not ours; they go with `text` and `kind`, whatever else is added.
    `waiting` holds what was given of it while none of its mentions had been found.
    """

    text: str
    kind: ClaimKind
    own: Mapping[str, Any] = field(default_factory=dict)
    stances: dict[Stance, None] = field(default_factory=dict)
    quantities: dict[Quantity, None] = field(default_factory=dict)
    time: TimeReference | None = None
    waiting: list[WireClaim] = field(default_factory=list)

    @property
    def evidence(self) -> tuple[Span, ...]:
        spans = {span for stance in self.stances for span in stance.evidence}
        return tuple(sorted(spans, key=lambda span: (span.start, span.end)))


def join(chunks: Iterable[Sequence[Draft]]) -> list[Draft]:
    """The drafts of all chunks, in order; what two chunks gave, each in its words, is one draft in those of the first.

    Two drafts of one chunk are never joined: there the model has told them apart.
    """
    joined: list[Draft] = []
    by_text: dict[str, Draft] = {}
    by_mark: dict[Mark, list[Draft]] = defaultdict(list)
    for drafts in chunks:
        homes = _homes(drafts, by_text, by_mark)
        for draft, home in zip(drafts, homes, strict=True):
            if home is draft:
                joined.append(draft)
            else:
                absorb(home, draft)
        for draft, home in zip(drafts, homes, strict=True):
            by_text[draft.text] = home
            for mark in map(_mark, draft.stances):
                if home not in by_mark[mark]:
                    by_mark[mark].append(home)
    return joined


def _homes(drafts: Sequence[Draft], by_text: dict[str, Draft], by_mark: dict[Mark, list[Draft]]) -> list[Draft]:
    """For each draft the one of an earlier chunk that says the same, or itself."""
    taken = {by_text[draft.text] for draft in drafts if draft.text in by_text}
    homes: list[Draft] = []
    for draft in drafts:
        home = by_text.get(draft.text)
        if home is None:
            alike = [one for mark in map(_mark, draft.stances) for one in by_mark.get(mark, ()) if one not in taken]
            home = max(alike, key=lambda one: _likeness(one.text, draft.text), default=draft)
            taken.add(home)
        homes.append(home)
    return homes


def shares(one: Draft, other: Draft) -> bool:
    """Whether some stance stands in both, in one place and with one holder."""
    return not {_mark(stance) for stance in one.stances}.isdisjoint(_mark(stance) for stance in other.stances)


def absorb(home: Draft, draft: Draft) -> None:
    """Add what `draft` holds and `home` does not."""
    given = {_mark(stance) for stance in home.stances}
    home.stances |= {stance: None for stance in draft.stances if _mark(stance) not in given}
    counted = {(quantity.span.start, quantity.span.end) for quantity in home.quantities}
    home.quantities |= {
        quantity: None for quantity in draft.quantities if (quantity.span.start, quantity.span.end) not in counted
    }
    home.time = home.time or draft.time


def _mark(stance: Stance) -> Mark:
    span = stance.evidence[0]
    holder = stance.holder.name.casefold() if stance.holder is not None else None
    return span.start, span.end, stance.label, holder


def _likeness(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    return fuzz.token_set_ratio(one, other)
