"""The scores mean what they say: found, whose, and how well merged."""

from __future__ import annotations

from typing import Any

import pytest
from score import FIXTURES, filled_in
from scoring import score

from claimx import Relation, Report, Source, Variant, VariantValue, reconcile
from claimx.models import RelationKind
from reconciliation.claims import VIK, extraction

CLOSED = "The Lind bridge in Ostra was closed on Tuesday."
CLOSED_TOO = "On Tuesday the Lind bridge in Ostra was closed."
SCHOOL = "A new school opens in Varn next autumn."


def mention(statement: str, article: str, text: str, quote: str, **changes: Any) -> dict[str, Any]:
    at = text.index(quote)
    plain = {"statement": statement, "article": article, "start": at, "end": at + len(quote)}
    return {**plain, "speaker": None, "position": "support", **changes}


def gold(*mentions: dict[str, Any], **changes: Any) -> dict[str, Any]:
    statements = sorted({one["statement"] for one in mentions})
    return {"mentions": mentions, "copies": [], "furniture": [], "must_extract": statements, **changes}


def report() -> Report:
    return reconcile([extraction("a", CLOSED, SCHOOL), extraction("b", (CLOSED_TOO, "deny", VIK))])


TEXT_A = f"{CLOSED}\n{SCHOOL}"
FITTING = (
    mention("closed", "a", TEXT_A, CLOSED),
    mention("school", "a", TEXT_A, "A new school opens in Varn"),
    mention("closed", "b", CLOSED_TOO, CLOSED_TOO, speaker="vik", position="deny"),
)


def varying(report: Report) -> Report:
    """The report with the first appearances of its first claim told apart by a variant of time."""
    first, *others = report.claims
    values = tuple(
        VariantValue(value=str(number), appearances=(one.id,)) for number, one in enumerate(first.appearances)
    )
    variant = Variant(kind="time", values=values, compatible=False, why="made so")
    return report.model_copy(update={"claims": (first.model_copy(update={"variants": (variant,)}), *others)})


def linked(report: Report, kind: RelationKind) -> Report:
    a, b = report.claims
    return report.model_copy(update={"relations": (Relation(a=a.id, b=b.id, kind=kind, why="made so"),)})


def nested(report: Report) -> Report:
    """The report with its second claim under its first."""
    first, second = report.claims
    return report.model_copy(update={"claims": (first, second.model_copy(update={"parent": first.id}))})


def test_a_report_that_fits_the_gold_scores_full() -> None:
    scores = score(report(), gold(*FITTING))
    assert (scores.found, scores.mentions) == (3, 3)
    assert scores.stance["support"] == (2, 2)
    assert scores.stance["deny"] == (1, 1)
    assert scores.speaker == (3, 3)
    assert scores.b_cubed == 1.0
    assert scores.must_extract == (2, 2)
    assert scores.spans[0] == scores.spans[1] > 0


def test_a_mention_without_evidence_is_not_found() -> None:
    missed = mention("other", "b", CLOSED_TOO, "On Tuesday")
    missed = {**missed, "article": "a", "start": 1000, "end": 1010}
    assert score(report(), gold(*FITTING, missed)).found == 3


def test_a_wrong_stance_and_a_wrong_speaker_count_as_wrong() -> None:
    wrong = mention("closed", "b", CLOSED_TOO, CLOSED_TOO, speaker="somebody else", position="query")
    scores = score(report(), gold(wrong))
    assert scores.stance["query"] == (0, 1)
    assert scores.speaker == (0, 1)


def test_two_statements_in_one_merged_claim_cost_precision() -> None:
    apart = {**FITTING[2], "statement": "closed-again"}
    scores = score(report(), gold(*FITTING[:2], apart))
    assert (round(scores.merging[0], 3), scores.merging[1]) == (0.667, 1.0)


def test_one_statement_in_two_merged_claims_costs_recall() -> None:
    together = {**FITTING[1], "statement": "closed"}
    scores = score(report(), gold(FITTING[0], together, FITTING[2]))
    assert (scores.merging[0], round(scores.merging[1], 3)) == (1.0, 0.556)


def test_a_claim_from_furniture_is_counted() -> None:
    at = TEXT_A.index(SCHOOL)
    furniture = [{"article": "a", "start": at, "end": at + len(SCHOOL)}]
    assert score(report(), gold(*FITTING, furniture=furniture)).furniture == 1


def test_a_copy_that_was_not_seen_and_one_that_is_none_are_told_apart() -> None:
    assert score(report(), gold(*FITTING, copies=[["b", "a"]])).copies == (0, 1, 0)
    twins = reconcile([extraction("a", text=f"{TEXT_A} " * 4), extraction("b", text=f"{TEXT_A} " * 4)])
    assert score(twins, gold(copies=[])).copies == (0, 0, 1)


def test_pairs_of_mentions_are_counted_beside_b_cubed() -> None:
    assert score(report(), gold(*FITTING)).pairwise == 1.0
    together = {**FITTING[1], "statement": "closed"}
    scores = score(report(), gold(FITTING[0], together, FITTING[2]))
    assert scores.pairwise == 0.5  # one pair of three was joined, and none wrongly


def test_one_speaker_as_two_sources_costs_recall() -> None:
    council = Source(name="the Vik council", kind="organization")
    apart = reconcile([extraction("a", (CLOSED, "support", VIK)), extraction("b", (CLOSED_TOO, "support", council))])
    by_vik = [{**FITTING[number], "speaker": "vik", "position": "support"} for number in (0, 2)]
    assert score(apart, gold(*by_vik)).sources == (1.0, 0.5)


def test_patterns_that_begin_alike_or_utter_one_quotation_are_one_speaker() -> None:
    one = reconcile([extraction("a", (CLOSED, "support", VIK)), extraction("b", (CLOSED_TOO, "support", VIK))])
    by_two = [
        {**FITTING[0], "speaker": "Vik|he"},
        {**FITTING[2], "speaker": "Vik|council", "position": "support"},
        {**FITTING[2], "speaker": "Jon", "position": "support"},
    ]
    assert score(one, gold(*by_two[:2])).sources == (1.0, 1.0)
    assert score(one, gold(by_two[0], by_two[2])).sources == (0.5, 1.0)
    places = [[mention["article"], mention["start"], mention["end"]] for mention in (by_two[0], by_two[2])]
    assert score(one, gold(by_two[0], by_two[2], same_quote=[places])).sources == (1.0, 1.0)


def test_a_variant_counts_where_it_tells_mentions_of_different_value_apart() -> None:
    values = [{**FITTING[0], "value": "Tuesday"}, {**FITTING[2], "value": "Monday"}]
    assert score(report(), gold(*values)).variants == (0, 1, 0)
    assert score(varying(report()), gold(*values)).variants == (1, 1, 0)
    assert score(varying(report()), gold(*FITTING)).variants == (0, 0, 1)


def test_statements_related_as_variants_are_shown_by_a_variant_or_a_relation() -> None:
    related = [{"a": "closed", "b": "closed-again", "kind": "variant-time"}]
    apart = {**FITTING[2], "statement": "closed-again"}
    assert score(varying(report()), gold(FITTING[0], apart, relations=related)).variants[:2] == (1, 1)
    to_school = [{"a": "closed", "b": "school", "kind": "variant-number"}]
    assert score(report(), gold(*FITTING, relations=to_school)).variants[:2] == (0, 1)
    assert score(linked(report(), "updates"), gold(*FITTING, relations=to_school)).variants[:2] == (1, 1)


def test_a_relation_is_linked_by_any_relation_or_by_nesting_and_as_such_only_by_its_kind() -> None:
    related = [{"a": "closed", "b": "school", "kind": "contradicts"}]
    assert score(report(), gold(*FITTING, relations=related)).relations["contradicts"] == (0, 0, 1)
    assert score(nested(report()), gold(*FITTING, relations=related)).relations["contradicts"] == (1, 0, 1)
    scores = score(linked(report(), "updates"), gold(*FITTING, relations=related))
    assert (scores.relations["contradicts"], scores.reported_relations) == ((1, 0, 1), (1, 1))
    assert score(linked(report(), "contradicts"), gold(*FITTING, relations=related)).relations["contradicts"] == (
        1,
        1,
        1,
    )
    assert score(linked(report(), "contradicts"), gold(*FITTING)).reported_relations == (0, 1)


def test_a_statement_is_under_its_parent_where_its_claim_is() -> None:
    statements = [{"id": "closed", "parent": None}, {"id": "school", "parent": "closed"}]
    assert score(report(), gold(*FITTING, statements=statements)).parents == (0, 1)
    assert score(nested(report()), gold(*FITTING, statements=statements)).parents == (1, 1)


def test_opposites_in_one_claim_are_counted_unless_one_stands_there_as_a_denial_of_the_other() -> None:
    contradicting = [{"a": "closed", "b": "open", "kind": "contradicts"}]
    deny = {**FITTING[2], "statement": "open"}
    assert score(report(), gold(FITTING[0], deny, relations=contradicting)).opposites == 1
    said_as_denial = {**deny, "position": "support"}
    assert score(report(), gold(FITTING[0], said_as_denial, relations=contradicting)).opposites == 0


def test_two_scopes_in_one_claim_are_counted() -> None:
    scopes = [{"a": "closed", "b": "closed-again", "kind": "different_scope"}]
    apart = {**FITTING[2], "statement": "closed-again"}
    assert score(report(), gold(FITTING[0], apart, relations=scopes)).scopes == 1
    assert score(report(), gold(*FITTING, relations=scopes)).scopes == 0


def test_origins_are_counted_against_the_articles_of_the_statement_less_copies() -> None:
    assert score(report(), gold(*FITTING)).origins == (0, 2, 2)
    assert score(report(), gold(*FITTING, copies=[["a", "b"]])).origins == (1, 1, 2)


@pytest.mark.checkout
@pytest.mark.parametrize("page", ["README.md", "docs/benchmarks.md"])
def test_the_scores_in_the_docs_are_those_of_today(page: str) -> None:
    text = (FIXTURES.parent / page).read_text(encoding="utf-8")
    assert filled_in(text) == text, "make readme"
