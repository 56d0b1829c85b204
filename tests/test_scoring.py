"""The scores mean what they say: found, whose, and how well merged."""

from __future__ import annotations

from typing import Any

from scoring import score

from claimx import Report, reconcile
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
    assert (round(scores.precision, 3), scores.recall) == (0.667, 1.0)


def test_one_statement_in_two_merged_claims_costs_recall() -> None:
    together = {**FITTING[1], "statement": "closed"}
    scores = score(report(), gold(FITTING[0], together, FITTING[2]))
    assert (scores.precision, round(scores.recall, 3)) == (1.0, 0.556)


def test_a_claim_from_furniture_is_counted() -> None:
    at = TEXT_A.index(SCHOOL)
    furniture = [{"article": "a", "start": at, "end": at + len(SCHOOL)}]
    assert score(report(), gold(*FITTING, furniture=furniture)).furniture == 1


def test_a_copy_that_was_not_seen_and_one_that_is_none_are_told_apart() -> None:
    assert score(report(), gold(*FITTING, copies=[["b", "a"]])).copies == (0, 1, 0)
    twins = reconcile([extraction("a", text=f"{TEXT_A} " * 4), extraction("b", text=f"{TEXT_A} " * 4)])
    assert score(twins, gold(copies=[])).copies == (0, 0, 1)
