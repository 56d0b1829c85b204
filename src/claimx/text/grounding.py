"""Where a quote stands in a text: offsets are ours, never the model's.

A quote is looked for on the stored text, then on a normalised view of it (quotes, dashes, spaces, invisible characters,
accents, line-end hyphens), then without regard to case, then piece by piece around an ellipsis, and last where the text
comes nearest to it, which is refused whenever figures, negation, direction or names differ (`claimx.text.wording`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice, pairwise

from claimx.models import Alignment, Span
from claimx.text.borders import SPACELESS, on_word_borders, snapped
from claimx.text.folding import fold
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

    `near` is a stretch (`start`, `end`) to look in first: the cited sentences. Where the words stand more than once and
    `near` does not decide, the first place is given and the span is marked `ambiguous`. Never raises.
    """
    return TextIndex(text).locate(quote, near)


def locate_all(text: str, quotes: Sequence[str]) -> list[Span | None]:
    """Find each of `quotes`, normalising `text` once; a repeated quote is found at its next place.

    The order decides where a quote is given as often as it stands in `text`; otherwise its spans are `ambiguous`.
    """
    index = TextIndex(text)
    found = {quote: iter(index.locate_in_order(quote, times)) for quote, times in Counter(quotes).items()}
    return [next(found[quote]) for quote in quotes]


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

    def locate_in_order(self, quote: str, times: int) -> list[Span | None]:
        """The places of a quote given so many times, each behind the one before."""
        first = self.locate(quote)
        if first is None or times == 1:
            return [first] * times
        spans = [first]
        for _ in range(times):
            spans.append(self.locate(quote, (spans[-1].end, len(self.text))) or first)
        # The one beyond those asked for: behind the last of them only if there are more places than quotes.
        in_order = [before.start < after.start for before, after in pairwise(spans)]
        decided = all(in_order[:-1]) and not in_order[-1]
        ambiguous = first.ambiguous and not decided
        return [span.model_copy(update={"ambiguous": ambiguous}) for span in spans[:times]]

    def _beyond_exact(self, quote: str, wanted: str, near: Window | None) -> Span | None:
        bare = _BROKEN.sub("", wanted).strip(_OUTER_MARKS)
        return (
            self._normalized(wanted, near)
            or (self._normalized(bare, near) if bare != wanted else None)
            or (self._in_pieces(quote, near) if _ELLIPSIS.search(quote) else None)
            or self._fuzzy(wanted, near)
        )

    def _span(self, start: int, end: int, alignment: Alignment, *, ambiguous: bool = False) -> Span:
        return Span(start=start, end=end, exact=self.text[start:end], alignment=alignment, ambiguous=ambiguous)

    def _exact(self, quote: str, near: Window | None) -> Span | None:
        size = len(quote)
        for low, high in self._windows(near):
            found = occurrences(self.text, quote, low, high)
            places = (at for at in found if on_word_borders(self.text, at, at + size))
            for at in places:
                return self._span(at, at + size, "exact", ambiguous=_another(places))
        return None

    def _normalized(self, wanted: str, near: Window | None) -> Span | None:
        if not wanted:
            return None
        for search in (self._as_written, self._in_any_case):
            for low, high in self._view_windows(near):
                places = search(wanted, low, high)
                for start, end in places:
                    return self._span(*self._view.to_stored(start, end), "normalized", ambiguous=_another(places))
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
                    (length, start, end), *others = sorted(found)
                    as_close = any(other[0] == length for other in others)
                    return self._span(*self._view.to_stored(start, end), "fuzzy", ambiguous=as_close)
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
    return fold(text).replace("ς", "σ")


def _another(places: Iterator[object]) -> bool:
    return next(places, None) is not None


def _says_something(piece: str) -> bool:
    """Two words, or as much in a script that writes none apart."""
    return len(piece.split()) > 1 or (len(piece) > 3 and _SPACELESS.search(piece) is not None)
