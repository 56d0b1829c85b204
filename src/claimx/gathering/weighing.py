"""What each term of an article weighs beside the stories of its day: the rarer, the more.

Weights are whole numbers, so that sums are the same in whatever order a set yields its terms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from claimx.gathering.reading import Sketch

PLAIN, LOUD = 2, 3
"""How loud a term is said in the text, and in the headline."""

HAN_PAIR = 0.6
"""The weight of a pair of characters beside a word's: a word without spaces makes several."""

_FIRST_HAN = "\u3040"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sketch, what each of its terms weighs as loud as it is said, and what it weighs in all.

    `crossing` is the part of `weight` that the crossing terms have.
    """

    sketch: Sketch
    weights: Mapping[str, int]
    weight: int
    crossing: int


def weigh(sketch: Sketch, rarity: Callable[[str], int]) -> Weighed:
    """The sketch with weights from the rarity of its terms."""
    headline, weights, total, crossing = sketch.headline, {}, 0, 0
    for term in sketch.terms:
        loudness = LOUD if term in headline else PLAIN
        weights[term] = weight = loudness * (rarity(term) if term < _FIRST_HAN else round(rarity(term) * HAN_PAIR))
        total += loudness * weight
        if term in sketch.crossing:
            crossing += loudness * weight
    return Weighed(sketch, weights, total, crossing)
