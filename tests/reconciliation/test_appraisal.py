"""Status and reach: what supports a claim counts, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimx import MergedClaim, Report, Source, reach, reconcile
from reconciliation.claims import VIK, extraction

BRIDGE = "The bridge over the Lune is closed to lorries."
OFFICIAL = Source(name="a senior harbour official", named=False)
MAYOR = Source(name="Ada Holm", role="Mayor")


def one_claim(*given: tuple[str, str, Source | None]) -> tuple[MergedClaim, Report]:
    """Article, label and holder of each report of one and the same claim."""
    report = reconcile([extraction(article, (BRIDGE, label, holder)) for article, label, holder in given])
    (claim,) = report.claims
    return claim, report


def test_an_origin_that_only_comments_corroborates_nothing() -> None:
    report = reconcile(
        [
            extraction("a", (BRIDGE, "support", VIK)),
            extraction(
                "b", (BRIDGE, "comment", MAYOR), text=f"Nothing to do with the other. {BRIDGE} Nor with a third."
            ),
        ]
    )
    assert [claim.status for claim in report.claims if len(claim.appearances) == 2] == ["single_origin"]


def test_two_origins_that_support_a_claim_corroborate_it() -> None:
    report = reconcile(
        [
            extraction("a", (BRIDGE, "support", VIK)),
            extraction(
                "b", (BRIDGE, "support", MAYOR), text=f"Nothing to do with the other. {BRIDGE} Nor with a third."
            ),
        ]
    )
    assert [(claim.status, len(claim.origins)) for claim in report.claims] == [("corroborated", 2)]


def test_the_four_counts_are_none_of_each_other() -> None:
    claim, report = one_claim(
        ("a", "support", VIK), ("b", "support", OFFICIAL), ("c", "support", OFFICIAL), ("d", "deny", MAYOR)
    )
    counts = reach(claim, report)
    assert (counts.publishers, counts.named_sources, counts.unnamed_sources) == (3, 1, 1)


def test_an_unnamed_source_in_five_outlets_is_one_description() -> None:
    claim, report = one_claim(*((name, "support", OFFICIAL) for name in "abcde"))
    counts = reach(claim, report)
    assert (counts.publishers, counts.named_sources, counts.unnamed_sources) == (5, 0, 1)


def test_a_newspaper_that_is_credited_is_no_source_of_its_own() -> None:
    paper = Source(name="Ostra Post", kind="media")
    counts = reach(*one_claim(("a", "support", VIK), ("b", "support", paper)))
    assert (counts.publishers, counts.named_sources, counts.unnamed_sources) == (2, 1, 0)


def test_copies_are_publishers_and_no_origins() -> None:
    text = " ".join(f"Sentence {number} of a long report on the harbour and its cranes." for number in range(30))
    copies = [extraction(name, BRIDGE, text=f"{BRIDGE} {text}") for name in "ab"]
    report = reconcile(copies)
    counts = reach(report.claims[0], report)
    assert (counts.publishers, counts.origins) == (2, 1)


def test_a_claim_that_is_only_denied_reaches_nobody() -> None:
    claim, report = one_claim(("a", "deny", VIK), ("b", "deny", MAYOR))
    assert set(reach(claim, report).model_dump().values()) == {0}


@given(st.lists(st.sampled_from(["support", "deny", "query", "comment"]), min_size=1, max_size=6))
def test_no_count_exceeds_what_there_is(labels: list[str]) -> None:
    report = reconcile([extraction(f"a{number}", (BRIDGE, label, VIK)) for number, label in enumerate(labels)])
    for claim in report.claims:
        counts = reach(claim, report)
        assert counts.publishers <= len(claim.appearances)
        assert counts.origins <= min(len(claim.origins), max(counts.publishers, 0) or 0)
        assert (counts.publishers == 0) == (claim.status == "unsupported")
