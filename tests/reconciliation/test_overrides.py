"""`merges.toml`: an editor's word goes above rules and model, holds in every run, and never fails in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx import (
    ClaimOverride,
    ClaimReference,
    InvalidOverrides,
    Overrides,
    OverridesConflict,
    Report,
    Source,
    load_overrides,
    reconcile,
    update,
)
from reconciliation.claims import VIK, extraction
from stories import answering, asked_for, model_at

BRIDGE = "The Lind bridge was closed."
CROSSING = "Nobody may cross the river at Lind."
SCHOOL = "A new school opens in Varn."
STORY = [extraction("a", BRIDGE, SCHOOL), extraction("b", CROSSING), extraction("c", BRIDGE)]
NO_NESTING: dict[str, object] = {"same": [], "parents": [], "relations": []}

JOIN = """
[[join]]
claims = [{ article = "a", quote = "bridge was closed" }, { article = "b", quote = "cross the river" }]
note = "one closure"
"""
APART = """
[[apart]]
claims = [{ article = "a", quote = "bridge was closed" }, { article = "c", quote = "bridge was closed" }]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "merges.toml"
    path.write_text(text, encoding="utf-8")
    return path


def grouped(report: Report) -> set[frozenset[str]]:
    return {frozenset(one.id for one in claim.appearances) for claim in report.claims}


def methods(report: Report) -> dict[str, str]:
    return {merge.b: merge.method for claim in report.claims for merge in claim.merges}


def test_what_is_to_be_joined_is_one_claim_and_says_by_whose_word(tmp_path: Path) -> None:
    report = reconcile(STORY, overrides=written(tmp_path, JOIN))
    assert grouped(report) == {frozenset({"a#1", "b#1", "c#1"}), frozenset({"a#2"})}
    assert methods(report) == {"b#1": "override", "c#1": "rule"}
    (why,) = [merge.why for claim in report.claims for merge in claim.merges if merge.method == "override"]
    assert why == "merges.toml, join at line 2: one closure"


def test_what_is_to_be_apart_is_apart_however_alike(tmp_path: Path) -> None:
    assert frozenset({"a#1", "c#1"}) in grouped(reconcile(STORY))
    report = reconcile(STORY, overrides=written(tmp_path, APART))
    assert grouped(report) == {frozenset({name}) for name in ("a#1", "a#2", "b#1", "c#1")}


def test_of_claims_that_are_parted_the_others_stay_with_the_one_they_are_like(tmp_path: Path) -> None:
    story = [extraction("a", BRIDGE), extraction("b", CROSSING), extraction("c", f"{CROSSING[:-1]} now.")]
    overrides = '[[apart]]\nclaims = [{ article = "a", quote = "closed" }, { article = "b", quote = "cross" }]'
    with answering(
        lambda body: NO_NESTING if asked_for(body) == "NestingAnswer" else {"groups": [[1, 2, 3]]}
    ) as endpoint:
        report = reconcile(story, model=model_at(endpoint), overrides=written(tmp_path, overrides))
    assert {frozenset({"a#1"}), frozenset({"b#1", "c#1"})} == grouped(report)


def test_the_model_is_bound_by_them_too(tmp_path: Path) -> None:
    def answer(body: dict[str, object]) -> dict[str, object]:
        if asked_for(body) == "NestingAnswer":
            return NO_NESTING
        return {"groups": [[1, 4, 2], [3]]}

    with answering(answer) as endpoint:
        report = reconcile(STORY, model=model_at(endpoint), overrides=written(tmp_path, JOIN + APART))
    assert grouped(report) == {frozenset({"a#1", "b#1", "a#2"}), frozenset({"c#1"})}
    assert methods(report) == {"a#2": "model", "b#1": "override"}


def test_names_of_one_source_become_one_row_even_where_one_is_no_name(tmp_path: Path) -> None:
    story = [
        extraction("a", (BRIDGE, "support", VIK)),
        extraction("b", (CROSSING, "support", Source(name="a senior official", named=False))),
    ]
    overrides = written(tmp_path, '[[source]]\nnames = ["Jon Vik", "a senior official"]')
    (source,) = reconcile(story, overrides=overrides).sources
    assert (source.name, source.aliases) == ("Jon Vik", ("a senior official",))


def test_they_outlive_the_run_that_they_were_given_to(tmp_path: Path) -> None:
    report = reconcile(STORY, overrides=written(tmp_path, JOIN))
    updated = update(report, add=[extraction("d", SCHOOL)])
    assert updated.overrides == report.overrides
    assert frozenset({"a#1", "b#1", "c#1"}) in grouped(updated)


def test_one_that_is_taken_back_no_longer_holds(tmp_path: Path) -> None:
    def answer(body: dict[str, object]) -> dict[str, object]:
        if asked_for(body) == "NestingAnswer":
            return NO_NESTING
        return {"groups": [[1, 4], [2], [3]]}

    with answering(answer) as endpoint:
        by_model = reconcile(STORY, model=model_at(endpoint), overrides=written(tmp_path, JOIN))
        plain = reconcile(STORY, model=model_at(endpoint))
    for report in (by_model, reconcile(STORY, overrides=written(tmp_path, JOIN))):
        assert grouped(update(report, overrides=Overrides())) == grouped(plain)


def test_claims_read_again_under_other_numbers_are_still_meant(tmp_path: Path) -> None:
    overrides = written(tmp_path, JOIN)
    again = extraction("a", SCHOOL, BRIDGE, text=f"{BRIDGE}\n{SCHOOL}")
    assert frozenset({"a#2", "b#1", "c#1"}) in grouped(reconcile([again, *STORY[1:]], overrides=overrides))


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ('{ article = "z", quote = "bridge" }', "no article 'z'"),
        ('{ article = "b", quote = "a tunnel under it" }', "“a tunnel under it” does not stand in b"),
        ('{ article = "a", quote = "Read more" }', "no claim of a rests on “Read more”"),
    ],
)
def test_a_claim_that_is_not_there_is_told_and_costs_nothing_else(tmp_path: Path, reference: str, told: str) -> None:
    text = f'[[join]]\nclaims = [{{ article = "b", quote = "cross the river" }}, {reference}]'
    story = [extraction("a", BRIDGE, text=f"{BRIDGE}\nRead more"), *STORY[1:]]
    report = reconcile(story, overrides=written(tmp_path, text))
    assert [failure.reason for failure in report.failures] == [f"merges.toml, join at line 1: {told}"]
    assert grouped(report) == grouped(reconcile(story))


def test_a_source_that_nobody_names_is_told(tmp_path: Path) -> None:
    report = reconcile(STORY, overrides=written(tmp_path, '\n[[source]]\nnames = ["Jon Vik", "J. Vik"]'))
    assert [failure.reason for failure in report.failures] == [
        "merges.toml, source at line 2: no article names a source “Jon Vik”",
        "merges.toml, source at line 2: no article names a source “J. Vik”",
    ]


def test_words_that_several_claims_rest_on_want_the_text_of_the_one() -> None:
    both = extraction("a", "The bridge is shut.", "The bridge is worn.", text="The bridge, old and shut.")
    story = [both, extraction("b", CROSSING)]
    crossing = ClaimReference(article="b", quote="cross the river")
    quote = ClaimReference(article="a", quote="bridge, old")

    def joined(reference: ClaimReference) -> Report:
        return reconcile(story, overrides=Overrides(join=(ClaimOverride(claims=(reference, crossing)),)))

    (failure,) = joined(quote).failures
    assert failure.reason.endswith("2 claims of a rest on “bridge, old”; give the text of the one")
    exact = joined(quote.model_copy(update={"text": "The bridge is worn"}))
    assert (exact.failures, frozenset({"a#2", "b#1"}) in grouped(exact)) == ((), True)


def test_a_place_tells_which_of_repeated_words_is_meant() -> None:
    story = [extraction("a", "Shops closed.", "The bank closed."), extraction("b", CROSSING)]
    crossing = ClaimReference(article="b", quote="cross the river")
    bank = ClaimReference(article="a", quote="closed", start=23)
    report = reconcile(story, overrides=Overrides(join=(ClaimOverride(claims=(bank, crossing)),)))
    assert frozenset({"a#2", "b#1"}) in grouped(report)


CONFLICT = """
[[join]]
claims = [{ article = "a", quote = "x" }, { article = "b", quote = "y" }]

[[join]]
claims = [{ article = "b", quote = "y" }, { article = "c", quote = "z" }]

[[apart]]
claims = [{ article = "a", quote = "x" }, { article = "c", quote = "z" }]
"""


def test_what_is_joined_through_a_third_and_kept_apart_is_a_conflict_that_names_its_lines(tmp_path: Path) -> None:
    with pytest.raises(OverridesConflict) as conflict:
        load_overrides(written(tmp_path, CONFLICT))
    assert conflict.value.message == (
        "merges.toml, apart at line 8 keeps apart what is joined by "
        "merges.toml, join at line 2, merges.toml, join at line 5"
    )


def test_a_conflict_in_other_words_is_found_when_the_claims_are_known(tmp_path: Path) -> None:
    other = APART.replace('"a", quote = "bridge was closed"', '"a", quote = "Lind bridge"')
    again = JOIN.replace('"b", quote = "cross the river"', '"c", quote = "was closed"')
    path = written(tmp_path, again + other)
    load_overrides(path)
    with pytest.raises(OverridesConflict, match="apart at line 6 keeps apart what is joined by .* line 2"):
        reconcile(STORY, overrides=path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[join]\n", "is no TOML"),
        ("[[merge]]\nclaims = []", "merge: Extra inputs"),
        ('[[join]]\nclaims = [{ article = "a", quote = "x" }]', "join.1.claims: Tuple should have at least 2"),
        ('[[join]]\nclaims = [{ article = "a" }, { article = "b" }]', "join.1.claims.1.quote: Field required"),
        ("join = 3", "join: Input should be"),
        ('[[source]]\nnames = "Jon Vik"', "source.1.names"),
    ],
)
def test_a_file_that_cannot_be_understood_is_a_named_error(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InvalidOverrides, match=told):
        load_overrides(written(tmp_path, text))


def test_a_file_that_is_not_there_is_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidOverrides, match="cannot read"):
        reconcile(STORY, overrides=tmp_path / "gone.toml")


LINES = ["The ferry in Ostra sank.", "The ferry in Varn sank.", "The ferry in Ostra was closed.", BRIDGE]
references = st.builds(
    lambda article, quote: ClaimReference(article=article, quote=quote),
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(LINES),
)
rulings = st.lists(
    st.lists(references, min_size=2, max_size=3, unique=True).map(lambda given: ClaimOverride(claims=tuple(given))),
    max_size=3,
).map(tuple)


@given(rulings, rulings)
def test_whatever_is_asked_for_is_met_whole_or_refused_and_nothing_is_lost(
    join: tuple[ClaimOverride, ...], apart: tuple[ClaimOverride, ...]
) -> None:
    story = [extraction(name, *LINES) for name in "abc"]
    try:
        report = reconcile(story, overrides=Overrides(join=join, apart=apart))
    except OverridesConflict:
        return
    place = {one.id: claim.id for claim in report.claims for one in claim.appearances}
    assert sorted(place) == sorted(claim.id for one in story for claim in one.claims)

    def home(reference: ClaimReference) -> str:
        return place[f"{reference.article}#{LINES.index(reference.quote) + 1}"]

    for one in join:
        assert len({home(reference) for reference in one.claims}) == 1
    for one in apart:
        assert len({home(reference) for reference in one.claims}) == len(one.claims)
