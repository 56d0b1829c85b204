"""Relations by rule: each kind from plain words, and none where the words leave it open."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx import Article, Claim, MergedClaim, Quantity, Relation, Span, TimeReference, reconcile
from claimx.reconciliation.relations import find_relations, unite
from claimx.text import read_figure
from reconciliation.claims import extraction

MONDAY = datetime.fromisoformat("2031-05-05T08:00:00+00:00")
OTHERS = (
    "A museum of clocks was opened in Ulm.",
    "The chess final was drawn after nine hours.",
    "Rain is expected in the valleys.",
    "The orchestra cancelled its tour.",
)
"""Claims on other things: a word is rare only among others."""


def merged(
    number: int, text: str, figure: str = "", unit: str = "", of: str = "", day: int | None = None, kind: str = "event"
) -> MergedClaim:
    """A claim of the article of that number, published that many days after Monday; `day` of May is its time."""
    (claim,) = extraction(f"a{number}", text).claims
    read, at = read_figure(figure) if figure else None, Span(start=0, end=max(1, len(figure)), exact=figure or "x")
    quantities = read and (Quantity(value=read.value, low=read.low, high=read.high, unit=unit, of=of, span=at),)
    start = MONDAY.replace(hour=0, day=day) if day else None
    time = start and TimeReference(start=start, end=start + timedelta(days=1), text=f"May {day}", span=at)
    face = Claim.model_validate({**dict(claim), "kind": kind, "quantities": quantities or (), "time": time})
    return MergedClaim(
        id=f"c{number}",
        text=text,
        appearances=(face,),
        salience=1.0,
        status="single_origin",
        positions=(),
        origins=(),
        first_appearance=face.id,
    )


def related(*claims: MergedClaim) -> tuple[Relation, ...]:
    others = [merged(90 + number, text) for number, text in enumerate(OTHERS)]
    everything = (*claims, *others)
    articles = [
        Article(id=f"a{claim.id[1:]}", text="x", published_at=MONDAY + timedelta(days=int(claim.id[1:])), language="en")
        for claim in everything
    ]
    return find_relations(everything, articles)


def kinds(*claims: MergedClaim) -> list[tuple[str, str, str]]:
    return [(relation.a, relation.kind, relation.b) for relation in related(*claims)]


def test_a_claim_and_its_negation_contradict() -> None:
    (relation,) = related(
        merged(1, "The harbour office approved the crane's repair."),
        merged(2, "The harbour office did not approve the crane's repair."),
    )
    assert (relation.kind, relation.why) == ("contradicts", "polarity: one is negated")


def test_two_figures_for_one_thing_contradict() -> None:
    (relation,) = related(
        merged(1, "The port's letter demands 40 million euros in damages.", "40 million", "euros"),
        merged(2, "The port's letter demands 22 million euros in damages.", "22 million", "euros"),
    )
    assert (relation.kind, relation.why) == ("contradicts", "quantity: 40 million against 22 million")


def test_a_later_count_updates_the_earlier_one() -> None:
    assert kinds(
        merged(1, "The warehouse fire killed 11 workers in Tarn.", "11", "people", "dead"),
        merged(2, "The warehouse fire killed 17 workers in Tarn.", "17", "people", "dead"),
    ) == [("c1", "updates", "c2")]


def test_figures_that_round_to_each_other_are_no_relation() -> None:
    assert not kinds(
        merged(1, "The crane in the port lifted a load of 84.6 tonnes.", "84.6", "tonnes"),
        merged(2, "The crane in the port lifted a load of about 85 tonnes.", "about 85", "tonnes"),
    )


def test_a_count_that_includes_more_is_of_another_scope() -> None:
    assert kinds(
        merged(1, "The warehouse fire in Tarn killed 17 people.", "17", "people", "dead"),
        merged(2, "The warehouse fire in Tarn claimed 18 lives.", "18", "lives", "dead including a diver"),
    ) == [("c1", "different_scope", "c2")]


def test_one_event_on_two_days_is_a_contradiction_and_a_state_is_none() -> None:
    text = "The port sent its letter of termination to the manufacturer."
    first, second = merged(1, text, day=15), merged(2, text, day=16)
    (relation,) = related(first, second)
    assert (relation.kind, relation.why) == ("contradicts", "time: May 15 against May 16")
    assert not kinds(merged(1, text, day=15, kind="state"), merged(2, text, day=16, kind="state"))


def test_two_names_for_the_only_one_contradict() -> None:
    (relation,) = related(
        merged(1, "Officially the last officer to leave the burning ship was Linnick."),
        merged(2, "Officially the last officer to leave the burning ship was Torvald."),
    )
    assert (relation.kind, relation.why) == ("contradicts", "identity: two are named where only one can be meant")


def test_two_names_where_several_can_be_meant_do_not_contradict() -> None:
    assert not kinds(
        merged(1, "An officer who left the burning ship early was Linnick."),
        merged(2, "An officer who left the burning ship early was Torvald."),
    )


def test_what_was_unknown_is_updated_by_what_is_told_later() -> None:
    assert kinds(
        merged(1, "It is unclear how the warehouse fire in Tarn started."),
        merged(2, "The warehouse fire in Tarn started at a cable."),
    ) == [("c1", "updates", "c2")]


def test_what_is_unknown_later_updates_nothing() -> None:
    assert not kinds(
        merged(1, "The warehouse fire in Tarn started at a cable."),
        merged(2, "It is unclear how the warehouse fire in Tarn started."),
    )


def test_a_report_taken_back_is_updated() -> None:
    assert kinds(
        merged(1, "The captain abandoned the burning ship early."),
        merged(2, "Deckwatch withdrew its report that the captain abandoned the burning ship early."),
    ) == [("c1", "updates", "c2")]


def test_what_says_the_same_and_more_is_narrower_unless_it_is_nested_already() -> None:
    broad = merged(1, "The harbour office approved repairs of the damaged container crane.")
    narrow = merged(2, "The harbour office approved repairs of the damaged container crane's boom.")
    assert kinds(broad, narrow) == [("c2", "narrower", "c1")]
    assert not kinds(broad, narrow.model_copy(update={"parent": "c1"}))


def test_what_leaves_out_what_the_other_says_is_not_narrower() -> None:
    part = merged(1, "The harbour office approved repairs of the damaged container crane.")
    rest = merged(2, "The harbour office approved repairs other than repairs of the damaged container crane.")
    assert not kinds(part, rest)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The committee opened its inquiry in 2021.", "The committee opened its inquiry on Route 66."),
        ("Holm met the minister in Ulm.", "The minister met the orchestra in Bremen."),
        ("The F-16 landed at the base.", "The F-35 landed at the base."),
    ],
)
def test_years_numbered_things_and_mere_likeness_make_no_relation(one: str, other: str) -> None:
    assert not kinds(merged(1, one), merged(2, other))


def test_a_report_made_by_rule_has_relations() -> None:
    texts = (
        "The harbour office approved the crane's repair.",
        "The harbour office did not approve the crane's repair.",
    )
    report = reconcile([extraction("a", texts[0], *OTHERS), extraction("b", texts[1])])
    assert [relation.kind for relation in report.relations] == ["contradicts"]


def test_what_was_given_comes_first_and_is_not_doubled() -> None:
    given = (Relation(a="c2", b="c1", kind="updates", why="so the model"),)
    by_rule = (
        Relation(a="c1", b="c2", kind="contradicts", why="x"),
        Relation(a="c1", b="c3", kind="narrower", why="y"),
    )
    assert unite(given, by_rule) == (given[0], by_rule[1])


WORDS = st.lists(
    st.sampled_from("port crane not 17 11 letter Holm May unclear withdrew the before".split()), max_size=8
)


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_order_does_not_matter_and_a_pair_is_related_once(texts: list[list[str]]) -> None:
    claims = [merged(number, " ".join(["It", *words])) for number, words in enumerate(texts)]
    found = find_relations(claims, [])
    assert found == find_relations(claims[::-1], [])
    pairs = [frozenset((relation.a, relation.b)) for relation in found]
    assert len(set(pairs)) == len(pairs)
    assert all(len(pair) == 2 for pair in pairs)
