"""How alike two claims are by rule: rare words weigh more; another figure, negation or direction parts them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from claimx.models import Claim
from claimx.text.meaning import meaning

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
_EMPTY = frozenset(
    """a an the of in on at to for from by with and or as is are was were be been has have had it its this that which
    who der die das den dem des ein eine einen einem einer und oder von vom zu zum zur im in am auf mit für bei ist
    sind war waren hat haben wird werden sei sich""".split()
)


@dataclass(frozen=True)
class Features:
    """What is compared of a claim: the weight of each of its words, its figures and its decisive words."""

    weights: dict[str, float]
    norm: float
    figures: frozenset[str]
    decisive: frozenset[str]


class Likeness:
    """Scores pairs of one set of claims; weights are inverse document frequencies within the set."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        words = [_words(claim.text) for claim in claims]
        self.frequencies = Counter(word for bag in words for word in bag)
        total = len(claims)
        self._idf = {word: math.log((1 + total) / (0.5 + count)) for word, count in self.frequencies.items()}
        self.features = [self._features(claim, bag) for claim, bag in zip(claims, words, strict=True)]

    def score(self, a: int, b: int) -> float:
        """Cosine of the weighted words, 0 to 1."""
        first, second = self.features[a], self.features[b]
        if not first.norm or not second.norm:
            return 0.0
        small, large = sorted((first.weights, second.weights), key=len)
        shared = sum(weight * large[word] for word, weight in small.items() if word in large)
        return round(shared / (first.norm * second.norm), 6)

    def conflict(self, a: int, b: int) -> bool:
        """Whether the wordings differ in a way that no likeness makes up for."""
        first, second = self.features[a], self.features[b]
        figures_differ = bool(first.figures and second.figures) and not first.figures & second.figures
        return figures_differ or first.decisive != second.decisive

    def _features(self, claim: Claim, bag: frozenset[str]) -> Features:
        weights = {word: self._idf[word] for word in sorted(bag)}
        decisive = meaning(claim.text)
        norm = math.sqrt(sum(weight * weight for weight in weights.values()))
        return Features(weights, norm, decisive.figures, decisive.decisive)


def _words(text: str) -> frozenset[str]:
    """Words without inflection's commonest endings; pairs of characters where a script has no spaces."""
    spaced = _SPACELESS.sub(" ", text)
    words = {_stem(word) for word in _WORD.findall(spaced.casefold())} - _EMPTY
    pairs = {run[at : at + 2] for run in _SPACELESS.findall(text) for at in range(max(1, len(run) - 1))}
    return frozenset(words | pairs)


def _stem(word: str) -> str:
    word = re.sub(r"['’]s?$", "", word)
    for ending in ("ing", "ed", "es", "s", "en", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
