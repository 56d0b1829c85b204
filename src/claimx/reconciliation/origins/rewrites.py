"""Rewrites: articles whose sentences follow those of another one by one, in words partly changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from claimx.reconciliation.origins.bodies import Body, sentences
from claimx.reconciliation.origins.shingles import Shingler

FOLLOWS = 0.5
"""Part of the longer of two sentences that both have, in order (longest common subsequence), if one was made from the
other. Reports of one event by different hands reach this in a stray sentence."""

SHORTEST = 8
"""Own words of a sentence below which likeness says nothing."""


TRACE, TRACE_PART = 3, 0.05
"""Runs of so many words that both have are left by any rewrite: at least so many, in parts of the shorter article."""

BITS = 509
"""Bits by which sentences are compared before their words are: a prime, so that each word sets one as if by chance."""

Stretch = tuple[int, int]


@dataclass(frozen=True)
class Following:
    """How the shorter article follows the longer: the weighted part of its words, how many sentences, and the best."""

    part: float
    words: float
    sentences: int
    of: int
    best: tuple[Stretch, Stretch] | None
    """The two sentences, as stretches of words, that show it best: long and not quite alike."""


def leaves_traces(shorter: Body, longer: Body, worthless: Set[int], shingler: Shingler) -> bool:
    """Whether it is worth while to align sentences. `worthless`: places in `shorter.words` that do not count."""
    mine, theirs = shingler.of(shorter, TRACE), shingler.of(longer, TRACE)
    enough = max(TRACE, TRACE_PART * shorter.length)
    # Each shared run stands in some place: most pairs are told by that, before the places are looked at.
    if len(mine.distinct & theirs.distinct) - len(worthless) >= enough:
        return True
    return sum(place not in worthless for place in mine.within(theirs)) >= enough


@dataclass(frozen=True, slots=True)
class Sentence:
    """The `words` from `start` up to `end` of a body. `bits`: one set for each, seldom the same for two of them."""

    start: int
    end: int
    words: int
    bits: int
    spare: int
    """Words that set no bit of their own."""

    def may_follow(self, bits: Sequence[int], models: Sequence[Sentence]) -> list[int]:
        """Which of `models` may have enough words in common with this one in whatever order; `bits` are theirs."""
        mine, enough = self.bits, FOLLOWS * self.words - self.spare
        near = [number for number, theirs in enumerate(bits) if (mine & theirs).bit_count() >= enough]
        return [number for number in near if self._may_follow(models[number])] if near else near

    def _may_follow(self, model: Sentence) -> bool:
        enough = FOLLOWS * max(self.words, model.words) - min(self.spare, model.spare)
        return (self.bits & model.bits).bit_count() >= enough


def read_sentences(body: Body) -> tuple[Sentence, ...]:
    """The sentences of a body in their order."""
    return tuple(_read(body, start, end) for start, end in sentences(body))


def _read(body: Body, start: int, end: int) -> Sentence:
    bits = 0
    for word in body.words[start:end]:
        bits |= 1 << word % BITS
    return Sentence(start, end, end - start, bits, end - start - bits.bit_count())


def follow(
    shorter: Body,
    longer: Body,
    weights: Mapping[int, float],
    read: Callable[[Body], Sequence[Sentence]],
    least: float,
) -> Following | None:
    """Align each sentence of `shorter` with the likest of `longer`. `weights` says which shared words count less.

    None where the sentences that may follow are less than the part `least` of `shorter`: that is told without aligning.
    """
    mine, theirs = read(shorter), read(longer)
    bits = [model.bits for model in theirs]
    words, found = 0.0, 0
    best: tuple[float, Stretch, Stretch] | None = None
    near = [(one, models) for one in mine if one.words >= SHORTEST and (models := one.may_follow(bits, theirs))]
    if sum(sentence.words for sentence, _ in near) < least * shorter.length:
        return None
    for sentence, models in near:
        likeness = _likest(shorter, sentence, longer, [(number, theirs[number]) for number in models])
        if likeness is None:
            continue
        found += 1
        weight = sum(weights.get(place, 1.0) for place in range(sentence.start, sentence.end))
        words += weight
        shown = weight * (1.5 - likeness[0])
        if best is None or shown > best[0]:
            model = theirs[likeness[1]]
            best = (shown, (sentence.start, sentence.end), (model.start, model.end))
    return Following(words / max(1, shorter.length), words, found, len(mine), best and best[1:])


def _likest(
    shorter: Body, sentence: Sentence, longer: Body, models: Iterable[tuple[int, Sentence]]
) -> tuple[float, int] | None:
    """The likeness of the likest of the numbered `models` and its number, if it is like enough."""
    from rapidfuzz.distance import LCSseq

    best: tuple[float, int] | None = None
    own = shorter.words[sentence.start : sentence.end].tolist()
    for number, model in models:
        theirs = longer.words[model.start : model.end].tolist()
        likeness = LCSseq.normalized_similarity(own, theirs, score_cutoff=best[0] if best else FOLLOWS)
        if likeness >= FOLLOWS and (best is None or likeness > best[0]):
            best = (likeness, number)
    return best
