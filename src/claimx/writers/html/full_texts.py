"""A whole article with what was read in it, and what was not, marked in place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from claimx.models import Article
from claimx.text import find_hidden
from claimx.writers.html.lookups import LETTERS, Lookups, in_order
from claimx.writers.html.segments import Segment, Stretch, cut
from claimx.writers.html.shapes import Piece, Texts
from claimx.writers.html.visible import show_hidden


class _Mark(NamedTuple):
    """Of a claim: its place and the letter of the stance. Of anything else: its name, and why."""

    kind: str
    claim: int = -1
    note: str = ""


def to_texts(lookups: Lookups) -> Texts:
    """The pieces of each article's text, in the order of the articles."""
    stretches: dict[str, list[Stretch[_Mark]]] = defaultdict(list)
    for article_id, stretch in _evidence(lookups):
        stretches[article_id].append(stretch)
    for kind, spans in (("unread", lookups.report.unread), ("furniture", lookups.report.furniture)):
        for article_id, found in spans.items():
            stretches[article_id] += (Stretch(span.start, span.end, _Mark(kind)) for span in found)
    return [list(_pieces(article, stretches[article.id])) for article in lookups.report.articles]


def _evidence(lookups: Lookups) -> Iterator[tuple[str, Stretch[_Mark]]]:
    for place, claim in enumerate(lookups.claims):
        for appearance in claim.appearances:
            spans = {(span.start, span.end): LETTERS[appearance.stances[0].label] for span in appearance.evidence}
            spans |= {
                (span.start, span.end): LETTERS[stance.label]
                for stance in appearance.stances
                for span in stance.evidence
            }
            for (start, end), letter in spans.items():
                yield appearance.article_id, Stretch(start, end, _Mark("claim", place, letter))


def _pieces(article: Article, stretches: list[Stretch[_Mark]]) -> Iterator[Piece]:
    suspicious = [Stretch(one.start, one.end, _Mark("suspicious", note=one.why)) for one in find_hidden(article.text)]
    for segment in cut(0, len(article.text), [*stretches, *suspicious]):
        yield _piece(article.text[segment.start : segment.end], segment)


def _piece(text: str, segment: Segment[_Mark]) -> Piece:
    piece = Piece(text=text)
    claims = [mark for mark in segment.marks if mark.kind == "claim"]
    if claims:
        piece["claims"] = list(dict.fromkeys(mark.claim for mark in claims))
        piece["letters"] = in_order({mark.note for mark in claims})
    if ends := list(dict.fromkeys(mark.claim for mark in segment.ending if mark.kind == "claim")):
        piece["ends"] = ends
    if names := [mark.kind for mark in segment.marks if mark.kind in ("unread", "furniture")]:
        piece["as_"] = " ".join(names)
    if hidden := [mark.note for mark in segment.marks if mark.kind == "suspicious"]:
        piece["text"], piece["why"] = show_hidden(text), "; ".join(hidden)
    return piece
