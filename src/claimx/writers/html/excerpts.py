"""Stances in the sentences that express them, with evidence, cues and hedges marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimx.models import Article, Span, Stance
from claimx.text import split_sentences
from claimx.writers.html.segments import Stretch, cut
from claimx.writers.html.shapes import Piece

_AROUND = 240
"""Characters shown before and after the evidence where a "sentence" goes on for longer."""
_LONGEST = 900
"""Characters of one piece; of more, the beginning and the end."""
_GAP: Piece = {"text": " … ", "as_": "gap"}


class Excerpter:
    """Cuts excerpts out of one article, whose sentences it finds once."""

    def __init__(self, article: Article | None) -> None:
        self._text = article.text if article is not None else ""
        sentences = split_sentences(self._text, article.language) if article is not None else []
        self._sentences = [(sentence.start, sentence.end) for sentence in sentences]

    def excerpt(self, stances: Iterable[Stance], besides: Iterable[Span] = ()) -> list[Piece]:
        """The sentences that hold the words of these stances, in order, and gaps where others stand between them.

        `besides` is evidence that no stance gives.

        Where the words do not stand at their place, as in an article whose text is gone, they stand by themselves.
        """
        marks = list(dict.fromkeys(_marks(stances, besides)))
        if any(self._text[span.start : span.end] != span.exact for span, _ in marks):
            return _join([_shorten(Piece(text=span.exact, as_="evidence"))] for span, as_ in marks if as_ == "evidence")
        stretches = [Stretch(span.start, span.end, as_) for span, as_ in marks]
        return _join(self._cut(start, end, stretches) for start, end in self._windows(stretches))

    def _windows(self, stretches: Iterable[Stretch[str]]) -> Iterator[tuple[int, int]]:
        """Where excerpts begin and end: whole sentences, neighbours together."""
        first = last = -1
        for start, end, _ in sorted(stretches):
            around = [place for place in self._sentences if place[0] < end and start < place[1]] or [(start, end)]
            opening = max(around[0][0], start - _AROUND)
            closing = min(around[-1][1], end + _AROUND)
            if first < 0:
                first, last = opening, closing
            elif self._text[last:opening].strip():
                yield first, last
                first, last = opening, closing
            else:
                last = max(last, closing)
        if first >= 0:
            yield first, last

    def _cut(self, start: int, end: int, stretches: Iterable[Stretch[str]]) -> list[Piece]:
        pieces = []
        for segment in cut(start, end, stretches):
            piece = Piece(text=self._text[segment.start : segment.end])
            if segment.marks:
                piece["as_"] = " ".join(sorted(segment.marks))
            pieces.append(_shorten(piece))
        return pieces


def _marks(stances: Iterable[Stance], besides: Iterable[Span]) -> Iterator[tuple[Span, str]]:
    for span in besides:
        yield span, "evidence"
    for stance in stances:
        for span in stance.evidence:
            yield span, "evidence"
        if stance.hedge is not None:
            yield stance.hedge, "hedge"
        if stance.attribution is not None and stance.attribution.cue is not None:
            yield stance.attribution.cue, "cue"


def _join(excerpts: Iterable[list[Piece]]) -> list[Piece]:
    joined: list[Piece] = []
    for excerpt in excerpts:
        joined += [_GAP, *excerpt] if joined else excerpt
    return joined


def _shorten(piece: Piece) -> Piece:
    if len(piece["text"]) <= _LONGEST:
        return piece
    return {**piece, "text": f"{piece['text'][: _LONGEST // 2]} … {piece['text'][-_LONGEST // 4 :]}"}
