"""Groups never chain, and blocks for the model are bounded without cutting what belongs together."""

from __future__ import annotations

from itertools import accumulate, combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from claimx import reconcile
from claimx.reconciliation.matching.candidates import ASK, Pair, candidate_pairs
from claimx.reconciliation.matching.clustering import blocks, cluster, packed
from claimx.reconciliation.matching.likeness import Likeness
from faults.server import Body
from reconciliation.claims import extraction
from stories import answering, asked_for, last_message, model_at


def likeness(*texts: str) -> Likeness:
    return Likeness(extraction("a", *texts, text="\n".join(texts)).claims)


def test_pairs_are_those_that_share_words_and_no_others() -> None:
    scores = likeness("The Lind bridge closed.", "The bridge at Lind closed.", "Tulips bloom in Varn.")
    assert {(pair.a, pair.b) for pair in candidate_pairs(scores)} == {(0, 1)}


def test_half_likeness_does_not_chain() -> None:
    chain = likeness(
        "Ostra bought tugs and barges.",
        "Ostra bought barges and cranes and sheds.",
        "Varn sold cranes and sheds and pumps.",
        "Varn sold pumps and hoses.",
    )
    pairs = [Pair(a, a + 1, 0.9, joins=True) for a in range(3)]
    groups = cluster(4, pairs, chain)
    assert all(not {0, 3} <= set(group) for group in groups)


pairs_of_twelve = st.lists(
    st.builds(
        lambda a, b, score: Pair(min(a, b), max(a, b), score, joins=False),
        st.integers(0, 11),
        st.integers(0, 11),
        st.floats(ASK, 1.0),
    ).filter(lambda pair: pair.a < pair.b),
    max_size=40,
)


@given(pairs_of_twelve, st.integers(1, 12))
def test_blocks_are_a_partition_and_none_is_larger_than_the_limit(pairs: list[Pair], limit: int) -> None:
    found = blocks(12, pairs, limit)
    assert sorted(number for block in found for number in block) == list(range(12))
    assert max(map(len, found)) <= limit


@given(pairs_of_twelve)
def test_no_likely_pair_is_cut_where_there_is_room(pairs: list[Pair]) -> None:
    of = {number: block for block in blocks(12, pairs, 12) for number in block}
    assert all(of[pair.a] is of[pair.b] for pair in pairs)


@given(st.lists(st.integers(1, 7), max_size=20))
def test_packs_hold_whole_groups_and_no_two_would_fit_into_one(sizes: list[int]) -> None:
    ends = [*accumulate(sizes, initial=0)]
    groups = [tuple(range(start, end)) for start, end in pairwise(ends)]
    packs = packed(groups, 7)
    assert sorted(number for pack in packs for number in pack) == list(range(ends[-1]))
    assert all(sum(set(group) <= set(pack) for pack in packs) == 1 for group in groups)
    assert all(len(a) + len(b) > 7 for a, b in combinations(packs, 2))


def test_a_story_too_large_for_one_request_is_asked_about_block_by_block() -> None:
    shown: list[int] = []

    def answer(body: Body) -> Body:
        if asked_for(body) == "NestingAnswer":
            return {"same": [], "parents": [], "relations": []}
        size = last_message(body).strip().count("\n") - 1
        shown.append(size)
        return {"groups": [list(range(1, size + 1))]}

    story = [
        extraction("a", "The Lind bridge closed.", "Tulips bloom in Varn."),
        extraction("b", "The bridge at Lind closed.", "In Varn the tulips bloom."),
    ]
    with answering(answer) as endpoint:
        report = reconcile(story, model=model_at(endpoint), at_once=3)
    assert sorted(shown) == [2, 2]
    assert sorted(len(claim.appearances) for claim in report.claims) == [2, 2]
