"""What is passed over for speed would have changed nothing."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.reconciliation.matching.candidates import ASK, JOIN, Pair
from claimx.reconciliation.matching.clustering import as_partition, cluster, linked_groups
from claimx.reconciliation.matching.likeness import Likeness
from claimx.reconciliation.matching.terms import Reading
from claimx.reconciliation.origins.credits import Wording, wordings

SIZE = 9
SCORES = st.integers(min_value=round(ASK * 100), max_value=100).map(lambda hundredths: hundredths / 100)
PLACES = st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(lambda pair: pair[0] < pair[1])


@given(scores=st.dictionaries(PLACES, SCORES))
@settings(max_examples=200, deadline=None)
def test_scores_between_claims_that_nothing_connects_join_none(scores: dict[tuple[int, int], float]) -> None:
    readings = [Reading(language="en", terms=frozenset([str(place)])) for place in range(SIZE)]
    likeness = cast(Likeness, SimpleNamespace(readings=readings, conflict=lambda a, b: False))
    pairs = [Pair(a, b, score, joins=score >= JOIN) for (a, b), score in sorted(scores.items())]
    every_link = ((pair.a, pair.b, pair.score) for pair in pairs)
    assert cluster(SIZE, pairs, likeness) == as_partition(linked_groups(range(SIZE), every_link))


@pytest.mark.parametrize("wording", wordings(), ids=lambda wording: wording.pattern.pattern[:24])
@given(data=st.data())
@settings(max_examples=5, deadline=None)
def test_no_credit_hides_from_the_quick_look(wording: Wording, data: st.DataObject) -> None:
    assert wording.may_stand_in(data.draw(st.from_regex(wording.pattern)))
