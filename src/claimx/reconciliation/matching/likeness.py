"""How alike two claims are by rule: rare terms weigh more, and what no likeness makes up for parts them.

The score is the cosine of inverse document frequencies (Spärck Jones 1972; Salton and Buckley 1988).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from functools import cached_property

from claimx.models import Claim
from claimx.reconciliation.matching.agreement import conflict
from claimx.reconciliation.matching.blocking import Neighbours, rare_up_to
from claimx.reconciliation.matching.terms import read_claim
from claimx.text.vocabulary import HAN

UNSHARED = 0.5
"""The weight, beside a claim in another language, of a term which that language never uses in the set."""

ONE_ARTICLE = 0.6
"""What is left of a score within one article: its doubles are together already, so two claims mean two things."""

_SLACK = 1e-5
"""More than rounding a score, and adding weights in another order, can make up."""

PAIR_OF_CHARACTERS = 0.6
"""The weight of a pair of characters beside a word's: a word without spaces makes several."""


class Likeness:
    """Scores pairs of one set of claims; weights are inverse document frequencies within the set."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.readings = [read_claim(claim) for claim in claims]
        self.frequencies = Counter(term for reading in self.readings for term in reading.terms)
        self._squares = {term: self._weight(term) ** 2 for term in self.frequencies}
        self._articles = [claim.article_id for claim in claims]
        self._spoken: dict[str, set[str]] = defaultdict(set)
        for reading in self.readings:
            self._spoken[reading.language] |= reading.terms
        self._shared_weights: dict[int, float] = {}

    def score(self, a: int, b: int) -> float:
        """Cosine of the weighted terms, 0 to 1; less within one article."""
        languages = self._languages
        norms = self._norms[languages[b]][a] * self._norms[languages[a]][b]
        if not norms:
            return 0.0
        alike = min(1.0, self._shared(a, b) / norms)
        return round(alike * ONE_ARTICLE if self._articles[a] == self._articles[b] else alike, 6)

    def within_reach(self, a: int, near: Mapping[int, float], bar: float) -> list[int]:
        """The places in `near` whose score with `a` can be `bar`: far fewer than share a rare term, and quickly told.

        `near` gives for each the most that the terms it shares with `a` can weigh.
        """
        languages = self._languages
        beside = self._norms[languages[a]]
        least = {language: (bar - _SLACK) * norms[a] for language, norms in self._norms.items()}
        return [b for b, shared in near.items() if shared >= least[languages[b]] * beside[b]]

    def conflict(self, a: int, b: int) -> bool:
        """Whether the two differ in a way that no likeness makes up for."""
        return conflict(self.readings[a], self.readings[b]) is not None

    def contained(self, a: int, b: int) -> float:
        """How much of `a`, by weight, `b` says too, 0 to 1."""
        norm = self._norms[self._languages[b]][a]
        return min(1.0, self._shared(a, b) / (norm * norm)) if norm else 0.0

    def _shared(self, a: int, b: int) -> float:
        pair = a * len(self.readings) + b if a < b else b * len(self.readings) + a
        weight = self._shared_weights.get(pair)
        if weight is None:
            # fsum: exact, and so the same in whatever order a set yields its terms.
            squares, shared = self._squares, self.readings[a].terms & self.readings[b].terms
            weight = self._shared_weights[pair] = math.fsum(map(squares.__getitem__, shared))
        return weight

    def _weight(self, term: str) -> float:
        weight = rarity(len(self.readings), self.frequencies[term])
        return weight * PAIR_OF_CHARACTERS if HAN.match(term) else weight

    @cached_property
    def _norms(self) -> dict[str, list[float]]:
        """The lengths of all claims' vectors beside a claim in each language."""
        return {language: self._norms_beside(spoken) for language, spoken in self._spoken.items()}

    def _norms_beside(self, spoken: Set[str]) -> list[float]:
        """As `_norms`, beside a language that uses the terms `spoken`."""
        weights = {term: square * (1 if term in spoken else UNSHARED**2) for term, square in self._squares.items()}
        return [math.sqrt(math.fsum(map(weights.__getitem__, reading.terms))) for reading in self.readings]

    @cached_property
    def _languages(self) -> list[str]:
        return [reading.language for reading in self.readings]

    @property
    def neighbours(self) -> Neighbours:
        """Which of the claims share a rare term."""
        terms = [reading.terms for reading in self.readings]
        return Neighbours(terms, self.frequencies, self._squares, rare_up_to(len(terms)))


def rarity(total: int, frequency: int) -> float:
    """The weight of a term that `frequency` of `total` claims hold."""
    return math.log((1 + total) / (0.5 + frequency))
