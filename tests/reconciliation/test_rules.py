"""Without a model: pure, deterministic, independent of order, and nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimx import Report, Source, reconcile
from reconciliation.claims import VIK, extraction, texts

CLOSED = "The Lind bridge in Ostra was closed on Tuesday after an inspection."
CLOSED_TOO = "After an inspection the Lind bridge in Ostra was closed on Tuesday."
OPEN = "The Lind bridge in Ostra was not closed on Tuesday after an inspection."
SCHOOL = "A new school opens in Varn next autumn."


def grouped(report: Report) -> set[frozenset[str]]:
    return texts(claim.appearances for claim in report.claims)


def test_the_same_claim_in_other_words_is_one_claim_with_two_appearances() -> None:
    report = reconcile([extraction("a", CLOSED, SCHOOL), extraction("b", CLOSED_TOO)])
    assert grouped(report) == {frozenset({CLOSED, CLOSED_TOO}), frozenset({SCHOOL})}


def test_a_negation_keeps_two_wordings_apart_however_alike() -> None:
    report = reconcile([extraction("a", CLOSED), extraction("b", OPEN)])
    assert len(report.claims) == 2


def test_another_figure_keeps_two_wordings_apart() -> None:
    report = reconcile(
        [extraction("a", "The fire in Varn killed 12 people."), extraction("b", "The fire in Varn killed 31 people.")]
    )
    assert len(report.claims) == 2


def test_a_claim_that_is_supported_and_denied_is_disputed() -> None:
    report = reconcile([extraction("a", CLOSED), extraction("b", (CLOSED_TOO, "deny", VIK))])
    (claim,) = report.claims
    assert claim.status == "disputed"
    assert [(position.label, position.source.name) for position in claim.positions] == [
        ("support", "the article itself"),
        ("deny", "Jon Vik"),
    ]


def test_names_come_before_descriptions_and_the_articles_own_voice_last() -> None:
    aide = Source(name="an aide", named=False)
    report = reconcile(
        [
            extraction("a", CLOSED),
            extraction("b", (CLOSED_TOO, "support", aide)),
            extraction("c", (CLOSED, "support", VIK)),
        ]
    )
    (claim,) = report.claims
    assert [position.source.name for position in claim.positions] == ["Jon Vik", "an aide", "the article itself"]


def test_a_claim_from_two_origins_is_corroborated_and_from_one_is_not() -> None:
    report = reconcile([extraction("a", CLOSED, SCHOOL), extraction("b", CLOSED_TOO)])
    assert {claim.text: claim.status for claim in report.claims}[SCHOOL] == "single_origin"
    assert next(claim for claim in report.claims if len(claim.appearances) == 2).status == "corroborated"


def test_a_claim_that_is_only_denied_is_unsupported() -> None:
    (claim,) = reconcile([extraction("a", (CLOSED, "deny", VIK))]).claims
    assert claim.status == "unsupported"


def test_the_first_appearance_is_the_earliest_published() -> None:
    late = extraction("a", CLOSED, published_at="2031-05-07T10:00:00Z")
    early = extraction("b", CLOSED_TOO, published_at="2031-05-06T10:00:00Z")
    (claim,) = reconcile([late, early]).claims
    assert claim.first_appearance == "b#1"


def test_every_join_says_how_and_why() -> None:
    (claim,) = reconcile([extraction("a", CLOSED), extraction("b", CLOSED_TOO)]).claims
    (merge,) = claim.merges
    assert ({merge.a, merge.b}, merge.method) == ({"a#1", "b#1"}, "rule")
    assert merge.score is not None
    assert merge.score > 0.5


def test_one_article_and_no_article_are_stories_too() -> None:
    assert len(reconcile([extraction("a", CLOSED)]).claims) == 1
    assert reconcile([]).claims == ()


def test_a_source_holds_one_position_however_many_articles_quote_it() -> None:
    short = Source(name="Vik", kind="person")
    (claim,) = reconcile(
        [extraction("a", (CLOSED, "support", VIK)), extraction("b", (CLOSED_TOO, "support", short))]
    ).claims
    assert [(position.source.name, len(position.appearances)) for position in claim.positions] == [("Jon Vik", 2)]


PLACES = ["Ostra", "Varn", "Lind", "Hald"]
THINGS = ["bridge", "school", "ferry", "market"]
VERBS = ["closed", "opened", "burned", "was not closed"]
sentences = st.builds(
    lambda thing, place, verb: f"The {thing} in {place} {verb}.",
    st.sampled_from(THINGS),
    st.sampled_from(PLACES),
    st.sampled_from(VERBS),
)
stories = st.lists(st.lists(sentences, max_size=6), min_size=1, max_size=5)


@given(stories, st.randoms(use_true_random=False))
def test_every_claim_ends_in_exactly_one_merged_claim_and_order_changes_nothing(
    story: list[list[str]], random: object
) -> None:
    extractions = [extraction(f"a{number}", *dict.fromkeys(lines)) for number, lines in enumerate(story)]
    report = reconcile(extractions)
    appearances = [appearance.id for claim in report.claims for appearance in claim.appearances]
    assert sorted(appearances) == sorted(claim.id for one in extractions for claim in one.claims)
    shuffled = list(extractions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert reconcile(shuffled) == report


@given(stories)
def test_no_merged_claim_holds_a_statement_and_its_negation(story: list[list[str]]) -> None:
    extractions = [extraction(f"a{number}", *dict.fromkeys(lines)) for number, lines in enumerate(story)]
    for claim in reconcile(extractions).claims:
        assert len({" not " in appearance.text for appearance in claim.appearances}) == 1
