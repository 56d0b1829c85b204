"""Where a quote stands in a text: offsets are ours, never the model's.

A quote is looked for on the stored text, then on a normalised view of it (quotes, dashes, spaces, invisible characters,
accents, line-end hyphens), then without regard to case, then piece by piece around an ellipsis, and last where the text
comes nearest to it, which is refused whenever figures, negation, direction or names differ (`claimx.text.wording`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

from claimx.models import Alignment, Span
from claimx.text.borders import SPACELESS, on_word_borders, snapped
from claimx.text.nearest import nearest, occurrences
from claimx.text.normalization import NormalizedView, normalize
from claimx.text.wording import same_but_for_case, says_the_same, turns

SHORTEST_FUZZY = 12
"""Characters below which nothing but the quote itself will do; half of that in scripts without spaces."""
LONGEST_FUZZY = 5000
"""Characters above which as well: the time an alignment takes grows with their square."""
FARTHEST_PIECE = 2000
"""Characters an ellipsis may stand for."""
CONTEXT = 24
"""Characters beside a stretch in which its neighbouring word is looked for."""

_ELLIPSIS = re.compile(r"\[\s*(?:\.\.\.|…)\s*\]|\(\s*(?:\.\.\.|…)\s*\)|\.\.\.+|…")
_SPACELESS = re.compile(f"[{SPACELESS}]")
_BROKEN = re.compile(r"(?<=[^\W\d_])- (?=[^\W\d_])")
"""What is left of a hyphen at a line end where lines were joined: "evacu- ated"."""
_OUTER_MARKS = " \"'.,;:!()[]"
_FEW_WORDS = 40

Window = tuple[int, int]


def locate(text: str, quote: str, near: Window | None = None) -> Span | None:
    """Find `quote` in `text`; None where it is not there, or only with another meaning.

    `near` is a stretch (`start`, `end`) to look in first: the cited sentences. Never raises.
    """
    return TextIndex(text).locate(quote, near)


def locate_all(text: str, quotes: Sequence[str]) -> list[Span | None]:
    """Find each of `quotes`, normalising `text` once; a repeated quote is found at its next place."""
    index = TextIndex(text)
    found: list[Span | None] = []
    last_end: dict[str, int] = {}
    for quote in quotes:
        after = last_end.get(quote)
        span = index.locate(quote, (after, len(text)) if after is not None else None)
        if span is not None:
            last_end[quote] = span.end
        found.append(span)
    return found


class TextIndex:
    """One text, prepared once for many quotes."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _view(self) -> NormalizedView:
        return normalize(self.text)

    @cached_property
    def _folded(self) -> str:
        return _fold(self._view.text)

    def locate(self, quote: str, near: Window | None = None) -> Span | None:
        """As `claimx.locate`."""
        quote = quote.strip()
        if not any(map(str.isalnum, quote)):
            return None
        return self._exact(quote, near) or self._beyond_exact(quote, normalize(quote).text.strip(), near)

    def _beyond_exact(self, quote: str, wanted: str, near: Window | None) -> Span | None:
        bare = _BROKEN.sub("", wanted).strip(_OUTER_MARKS)
        return (
            self._normalized(wanted, near)
            or (self._normalized(bare, near) if bare != wanted else None)
            or (self._in_pieces(quote, near) if _ELLIPSIS.search(quote) else None)
            or self._fuzzy(wanted, near)
        )

    def _span(self, start: int, end: int, alignment: Alignment) -> Span:
        return Span(start=start, end=end, exact=self.text[start:end], alignment=alignment)

    def _exact(self, quote: str, near: Window | None) -> Span | None:
        for start, end in self._windows(near):
            for at in occurrences(self.text, quote, start, end):
                if on_word_borders(self.text, at, at + len(quote)):
                    return self._span(at, at + len(quote), "exact")
        return None

    def _normalized(self, wanted: str, near: Window | None) -> Span | None:
        if not wanted:
            return None
        for search in (self._as_written, self._in_any_case):
            for low, high in self._view_windows(near):
                for start, end in search(wanted, low, high):
                    return self._span(*self._view.to_stored(start, end), "normalized")
        return None

    def _as_written(self, wanted: str, low: int, high: int) -> Iterator[Window]:
        """The places of `wanted` in the view."""
        for at in occurrences(self._view.text, wanted, low, high):
            if self._cuts_nothing(at, at + len(wanted)):
                yield at, at + len(wanted)

    def _in_any_case(self, wanted: str, low: int, high: int) -> Iterator[Window]:
        view = self._view.text
        for at in occurrences(self._folded, _fold(wanted), low, high):
            end = at + len(wanted)
            before = view[max(0, at - CONTEXT) : at]
            if self._cuts_nothing(at, end) and same_but_for_case(wanted, view[at:end], before):
                yield at, end

    def _cuts_nothing(self, start: int, end: int) -> bool:
        # In the view a soft hyphen is gone, in the text a narrow space still holds the thousands together.
        return on_word_borders(self._view.text, start, end) and on_word_borders(
            self.text, *self._view.to_stored(start, end)
        )

    def _in_pieces(self, quote: str, near: Window | None) -> Span | None:
        """A quote with an ellipsis: every piece in order, and not far apart."""
        whole = [normalize(piece).text.strip(_OUTER_MARKS) for piece in _ELLIPSIS.split(quote)]
        pieces = [piece for piece in whole if any(map(str.isalnum, piece))]
        if not pieces or (len(pieces) > 1 and not all(map(_says_something, pieces))):
            return None  # single words stand anywhere: a quote could be pieced together from a whole article
        for search in (self._as_written, self._in_any_case):
            for low, high in self._view_windows(near):
                found = [
                    (end - first[0], first[0], end)
                    for first in islice(search(pieces[0], low, high), 50)
                    if (end := self._end_of_pieces(pieces[1:], first[1])) is not None
                ]
                if found:  # where the first piece stands more than once, the closest pieces belong together
                    _, start, end = min(found)
                    return self._span(*self._view.to_stored(start, end), "fuzzy")
        return None

    def _end_of_pieces(self, pieces: Iterable[str], end: int) -> int | None:
        """Where the last of `pieces` ends, each looked for behind the one before; None where one is missing."""
        for piece in pieces:
            reach = min(len(self._view.text), end + FARTHEST_PIECE + len(piece))
            found = next(self._as_written(piece, end, reach), None) or next(self._in_any_case(piece, end, reach), None)
            if found is None:
                return None
            left_out = self._view.text[end : found[0]]
            if len(left_out) <= _FEW_WORDS and turns(left_out):
                return None  # "did … sign" hides what "did not sign" says
            end = found[1]
        return end

    def _fuzzy(self, wanted: str, near: Window | None) -> Span | None:
        shortest = SHORTEST_FUZZY // 2 if _SPACELESS.search(wanted) else SHORTEST_FUZZY
        if not shortest <= len(wanted) <= LONGEST_FUZZY:
            return None
        folded = _fold(wanted)
        for low, high in self._view_windows(near):
            for candidate in nearest(self._folded, folded, low, high):
                start, end = snapped(self._view.text, *candidate)
                if self._cuts_nothing(start, end) and self._agrees(wanted, start, end):
                    return self._span(*self._view.to_stored(start, end), "fuzzy")
        return None

    def _agrees(self, wanted: str, start: int, end: int) -> bool:
        view = self._view.text
        return says_the_same(wanted, view[start:end], view[max(0, start - CONTEXT) : start], view[end : end + CONTEXT])

    def _windows(self, near: Window | None) -> Iterable[Window]:
        whole = (0, len(self.text))
        return (near, whole) if near is not None and near != whole else (whole,)

    def _view_windows(self, near: Window | None) -> Iterable[Window]:
        whole = (0, len(self._view.text))
        if near is None:
            return (whole,)
        low, high = (self._view.from_stored(min(max(0, at), len(self.text))) for at in near)
        return ((low, high), whole)


def _fold(text: str) -> str:
    """Lower case without a change of length: İ is the one letter that would grow."""
    return text.replace("İ", "I").lower().replace("ς", "σ")


def _says_something(piece: str) -> bool:
    """Two words, or as much in a script that writes none apart."""
    return len(piece.split()) > 1 or (len(piece) > 3 and _SPACELESS.search(piece) is not None)
