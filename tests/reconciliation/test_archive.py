"""An archive is matched in arrays as a story is by hand, and in the same groups whatever the order."""

from __future__ import annotations

import random

import pytest
from synthetic import claims

pytest.importorskip("sparse_dot_topn")

from claimx.reconciliation.matching.archive import match


def partition(texts: list[str], groups: list[int]) -> set[frozenset[str]]:
    return {frozenset(text for text, one in zip(texts, groups, strict=True) if one == group) for group in groups}


def test_claims_that_differ_in_figure_place_topic_or_date_stay_apart_and_the_others_come_together() -> None:
    texts, labels = claims(5_000)
    groups = match(texts)
    right = len(set(zip(labels, groups, strict=True)))
    assert right / len(set(labels)) < 1.05
    assert right / len(set(groups)) < 1.05


def test_order_changes_no_group() -> None:
    texts, _ = claims(400)
    shuffled = random.Random(1).sample(texts, len(texts))
    assert partition(texts, match(texts)) == partition(shuffled, match(shuffled))


def test_no_claim_is_no_group_and_the_same_claim_is_one() -> None:
    assert match([]) == []
    assert match(["The Lind bridge closed."] * 3) == [0, 0, 0]


def test_claims_without_a_telling_word_are_matched_too() -> None:
    assert match(["", "It is."]) == [0, 0]
    assert match(["The.", "The Lind bridge closed."]) == [0, 1]
