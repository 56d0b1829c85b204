"""Pairs that lie close in a vector space: worth a look. What they are is decided by the rules, or the model."""

from __future__ import annotations

import heapq
import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from operator import mul

Embed = Callable[[Sequence[str]], Sequence[Sequence[float]]]
"""Texts → a vector each, in their order: any function, such as one that asks an endpoint for `/v1/embeddings`.

Vectors blur figures and places, so nearness alone joins nothing.
"""

NEIGHBOURS = 5
"""How many of the nearest others each text is paired with, at most, in each sort."""

SORTS = 6
"""How often the texts are sorted into blocks, each time by other directions."""

BLOCK = 100
"""About so many texts share a block: all of a small story, so that nothing near is missed there."""

Vector = tuple[float, ...]


def nearest_pairs(texts: Sequence[str], embed: Embed) -> set[tuple[int, int]]:
    """The places (`a < b`) of texts whose vectors lie nearest one another by cosine; without all pairs being compared.

    Blocks are the sides of random hyperplanes on which vectors lie (Charikar 2002), the same planes on every run.
    Raises ValueError where `embed` gives another number of vectors, or vectors of several lengths.
    """
    vectors = [tuple(map(float, vector)) for vector in embed(list(texts))] if texts else []
    if len(vectors) != len(texts) or len({len(vector) for vector in vectors}) > 1:
        raise ValueError(f"embed gave no {len(texts)} vectors of one length for {len(texts)} texts")
    units = [_unit(vector) for vector in vectors]
    return {pair for block in _blocks(units) for pair in _near(units, block)}


def _blocks(units: Sequence[Vector]) -> Iterator[list[int]]:
    planes = max(0, math.ceil(math.log2(max(1, len(units)) / BLOCK)))
    directions = random.Random(0)  # noqa: S311 - the same on every run is the point
    for _ in range(SORTS if planes else min(1, len(units))):
        chosen = [[directions.gauss(0, 1) for _ in units[0]] for _ in range(planes)]
        sides: dict[tuple[bool, ...], list[int]] = defaultdict(list)
        for place, unit in enumerate(units):
            sides[tuple(_dot(unit, plane) > 0 for plane in chosen)].append(place)
        for block in sides.values():
            # Many alike lie on one side of every plane: such a block is cut.
            yield from (block[at : at + 2 * BLOCK] for at in range(0, len(block), 2 * BLOCK))


def _near(units: Sequence[Vector], block: Sequence[int]) -> Iterator[tuple[int, int]]:
    for place in block:
        others = ((_dot(units[place], units[other]), -other) for other in block if other != place)
        for _, negative in heapq.nlargest(NEIGHBOURS, others):
            yield min(place, -negative), max(place, -negative)


def _unit(vector: Vector) -> Vector:
    length = math.sqrt(_dot(vector, vector))
    return tuple(value / length for value in vector) if length else vector


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return math.fsum(map(mul, a, b))
