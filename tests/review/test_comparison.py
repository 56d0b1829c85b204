"""Two reports side by side: what one found and the other did not, and what both found in two ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reports
from claimx import MergedClaim, Report, compare
from claimx.models import Claim
from reports import ASKED, ASKED_IN_LEDGER, ASKED_IN_WIRE, DEAD, PESKOV, REPORT, RESOLVED_PESKOV


def _with(*claims: MergedClaim, **changed: object) -> Report:
    return REPORT.model_copy(update={"claims": claims, "relations": (), **changed})


def _of(appearance: Claim, id: str, **changed: object) -> MergedClaim:
    alone = {"id": id, "text": appearance.text, "appearances": (appearance,), "merges": (), "variants": ()}
    return ASKED.model_copy(update={**alone, **changed})


BASE = _with(*REPORT.claims)
APART = _with(_of(ASKED_IN_WIRE, "x1"), _of(ASKED_IN_LEDGER, "x2"), *REPORT.claims[1:])


def test_a_report_is_the_same_as_itself() -> None:
    comparison = compare(REPORT, REPORT)
    assert comparison.same
    assert comparison.alike == 3
    assert (comparison.counts, comparison.provenance) == ((), ())


def test_other_ids_are_no_difference() -> None:
    renamed = [
        claim.model_copy(
            update={
                "id": f"new-{claim.id}",
                "parent": f"new-{claim.parent}" if claim.parent else None,
                "appearances": tuple(one.model_copy(update={"id": f"new-{one.id}"}) for one in claim.appearances),
            }
        )
        for claim in REPORT.claims
    ]
    relations = tuple(one.model_copy(update={"a": f"new-{one.a}", "b": f"new-{one.b}"}) for one in REPORT.relations)
    assert compare(REPORT, _with(*renamed, relations=relations)).same


def test_a_claim_is_the_same_in_other_words_on_the_same_evidence() -> None:
    reworded = ASKED_IN_WIRE.model_copy(update={"id": "w", "text": "Russia had asked China for arms and money."})
    comparison = compare(_with(_of(ASKED_IN_WIRE, "a")), _with(_of(reworded, "b")))
    assert comparison.same


def test_two_claims_on_one_sentence_are_told_apart_by_what_they_say() -> None:
    other = ASKED_IN_WIRE.model_copy(update={"id": "w9", "text": "Two officials spoke to reporters this week."})
    comparison = compare(_with(_of(ASKED_IN_WIRE, "a")), _with(_of(other, "b")))
    assert [claim.id for claim in comparison.only_a] == ["a"]
    assert [claim.id for claim in comparison.only_b] == ["b"]


def test_a_claim_that_only_one_side_found_is_named() -> None:
    comparison = compare(BASE, _with(ASKED, DEAD))
    assert [claim.id for claim in comparison.only_a] == ["c3"]
    assert (comparison.only_b, comparison.alike, comparison.same) == ((), 2, False)


def test_an_appearance_that_only_one_side_found_is_named_with_its_claim() -> None:
    fewer = ASKED.model_copy(update={"appearances": (ASKED_IN_WIRE,), "merges": ()})
    (change,) = compare(BASE, _with(fewer, *REPORT.claims[1:])).changed
    assert (change.only_a, change.only_b) == (("ledger-1",), ())


def test_a_stance_that_changed_is_told_with_who_holds_it_and_where() -> None:
    stance = ASKED_IN_LEDGER.stances[0].model_copy(update={"label": "query"})
    asking = ASKED_IN_LEDGER.model_copy(update={"stances": (stance,)})
    other = ASKED.model_copy(update={"appearances": (ASKED_IN_WIRE, asking)})
    ((change,),) = [one.stances for one in compare(BASE, _with(other, *REPORT.claims[1:])).changed]
    assert (change.article_id, change.holder) == ("ledger", "Peskov")
    assert (change.before, change.after) == ((("deny", "unspecified"),), (("query", "unspecified"),))


def test_a_holder_is_the_same_under_any_of_its_names() -> None:
    full = PESKOV.model_copy(update={"name": "Dmitry Peskov"})
    stance = ASKED_IN_LEDGER.stances[0].model_copy(update={"holder": full})
    named = ASKED_IN_LEDGER.model_copy(update={"stances": (stance,)})
    other = ASKED.model_copy(update={"appearances": (ASKED_IN_WIRE, named)})
    known = RESOLVED_PESKOV.model_copy(update={"id": "p7", "as_given": (full,)})
    second = _with(other, *REPORT.claims[1:], sources=(reports.RESOLVED_OFFICIALS, known))
    assert compare(BASE, second).same


def test_one_claim_that_became_two_is_a_split_and_the_other_way_round_a_join() -> None:
    split, joined = compare(BASE, APART), compare(APART, BASE)
    assert [one.kind for one in split.regrouped] == ["split"]
    assert [one.kind for one in joined.regrouped] == ["joined"]
    assert [claim.id for claim in split.regrouped[0].b] == ["x1", "x2"]


def test_another_status_and_another_parent_are_changes() -> None:
    moved = DEAD.model_copy(update={"parent": None, "status": "corroborated"})
    (change,) = compare(BASE, _with(ASKED, moved, reports.FORGED)).changed
    assert change.moved
    assert (change.a.status, change.b.status) == ("single_origin", "corroborated")


def test_relations_are_compared_by_the_claims_they_tie_whichever_comes_first() -> None:
    (relation,) = REPORT.relations
    turned = relation.model_copy(update={"a": relation.b, "b": relation.a, "why": "other words"})
    assert compare(REPORT, REPORT.model_copy(update={"relations": (turned,)})).same
    assert [one.kind for one in compare(REPORT, BASE).relations_only_a] == ["different_scope"]


def test_a_text_that_changed_is_told_and_its_claims_are_found_by_their_words() -> None:
    longer = reports.WIRE.model_copy(update={"text": f"New. {reports.WIRE.text}", "sha256": "1" * 64})
    moved = {
        "evidence": tuple(
            span.model_copy(update={"start": span.start + 5, "end": span.end + 5}) for span in ASKED_IN_WIRE.evidence
        )
    }
    claim = ASKED.model_copy(update={"appearances": (ASKED_IN_WIRE.model_copy(update=moved), ASKED_IN_LEDGER)})
    comparison = compare(BASE, _with(claim, *REPORT.claims[1:], articles=(reports.LEDGER, longer)))
    assert [one.what for one in comparison.articles] == ["wire"]
    assert comparison.alike == 3


def test_an_article_that_one_side_lacks_or_could_not_read_is_told() -> None:
    fewer = REPORT.model_copy(update={"articles": (reports.WIRE,)})
    (difference,) = compare(REPORT, fewer).articles
    assert (difference.what, difference.a, difference.b) == ("ledger", "done", None)


def test_what_it_cost_and_what_made_it_is_told_and_is_no_difference_in_what_was_found() -> None:
    made = REPORT.provenance.model_copy(update={"model": "other", "prompts": {"claims/v2": "cd"}})
    comparison = compare(REPORT, REPORT.model_copy(update={"provenance": made, "usage": reports.Usage(calls=9)}))
    assert comparison.same
    told = {one.what: (one.a, one.b) for one in comparison.provenance}
    assert told == {
        "model": ("gpt-5-mini", "other"),
        "prompt claims/v1": ("ab", None),
        "prompt claims/v2": (None, "cd"),
    }
    assert {one.what for one in comparison.counts} == {"calls", "tokens"}


@pytest.mark.parametrize("other", [BASE, APART, _with(ASKED), _with()])
def test_seen_from_the_other_side_it_is_the_same_difference(other: Report) -> None:
    there, back = compare(REPORT, other), compare(other, REPORT)
    assert (there.only_a, there.only_b) == (back.only_b, back.only_a)
    assert (there.alike, there.same, len(there.changed)) == (back.alike, back.same, len(back.changed))


@given(st.sets(st.integers(0, 2)), st.sets(st.integers(0, 2)))
def test_every_claim_of_either_side_is_accounted_for_once(first: set[int], second: set[int]) -> None:
    a, b = (_with(*(REPORT.claims[place] for place in sorted(places))) for places in (first, second))
    found = compare(a, b)
    in_both = len(found.changed) + found.alike
    assert (len(found.only_a) + in_both, len(found.only_b) + in_both) == (len(a.claims), len(b.claims))
