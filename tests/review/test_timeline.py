"""How a claim went: who made it first, who made it surer, denied it, corrected it, took it back."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from claimx import Article, Claim, MergedClaim, Provenance, Quantity, Report, ResolvedSource, Source, Span, timeline
from claimx.models import ArticleSpan, Position, Stance
from claimx.text import read_figure
from reconciliation.claims import VIK, extraction

MONDAY = datetime.fromisoformat("2031-05-05T08:00:00+00:00")
HOLM = Source(name="Ada Holm")


def said(
    article: str,
    label: str = "support",
    holder: Source | None = VIK,
    *,
    certainty: str = "unspecified",
    dead: str = "",
    words: str = "It burned.",
) -> Claim:
    (made,) = extraction(article, "It burned.").claims
    span = Span(start=0, end=len(words), exact=words)
    figure = read_figure(dead)
    figures = figure and (
        Quantity(
            value=figure.value,
            low=figure.low,
            high=figure.high,
            unit="dead",
            span=Span(start=0, end=len(dead), exact=dead),
        ),
    )
    stance = Stance.model_validate({"holder": holder, "label": label, "certainty": certainty, "evidence": (span,)})
    return made.model_copy(update={"stances": (stance,), "quantities": figures or ()})


def told(*appearances: Claim, dated: bool = True) -> list[tuple[str, str, str | None]]:
    """Article, change and detail of each entry; article "a" is of Monday, "b" of Tuesday, and so on."""
    report = story(*appearances, dated=dated)
    return [(entry.article_id, entry.change, entry.detail) for entry in timeline(report.claims[0], report)]


def story(*appearances: Claim, dated: bool = True) -> Report:
    names = sorted({claim.article_id for claim in appearances})
    articles = tuple(
        Article(
            id=name,
            text="It burned.",
            publisher=f"The {name}",
            published_at=MONDAY + timedelta(days=ord(name) - ord("a")) if dated else None,
        )
        for name in names
    )
    holders = {stance.holder for claim in appearances for stance in claim.stances if stance.holder is not None}
    span = ArticleSpan(start=0, end=2, exact="It", article_id=names[0])
    positions = tuple(
        Position(
            source=ResolvedSource(**dict(holder), id=holder.name, as_given=(holder,)),
            label="support",
            evidence=(span,),
            appearances=(),
        )
        for holder in sorted(holders, key=lambda holder: holder.name)
    )
    merged = MergedClaim(
        id="c",
        text="It burned.",
        appearances=appearances,
        salience=1.0,
        status="disputed",
        positions=positions,
        origins=(),
        first_appearance=appearances[0].id,
    )
    return Report(articles=articles, claims=(merged,), provenance=Provenance(claimx="test"))


def test_the_earliest_support_is_the_first_in_whatever_order_articles_come() -> None:
    assert told(said("b", holder=HOLM), said("a")) == [("a", "first", None), ("b", "repeated", None)]


def test_a_claim_hardens_and_softens() -> None:
    course = told(said("a", certainty="possible"), said("b", certainty="certain"), said("c", certainty="probable"))
    assert course == [
        ("a", "first", None),
        ("b", "hardened", "possible → certain"),
        ("c", "softened", "certain → probable"),
    ]


def test_a_newcomer_is_measured_by_the_article_before() -> None:
    course = told(said("a", certainty="certain"), said("b", holder=HOLM, certainty="possible"))
    assert course[1] == ("b", "softened", "certain → possible")


def test_within_one_article_nothing_hardens() -> None:
    course = told(said("a", certainty="possible"), said("a", certainty="certain", words="It is sure."))
    assert course == [("a", "first", None)]


def test_a_denial_is_a_change_and_its_repetition_is_none() -> None:
    course = told(said("a"), said("b", "deny", HOLM), said("c", "deny", HOLM))
    assert [change for _, change, _ in course] == ["first", "denied", "repeated"]


def test_who_denies_what_he_said_before_withdraws_it() -> None:
    assert told(said("a"), said("b", "deny"))[1] == ("b", "withdrawn", None)


def test_a_denial_can_be_withdrawn_too() -> None:
    assert told(said("a", "deny"), said("b"))[1] == ("b", "withdrawn", "an earlier denial")


def test_words_of_taking_back_are_a_withdrawal_whoever_held_it_before() -> None:
    course = told(said("a"), said("b", "deny", HOLM, words="has since withdrawn her account"))
    assert course[1] == ("b", "withdrawn", None)


def test_a_publisher_in_its_own_voice_is_one_holder() -> None:
    assert told(said("a", holder=None), said("b", "deny", None))[1] == ("b", "denied", None)


def test_a_count_is_updated_and_corrected() -> None:
    course = told(said("a", dead="at least 4"), said("b", dead="17"), said("c", dead="15"))
    assert [step[1:] for step in course] == [
        ("first", None),
        ("updated", "at least 4 → 17"),
        ("corrected", "17 → 15"),
    ]


def test_an_older_figure_that_is_recalled_is_no_update() -> None:
    course = told(said("a", dead="17"), said("b", dead="15"), said("b", dead="17", words="Of 17 it spoke then."))
    assert [change for _, change, _ in course] == ["first", "corrected"]


def test_questions_and_comments_stand_in_the_timeline() -> None:
    course = told(said("a"), said("b", "query", None), said("c", "comment", HOLM))
    assert [change for _, change, _ in course] == ["first", "queried", "commented"]


def test_articles_without_a_date_come_last_and_have_no_moment() -> None:
    report = story(said("a"), said("b", holder=HOLM))
    undated = report.articles[0].model_copy(update={"published_at": None})
    report = report.model_copy(update={"articles": (undated, report.articles[1])})
    entries = timeline(report.claims[0], report)
    assert [(entry.article_id, entry.moment is None) for entry in entries] == [("b", False), ("a", True)]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from(["support", "deny", "query", "comment"]),
            st.sampled_from([VIK, HOLM, None]),
            st.sampled_from(["certain", "probable", "possible", "unspecified"]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_at_most_one_is_first_and_every_holder_in_every_article_is_there(
    given: list[tuple[str, str, Source | None, str]],
) -> None:
    report = story(*(said(article, label, holder, certainty=sure) for article, label, holder, sure in given))
    entries = timeline(report.claims[0], report)
    assert sum(entry.change == "first" for entry in entries) <= 1
    assert {(entry.article_id, entry.label, entry.holder and entry.holder.name) for entry in entries} == {
        (article, label, holder and holder.name) for article, label, holder, _ in given
    }
    assert [entry.moment for entry in entries] == sorted(entry.moment for entry in entries if entry.moment)
