"""Where a text comes nearest to a quote that does not stand in it word for word.

A quote with a slip or two still has untouched pieces. They are looked for as they are (`str.find`: linear, and fast);
from each place found the alignment is carried outwards to both ends, and only to the borders of words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from claimx.text.borders import ends, starts

HITS = 24
"""Places looked at for one piece of a quote; a piece that stands everywhere tells nothing."""
CANDIDATES = 6
"""Places from which an alignment is carried out, those first on which most pieces agree."""
FARTHEST = 0.45
"""Greatest distance (insertions and deletions) from a quote, as a share of its length."""
EDGE, OTHER_EDGE = 4, 12
"""Characters a stretch had better share at either end, and what it costs not to: a dropped word sooner stood inside."""

_Anchor = tuple[int, int, int]
"""Where a piece of the quote begins and ends in it, and where it stands in the text."""


def nearest(text: str, wanted: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The stretches of `text[low:high]` nearest to `wanted`, in order; both in one case. The caller judges them."""
    seen: set[tuple[int, int]] = set()
    # Long pieces first: they stand in few places. Short ones survive more slips.
    for pieces in (5, 10):
        found = sorted(
            stretch
            for anchor in islice(_anchors(text, wanted, pieces, low, high), CANDIDATES)
            for stretch in _stretches(text, wanted, anchor, low, high)
        )
        for _, start, end in found:
            if (start, end) not in seen:
                seen.add((start, end))
                yield start, end


def _anchors(text: str, wanted: str, pieces: int, low: int, high: int) -> Iterable[_Anchor]:
    """Places of pieces, those first where several pieces stand at their distance from one another."""
    size = max(len(wanted) // pieces, 5 if wanted.isascii() else 2)
    slack = _slack(wanted)
    votes: dict[int, list[_Anchor]] = {}
    for begin in range(0, len(wanted) - size + 1, size):
        piece = wanted[begin : begin + size]
        for place in islice(occurrences(text, piece, low, high), HITS):
            votes.setdefault((place - begin) // slack, []).append((begin, begin + size, place))
    ranked = sorted(votes.values(), key=len, reverse=True)
    return (anchors[len(anchors) // 2] for anchors in ranked)


def _stretches(text: str, wanted: str, anchor: _Anchor, low: int, high: int) -> Iterator[tuple[int, int, int]]:
    """The two best beginnings with the two best ends, and how far each is from `wanted`."""
    from rapidfuzz.distance import Indel

    begin, end, place = anchor
    left, right, after, slack = wanted[:begin], wanted[end:], place + end - begin, _slack(wanted)
    head, tail = wanted[:EDGE], wanted[-EDGE:]
    low, high = max(low, place - len(left) - slack), min(high, after + len(right) + slack)
    begins = sorted(
        (Indel.distance(left, text[at:place]) + (OTHER_EDGE if text[at : at + EDGE] != head else 0), -at)
        for at in starts(text, low, min(place, place - len(left) + slack))
    )
    finishes = sorted(
        (Indel.distance(right, text[after:at]) + (OTHER_EDGE if text[at - EDGE : at] != tail else 0), at)
        for at in ends(text, max(after, after + len(right) - slack), high)
    )
    for before, start in begins[:2]:
        for behind, stop in finishes[:2]:
            if before + behind <= FARTHEST * len(wanted) + 2 * OTHER_EDGE:
                yield before + behind, -start, stop


def _slack(wanted: str) -> int:
    """How much longer or shorter than the quote its stretch may be: a long word, or a few in a long quote."""
    return min(14 + len(wanted) // 8, 200)


def occurrences(text: str, wanted: str, start: int, end: int) -> Iterator[int]:
    """Every place of `wanted` in `text[start:end]`, as it is."""
    at = text.find(wanted, start, end)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1, end)
