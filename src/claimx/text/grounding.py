"""Where a quote stands in a text: offsets are ours, never the model's.

A quote is looked for on the stored text, then on a normalised view of it (quotes, dashes, spaces, invisible characters,
accents, line-end hyphens), then without regard to case, then piece by piece around an ellipsis, and last by fuzzy
alignment, which is refused whenever figures, negation, direction or names differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from claimx.models import Alignment, Span
from claimx.text.meaning import meaning
from claimx.text.normalization import NormalizedView, normalize

FUZZY_THRESHOLD = 88.0
"""Least likeness (rapidfuzz partial ratio, 0-100) at which a fuzzy match is considered at all."""

_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.\.\.|…)\s*\]|\(\s*(?:\.\.\.|…)\s*\)|\.\.\.|…)\s*")
_WORD_CHARACTER = re.compile(r"[^\W_]")
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")

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
    def _folded(self) -> str | None:
        folded = self._view.text.lower()
        # A few letters change length when lowered; then offsets would shift, so case is left alone.
        return folded if len(folded) == len(self._view.text) else None

    def locate(self, quote: str, near: Window | None = None) -> Span | None:
        """As `claimx.locate`."""
        quote = quote.strip()
        if not _WORD_CHARACTER.search(quote):
            return None
        return (
            self._exact(quote, near)
            or self._normalized(quote, near)
            or self._in_pieces(quote, near)
            or self._fuzzy(quote, near)
        )

    def _span(self, start: int, end: int, alignment: Alignment) -> Span:
        return Span(start=start, end=end, exact=self.text[start:end], alignment=alignment)

    def _exact(self, quote: str, near: Window | None) -> Span | None:
        for start, end in self._windows(near):
            for at in _occurrences(self.text, quote, start, end):
                if self._on_word_borders(at, at + len(quote)):
                    return self._span(at, at + len(quote), "exact")
        return None

    def _normalized(self, quote: str, near: Window | None) -> Span | None:
        wanted = normalize(quote).text.strip()
        if not wanted:
            return None
        hits = list(self._view_hits(self._view.text, wanted))
        if not hits and self._folded is not None:
            hits = list(self._view_hits(self._folded, wanted.lower()))
        for start, end in self._windows(near):
            for hit in hits:
                if start <= hit[0] and hit[1] <= end:
                    return self._span(*hit, "normalized")
        return None

    def _view_hits(self, view: str, wanted: str) -> Iterator[Window]:
        for at in _occurrences(view, wanted, 0, len(view)):
            start, end = self._view.to_stored(at, at + len(wanted))
            if self._on_word_borders(start, end):
                yield start, end

    def _in_pieces(self, quote: str, near: Window | None) -> Span | None:
        """A quote with an ellipsis: every piece in order, and not far apart."""
        pieces = [piece for piece in _ELLIPSIS.split(quote) if _WORD_CHARACTER.search(piece)]
        if len(pieces) < 2:
            return None
        spans: list[Span] = []
        window = near
        for piece in pieces:
            span = self._exact(piece, window) or self._normalized(piece, window)
            if span is None or (spans and not 0 <= span.start - spans[-1].end <= 2000):
                return None
            spans.append(span)
            window = (span.end, min(len(self.text), span.end + 2000))
        return self._span(spans[0].start, spans[-1].end, "fuzzy")

    def _fuzzy(self, quote: str, near: Window | None) -> Span | None:
        from rapidfuzz import fuzz

        wanted = normalize(quote).text
        if len(wanted) < 12:
            return None
        for start, end in self._windows(near):
            view = normalize(self.text[start:end])
            if len(view.text) < len(wanted) // 2:
                continue
            found = fuzz.partial_ratio_alignment(wanted, view.text, score_cutoff=FUZZY_THRESHOLD)
            if found is None or found.dest_end <= found.dest_start:
                continue
            first, last = view.to_stored(found.dest_start, found.dest_end)
            span = self._span(*self._snapped(start + first, start + last), "fuzzy")
            if meaning(span.exact).agrees(meaning(quote)):
                return span
        return None

    def _windows(self, near: Window | None) -> Iterable[Window]:
        whole = (0, len(self.text))
        return (near, whole) if near is not None and near != whole else (whole,)

    def _on_word_borders(self, start: int, end: int) -> bool:
        """Whether no word is cut ("Iran" in "Iranian"); where a script has no spaces, every border will do."""
        return not (self._inside_word(start) or self._inside_word(end))

    def _inside_word(self, at: int) -> bool:
        before, after = self.text[at - 1 : at] if at else "", self.text[at : at + 1]
        if not before or not after or _SPACELESS.match(before) or _SPACELESS.match(after):
            return False
        # Two articles' worth of text fused without a space ("ukraineTwo") still has a border there.
        fused = before.islower() and after.isupper()
        return bool(_WORD_CHARACTER.match(before) and _WORD_CHARACTER.match(after)) and not fused

    def _snapped(self, start: int, end: int) -> Window:
        while start > 0 and self._inside_word(start):
            start -= 1
        while end < len(self.text) and self._inside_word(end):
            end += 1
        while start < end and not _WORD_CHARACTER.match(self.text[start]):
            start += 1
        return start, end


def _occurrences(text: str, wanted: str, start: int, end: int) -> Iterator[int]:
    at = text.find(wanted, start, end)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1, end)
