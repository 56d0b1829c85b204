"""Pairs come from rare terms in capped blocks; an embedding adds pairs and decides none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx import reconcile
from claimx.reconciliation.matching.blocking import BLOCK_CAP, rare_up_to
from claimx.reconciliation.matching.candidates import ASK, candidate_pairs
from claimx.reconciliation.matching.clustering import cluster
from claimx.reconciliation.matching.embedding import NEIGHBOURS, SORTS, nearest_pairs
from claimx.reconciliation.matching.likeness import Likeness
from reconciliation.claims import extraction

WORDS = "Lind bridge closed quay crane Varn storm fire boats fled".split()


def likeness(*texts: str) -> Likeness:
    return Likeness(extraction("a", *texts, text="\n".join(texts)).claims)


def test_pairs_stay_linear_where_every_claim_shares_a_word() -> None:
    count = 4 * BLOCK_CAP
    scores = likeness(*(f"Ostra harvest{number // 2} grew." for number in range(count)))
    assert sum(len(near) for _, near in scores.neighbours.of_each()) == count // 2


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), min_size=2, max_size=12))
def test_no_pair_that_is_alike_enough_is_passed_over_unscored(sentences: list[list[str]]) -> None:
    scores = likeness(*(f"{' '.join(words)} {number}." for number, words in enumerate(sentences)))
    every = combinations(range(len(sentences)), 2)
    alike = {(a, b) for a, b in every if scores.score(a, b) >= ASK and share_a_rare_term(scores, a, b)}
    assert {(pair.a, pair.b) for pair in candidate_pairs(scores)} == alike


def share_a_rare_term(scores: Likeness, a: int, b: int) -> bool:
    shared = scores.readings[a].terms & scores.readings[b].terms
    return any(scores.frequencies[term] <= rare_up_to(len(scores.readings)) for term in shared)


def test_any_number_of_claims_that_are_all_alike_are_one() -> None:
    many = likeness(*["The Lind bridge closed."] * 2_000)
    pairs = candidate_pairs(many)
    assert len(pairs) == 1_999
    assert len(cluster(2_000, pairs, many)) == 1


def test_claims_that_share_no_word_are_no_pair_until_an_embedding_brings_them() -> None:
    scores = likeness("Xanor fled.", "Ylva escaped.", "Tulips bloom.")
    near = nearest_pairs(["Xanor fled.", "Ylva escaped.", "Tulips bloom."], as_if_near)
    assert candidate_pairs(scores) == []
    assert {(pair.a, pair.b, pair.joins) for pair in candidate_pairs(scores, near)} >= {(0, 1, False)}


def test_what_an_embedding_brings_together_the_rules_still_decide() -> None:
    story = [
        extraction("a", "The fire in Varn killed 12 people."),
        extraction("b", "The fire in Varn killed 31 people."),
    ]
    assert len(reconcile(story, embed=lambda texts: [[1.0] for _ in texts]).claims) == 2


def test_an_embedding_with_a_vector_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="no 2 vectors"):
        nearest_pairs(["a", "b"], lambda _: [[1.0]])


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), max_size=250))
def test_neighbours_are_bounded_and_pairs_are_ordered(vectors: list[tuple[float, float]]) -> None:
    pairs = nearest_pairs(["text"] * len(vectors), lambda _: vectors)
    assert all(0 <= a < b < len(vectors) for a, b in pairs)
    assert len(pairs) <= SORTS * NEIGHBOURS * len(vectors)


def as_if_near(texts: Sequence[str]) -> list[list[float]]:
    return [[1.0, 0.0] if "." in text and not text.startswith("Tulips") else [0.0, 1.0] for text in texts]
