"""A report gone on with: what is untouched keeps its id, and the rest is as if it had been made at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx import (
    Article,
    ArticleMismatch,
    Extraction,
    MergedClaim,
    Model,
    Report,
    Source,
    Usage,
    aupdate,
    reconcile,
    update,
)
from claimx.reconciliation.continuation.earlier import extractions_of
from faults.server import Body, FakeEndpoint
from reconciliation.claims import VIK, extraction
from stories import answering, asked_for, last_message, model_at

CLOSED = "The Lind bridge in Ostra was closed on Tuesday after an inspection."
CLOSED_TOO = "After an inspection the Lind bridge in Ostra was closed on Tuesday."
SCHOOL = "A new school opens in Varn next autumn."
MARKET = "The fish market in Hald burned down."

PLACES = ["Ostra", "Varn", "Lind", "Hald"]
VERBS = ["closed", "opened", "burned", "was not closed", "was closed on Tuesday"]
HOLDERS = [None, VIK, Source(name="Vik"), Source(name="an aide", named=False)]
lines = st.tuples(
    st.builds(lambda place, verb: f"The ferry in {place} {verb}.", st.sampled_from(PLACES), st.sampled_from(VERBS)),
    st.sampled_from(["support", "deny"]),
    st.sampled_from(HOLDERS),
)
articles = st.lists(st.lists(lines, max_size=5, unique_by=lambda line: line[0]), max_size=6)


def story(given: Sequence[Sequence[tuple[str, str, Source | None]]], names: Sequence[str]) -> list[Extraction]:
    return [extraction(name, *lines) for name, lines in zip(names, given, strict=False)]


def without_ids(report: Report) -> dict[str, object]:
    """All of a report but for the names of its merged claims, and the order that hangs on them."""
    numbers = {claim.id: str(min(one.id for one in claim.appearances)) for claim in report.claims}
    claims = [
        claim.model_copy(update={"id": numbers[claim.id], "parent": claim.parent and numbers[claim.parent]})
        for claim in report.claims
    ]
    relations = [(numbers[one.a], numbers[one.b], one.kind, one.why) for one in report.relations]
    return {
        **dict(report),
        "claims": sorted(claims, key=lambda claim: claim.id),
        "relations": sorted(tuple(sorted(one[:2])) + one[2:] for one in relations),
    }


def ids(report: Report) -> dict[frozenset[str], str]:
    return {frozenset(one.id for one in claim.appearances): claim.id for claim in report.claims}


def by_appearance(report: Report, appearance: str) -> MergedClaim:
    return next(claim for claim in report.claims if appearance in {one.id for one in claim.appearances})


@given(articles, st.permutations("abcdef"), st.integers(0, 6), st.randoms(use_true_random=False))
def test_what_is_added_ends_as_if_it_had_been_there_from_the_start(
    given: list[list[tuple[str, str, Source | None]]], names: list[str], cut: int, random: object
) -> None:
    whole = story(given, names)
    first, added = whole[:cut], whole[cut:]
    earlier = reconcile(first)
    updated = update(earlier, add=added)
    assert without_ids(updated) == without_ids(reconcile(whole))
    for appearances, identifier in ids(updated).items():
        assert ids(earlier).get(appearances, identifier) == identifier
    random.shuffle(added)  # type: ignore[attr-defined]
    assert update(earlier, add=added) == updated


@given(articles, st.permutations("abcdef"), st.integers(0, 6))
def test_what_is_removed_ends_as_if_it_had_never_been_there(
    given: list[list[tuple[str, str, Source | None]]], names: list[str], cut: int
) -> None:
    whole = story(given, names)
    kept, removed = whole[:cut], whole[cut:]
    earlier = reconcile(whole)
    updated = update(earlier, remove=[one.article.id for one in removed])
    assert without_ids(updated) == without_ids(reconcile(kept))
    for appearances, identifier in ids(updated).items():
        assert ids(earlier).get(appearances, identifier) == identifier


@given(articles)
def test_a_report_holds_the_extractions_it_was_made_of(given: list[list[tuple[str, str, Source | None]]]) -> None:
    whole = story(given, "abcdef")
    rebuilt = {one.article.id: one for one in extractions_of(reconcile(whole))}
    for one in whole:
        assert sorted(rebuilt[one.article.id].claims, key=lambda claim: claim.id) == list(one.claims)


def test_an_article_that_would_have_named_the_claim_no_longer_renames_it() -> None:
    earlier = reconcile([extraction("m", CLOSED)])
    updated = update(earlier, add=[extraction("a", CLOSED_TOO)])
    assert [claim.id for claim in updated.claims] == [claim.id for claim in earlier.claims]
    assert [claim.id for claim in updated.claims] != [
        claim.id for claim in reconcile([extraction("a", CLOSED_TOO), extraction("m", CLOSED)]).claims
    ]


def test_the_id_outlives_the_article_it_came_from() -> None:
    earlier = reconcile([extraction("a", CLOSED), extraction("b", CLOSED_TOO), extraction("c", SCHOOL)])
    updated = update(earlier, remove=["a"])
    assert by_appearance(updated, "b#1").id == by_appearance(earlier, "b#1").id
    assert by_appearance(updated, "c#1").id == by_appearance(earlier, "c#1").id


def test_an_article_read_again_does_not_give_its_ids_to_other_claims() -> None:
    earlier = reconcile([extraction("a", SCHOOL, CLOSED)])
    updated = update(earlier, add=[extraction("a", MARKET, SCHOOL, CLOSED)])
    assert by_appearance(updated, "a#1").id not in {claim.id for claim in earlier.claims}


def test_an_article_that_is_not_there_cannot_be_removed() -> None:
    with pytest.raises(ArticleMismatch, match="no article 'z' in the report"):
        update(reconcile([extraction("a", CLOSED)]), remove=["z"])


def test_an_article_may_take_the_place_of_one_that_is_removed() -> None:
    earlier = reconcile([extraction("a", CLOSED, path="north/a.txt")])
    other = Article(id="a", text="Mayor Vik said that the school in Varn will open.", path="south/a.txt")
    assert update(earlier, add=[other], remove=["a"], model=Model.rules()).articles == (other,)


def test_another_file_does_not_push_an_article_of_the_same_name_out() -> None:
    earlier = reconcile([extraction("a", CLOSED, path="north/a.txt")])
    with pytest.raises(ArticleMismatch, match="south/a.txt would go by the id 'a'"):
        update(earlier, add=[Article(id="a", text=SCHOOL, path="south/a.txt")], model=Model.rules())


def test_what_is_known_already_is_not_read_again() -> None:
    earlier = reconcile([extraction("a", CLOSED)])
    known = earlier.articles[0]
    with FakeEndpoint([]) as endpoint:
        again = [known, known.model_copy(update={"id": "copy/a", "path": "copy/a.txt"})]
        assert update(earlier, add=again, model=model_at(endpoint)).articles == (known,)


def test_who_wrote_it_may_be_learnt_later_and_nothing_is_read_again() -> None:
    earlier = reconcile([extraction("a", CLOSED)])
    named = earlier.articles[0].model_copy(update={"byline": "Jana Weiss"})
    with FakeEndpoint([]) as endpoint:
        assert update(earlier, add=[named], model=model_at(endpoint)).articles == (named,)


class Story:
    """A model that groups lines by what they are about, and notes what it was shown."""

    def __init__(self, *subjects: str) -> None:
        self.subjects = subjects
        self.shown: list[tuple[str, list[str]]] = []

    def __call__(self, body: Body) -> Body:
        header, *numbered, _ = last_message(body).strip().split("\n")
        shown = [line.split(" ", 1)[1] for line in numbered]
        self.shown.append((header.split()[1], shown))
        if asked_for(body) == "NestingAnswer":
            return {"same": [], "parents": [], "relations": []}
        groups: dict[str, list[int]] = {}
        for number, line in enumerate(shown, start=1):
            subject = next((word for word in self.subjects if word in line), line)
            groups.setdefault(subject, []).append(number)
        return {"groups": list(groups.values())}


def grouped(report: Report) -> set[frozenset[str]]:
    return set(ids(report))


def test_the_model_is_shown_what_is_new_beside_one_line_for_each_claim_that_stands() -> None:
    model = Story("bridge", "school", "market")
    with answering(model) as endpoint:
        earlier = reconcile(
            [extraction("a", "The bridge is shut.", SCHOOL), extraction("b", "A bridge was closed.")],
            model=model_at(endpoint),
        )
        model.shown.clear()
        updated = update(earlier, add=[extraction("c", "Nobody crosses the bridge.", MARKET)], model=model_at(endpoint))
    (_, shown), *_ = [entry for entry in model.shown if entry[0] == "claims"]
    assert len(shown) == 4
    assert grouped(updated) == {frozenset({"a#1", "b#1", "c#1"}), frozenset({"a#2"}), frozenset({"c#2"})}
    assert by_appearance(updated, "c#1").id == by_appearance(earlier, "a#1").id


def test_nothing_is_asked_where_nothing_is_new() -> None:
    with answering(Story("bridge")) as endpoint:
        earlier = reconcile([extraction("a", "The bridge is shut."), extraction("b", MARKET)], model=model_at(endpoint))
        asked = len(endpoint.calls)
        assert update(earlier, model=model_at(endpoint)).claims == earlier.claims
        assert update(earlier, remove=["b"]).claims[0].id == by_appearance(earlier, "a#1").id
    assert len(endpoint.calls) == asked


def test_a_model_that_now_joins_what_stood_apart_does_not_undo_what_was_decided() -> None:
    with answering(Story("bridge", "school")) as endpoint:
        earlier = reconcile([extraction("a", "The bridge is shut.", SCHOOL)], model=model_at(endpoint))
    with answering(Story("in")) as endpoint:
        updated = update(earlier, add=[extraction("b", "The school opens in spring.")], model=model_at(endpoint))
    assert by_appearance(updated, "a#1").id != by_appearance(updated, "a#2").id
    assert {claim.id for claim in earlier.claims} <= {claim.id for claim in updated.claims}


def test_without_a_model_what_a_model_had_joined_stays_joined_and_rules_place_what_is_new() -> None:
    with answering(Story("bridge")) as endpoint:
        earlier = reconcile(
            [extraction("a", "No car may use the bridge."), extraction("b", CLOSED)], model=model_at(endpoint)
        )
    updated = update(earlier, add=[extraction("c", CLOSED_TOO)])
    assert grouped(updated) == {frozenset({"a#1", "b#1", "c#1"})}
    assert {merge.b: merge.method for merge in updated.claims[0].merges} == {"b#1": "model", "c#1": "rule"}


def test_what_stood_under_a_claim_that_is_gone_moves_up_to_what_that_stood_under() -> None:
    nesting = {
        "same": [],
        "parents": [{"claim": 2, "parent": 1}, {"claim": 3, "parent": 2}],
        "relations": [{"a": 2, "b": 3, "kind": "updates", "why": "later"}],
    }

    def answer(body: Body) -> Body:
        return nesting if asked_for(body) == "NestingAnswer" else {"groups": [[1], [2], [3]]}

    with answering(answer) as endpoint:
        earlier = reconcile([extraction(name, line) for name, line in zip("abc", (CLOSED, SCHOOL, MARKET), strict=True)],
                            model=model_at(endpoint))  # fmt: skip
    top, middle, low = earlier.claims
    updated = update(earlier, remove=[middle.appearances[0].article_id])
    assert {claim.id: claim.parent for claim in updated.claims} == {top.id: None, low.id: top.id}
    assert (len(earlier.relations), updated.relations) == (1, ())


def test_a_model_that_failed_at_the_story_is_asked_again() -> None:
    with answering(lambda _: {"groups": [[7]]}) as endpoint:
        earlier = reconcile([extraction("a", "The bridge is shut."), extraction("b", CLOSED)], model=model_at(endpoint))
    assert earlier.failures
    with answering(Story("bridge")) as endpoint:
        updated = update(earlier, model=model_at(endpoint))
    assert (len(updated.claims), updated.failures) == (1, ())


def test_with_and_without_an_event_loop_it_is_the_same_report() -> None:
    earlier = reconcile([extraction("a", CLOSED)])
    added = [extraction("b", CLOSED_TOO)]
    assert asyncio.run(aupdate(earlier, add=added)) == update(earlier, add=added)


def test_what_an_update_costs_is_added_to_what_the_report_cost() -> None:
    with answering(Story("bridge")) as endpoint:
        earlier = reconcile([extraction("a", CLOSED, SCHOOL)], model=model_at(endpoint))
        updated = update(earlier, add=[extraction("b", MARKET)], model=model_at(endpoint))
    assert updated.usage.attempts == len(endpoint.calls)


def test_a_new_claim_finds_its_broader_one_by_rule_in_a_report_that_a_model_arranged() -> None:
    with answering(Story("bridge")) as endpoint:
        earlier = reconcile(
            [extraction("a", "The bridge is shut."), extraction("b", "The school in Varn burned down.")],
            model=model_at(endpoint),
        )
    updated = update(earlier, add=[extraction("c", "The school in Varn burned down on Friday night after a lesson.")])
    assert by_appearance(updated, "a#1").parent is None
    assert by_appearance(updated, "c#1").parent == by_appearance(updated, "b#1").id


def test_an_extraction_that_is_added_brings_its_cost_along_once() -> None:
    dear = extraction("b", MARKET).model_copy(update={"usage": Usage(calls=2)})
    with answering(Story()) as endpoint:
        earlier = reconcile([extraction("a", CLOSED)], model=model_at(endpoint))
        once = update(earlier, add=[dear], model=model_at(endpoint))
        assert update(once, add=[dear]).usage == once.usage
    assert once.usage.calls == 2 + len(endpoint.calls)
