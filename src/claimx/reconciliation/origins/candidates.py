"""Which pairs of articles are worth comparing: those that share several short runs of words.

An index from sampled shingles to their holders (Broder, "On the resemblance and containment of documents", 1997:
shingles whose hash is 0 modulo m). It estimates containment, so a trimmed copy inside a long article is found, where
MinHash with banding, which goes by resemblance, loses it: see `docs/benchmarks.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby, pairwise

from claimx.reconciliation.origins.bodies import Body
from claimx.reconciliation.origins.shingles import hashes

POSTINGS = 4_000_000
"""Shingles held at once, some 32 bytes each. Up to about 10,000 articles of 400 words that is all there are, beyond it
an even sample."""

CROWD = 8
"""Holders of one shingle up to which all pairs are candidates. Among more, each is paired with its neighbours only:
enough to join the copies of a wire story, and linear in a phrase that all articles have."""

LEAST_COMMON, LEAST_SAMPLED = 5, 3
"""Shingles that a pair has to share; in a sample fewer, as each then stands for several."""

_NUMBER_BITS = 24
_NUMBER = (1 << _NUMBER_BITS) - 1
_HASH = (1 << 36) - 1


def candidate_pairs(bodies: Sequence[Body]) -> list[tuple[int, int]]:
    """Pairs of positions in `bodies`, the smaller first, in order. Time and memory are linear in the text."""
    one_in = 1 + sum(len(body.words) for body in bodies) // POSTINGS
    least = LEAST_COMMON if one_in == 1 else LEAST_SAMPLED
    postings = [key << _NUMBER_BITS | number for number, body in enumerate(bodies) for key in _sample(body, one_in)]
    postings.sort()
    pairs = list(_pairs(postings))
    del postings
    pairs.sort()
    counted = ((pair, sum(1 for _ in group)) for pair, group in groupby(pairs))
    return [(pair >> _NUMBER_BITS, pair & _NUMBER) for pair, count in counted if count >= least]


def _sample(body: Body, one_in: int) -> set[int]:
    return {key & _HASH for key in hashes(body, body.grain.shingle) if key % one_in == 0}


def _pairs(postings: Sequence[int]) -> Iterator[int]:
    for _, group in groupby(postings, key=lambda posting: posting >> _NUMBER_BITS):
        holders = [posting & _NUMBER for posting in group]
        for a, b in combinations(holders, 2) if len(holders) <= CROWD else pairwise(holders):
            yield a << _NUMBER_BITS | b
