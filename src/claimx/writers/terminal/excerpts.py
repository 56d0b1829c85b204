"""Spans of an article in the sentences around them, marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from claimx.models import Article, Span
from claimx.text import split_sentences
from claimx.writers.terminal.lines import plain

_OPEN, _CLOSE = "⟦", "⟧"
_GAP = " … "


class Excerpts:
    """Cuts excerpts out of one article, whose sentences it finds once. `article` may be unknown or without its text."""

    def __init__(self, article: Article | None) -> None:
        self.text = article.text if article is not None else ""
        sentences = split_sentences(self.text, article.language) if article is not None else []
        self.sentences = [(sentence.start, sentence.end) for sentence in sentences]

    def quote(self, spans: Iterable[Span]) -> Text:
        """The sentences that hold the spans, in order, each span between brackets; the words alone without a text."""
        marked = sorted({(span.start, span.end, span.exact) for span in spans})
        if any(self.text[start:end] != exact for start, end, exact in marked):
            return Text(_GAP).join(_mark(exact) for _, _, exact in marked)
        places = _joined((start, end) for start, end, _ in marked)
        return Text(_GAP).join(self._cut(start, end, places) for start, end in self._windows(places))

    def _windows(self, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
        windows = []
        for start, end in places:
            around = [(low, high) for low, high in self.sentences if low < end and start < high] or [(start, end)]
            windows.append((min(start, around[0][0]), max(end, around[-1][1])))
        return _joined(windows)

    def _cut(self, start: int, end: int, places: list[tuple[int, int]]) -> Text:
        cut, at = Text(), start
        for low, high in places:
            if start <= low and high <= end:
                cut.append_text(_spaced(self.text[at:low])).append_text(_mark(self.text[low:high]))
                at = high
        return cut.append_text(_spaced(self.text[at:end]))


def _mark(exact: str) -> Text:
    return Text.assemble(_OPEN, plain(exact, "bold"), _CLOSE)


def _spaced(text: str) -> Text:
    """Visible, with a space kept at either edge: the words beside it are another piece."""
    shown = plain(text)
    before = " " if text[:1].isspace() else ""
    after = " " if text.strip() and text[-1:].isspace() else ""
    return Text.assemble(before, shown, after)


def _joined(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The places in order, those that overlap as one."""
    return list(_join_overlapping(sorted(places)))


def _join_overlapping(places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    if not places:
        return
    start, end = places[0]
    for low, high in places[1:]:
        if low >= end:
            yield start, end
            start, end = low, high
        end = max(end, high)
    yield start, end
