"""Copies are told from reports that merely say the same."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from claimx import Extraction, Span
from claimx.reconciliation.origins import candidates, find_origins
from claimx.reconciliation.origins.bodies import Keys, read_body
from claimx.reconciliation.origins.credits import find_credits, names_publisher
from claimx.reconciliation.origins.rewrites import FOLLOWS, read_sentences
from reconciliation.claims import extraction

WIRE = (
    "Fire broke out in the engine room of the ferry shortly after it left the port of Hald, the harbour police said. "
    "The crew closed the doors and called for help, and two tugs reached the ship within the hour. "
    "Nobody was hurt, but forty passengers spent the night in a school hall, where volunteers brought blankets and soup."
)
REWRITE = (
    "A blaze started in the engine room of the ferry shortly after it left the port of Hald, according to officers. "
    "The crew closed the doors and called for help, and a pair of tugs came to the ship quickly. "
    "No one was injured, but forty passengers spent the night in a school hall, where helpers handed out food."
)
OWN_WORDS = (
    "Passengers of the Hald ferry were led off by torchlight on Monday when smoke filled the lower deck. "
    "The harbour police think that a pump overheated. All are well; a school took in those who could not go home."
)
FOLLOWED = (
    "Flames broke out in the engine hall of the ferry soon after it left the harbour of Hald, the port police said. "
    "The sailors closed the heavy doors and called for aid, and two boats reached the ship within one hour. "
    "Nobody was harmed, but some forty travellers spent a night in a school gym, where volunteers brought them soup."
)
NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)
SPEECH = (
    "“We will find out what happened on this ship, and we will tell the people of Hald everything we learn about it,”"
)


def report(article_id: str, text: str, **article: object) -> Extraction:
    return extraction(article_id, text[:20], text=text, **article)


def invented(seed: int, words: int) -> str:
    """Sentences that share nothing with those of another seed."""
    rng = random.Random(seed)
    made = ["".join(rng.choices("abdegiklmnoprstu", k=7)) for _ in range(words)]
    return " ".join(f"{word}." if at % 12 == 11 else word for at, word in enumerate(made))


def linked(*articles: Extraction) -> list[tuple[str, ...]]:
    return [origin.articles for origin in find_origins(articles)]


@given(st.lists(st.sampled_from("the ferry of Hald and a tug left port early".split()), min_size=8, max_size=24))
def test_no_sentence_that_follows_another_is_passed_over_unaligned(words: list[str]) -> None:
    bodies = [read_body(report(name, text), Keys()) for name, text in (("a", " ".join(words)), ("b", WIRE + FOLLOWED))]
    (own,), models = map(read_sentences, bodies)
    texts = [bodies[1].words[model.start : model.end] for model in models]
    alike = (LCSseq.normalized_similarity(bodies[0].words[:-1].tolist(), text.tolist()) for text in texts)
    following = {number for number, likeness in enumerate(alike) if likeness >= FOLLOWS}
    assert following <= set(own.may_follow([model.bits for model in models], models))


def test_a_rewrite_that_keeps_long_runs_is_one_origin_with_its_model() -> None:
    assert linked(report("a", WIRE), report("b", REWRITE), report("c", OWN_WORDS)) == [("a", "b"), ("c",)]


def test_the_evidence_says_how_much_is_shared_and_shows_a_run() -> None:
    origin, *_ = find_origins([report("a", WIRE), report("b", REWRITE)])
    (link,) = origin.why
    assert link.kind == "shared_text"
    assert "runs of 6 words or more" in link.evidence
    assert "after it left the port of Hald" in link.evidence


def test_two_reporters_who_quote_one_speech_are_not_copies() -> None:
    first = f"The mayor spoke at noon. {SPEECH} he said, and left without another word."
    second = f"{SPEECH} were the words with which the mayor turned to those waiting outside."
    assert linked(report("a", first), report("b", second)) == [("a",), ("b",)]


def test_furniture_that_two_sites_share_makes_no_copy() -> None:
    footer = (
        "This website uses cookies to improve your experience and to show you the offers of our partners worldwide."
    )
    articles = []
    for article_id, body in (("a", WIRE[:110]), ("b", OWN_WORDS)):
        text = f"{body}\n{footer}"
        at = text.index(footer)
        furniture = (Span(start=at, end=len(text), exact=footer),)
        articles.append(report(article_id, text).model_copy(update={"furniture": furniture}))
    assert linked(*articles) == [("a",), ("b",)]


def test_a_common_agency_credit_is_told_as_evidence() -> None:
    origin, *_ = find_origins(
        [report("a", f"{WIRE} (NPA)"), report("b", f"{WIRE[:220]} Local shops stayed open. (NPA)")]
    )
    assert [link.kind for link in origin.why] == ["shared_text", "credit"]


def test_chinese_copies_are_found_without_spaces() -> None:
    text = "渡轮离开港口后不久机舱起火，船员关闭舱门并呼救，两艘拖轮在一小时内赶到现场。"
    assert linked(report("a", text), report("b", f"本报讯：{text}")) == [("a", "b")]


def test_every_article_is_in_exactly_one_origin() -> None:
    origins = linked(report("a", WIRE), report("b", WIRE), report("c", WIRE), report("d", OWN_WORDS))
    assert origins == [("a", "b", "c"), ("d",)]


def test_sentences_that_follow_another_article_one_by_one_are_a_rewrite_of_it() -> None:
    origin, *_ = find_origins([report("a", WIRE), report("b", FOLLOWED)])
    (link,) = origin.why
    assert (origin.articles, link.kind) == (("a", "b"), "rewrite")
    assert link.evidence.startswith("3 of 3 sentences of a follow b one by one, such as: ")


def test_sentences_in_another_order_are_a_copy_still() -> None:
    turned = ". ".join(reversed(WIRE.rstrip(".").split(". "))) + "."
    assert linked(report("a", WIRE), report("b", turned)) == [("a", "b")]


def test_the_later_article_is_derived_from_the_earlier_one() -> None:
    later = report("a", WIRE, published_at=NOON + timedelta(hours=1))
    (link,) = find_origins([later, report("b", WIRE, published_at=NOON)])[0].why
    assert (link.a, link.b) == ("a", "b")
    assert link.evidence.endswith("[b is earlier: 2030-05-01 12:00+00:00, a: 2030-05-01 13:00+00:00]")


def test_an_article_without_a_date_is_derived_from_the_one_that_bears_one() -> None:
    (link,) = find_origins([report("b", WIRE), report("a", WIRE, published_at=NOON)])[0].why
    assert (link.a, link.b) == ("b", "a")
    assert link.evidence.endswith("[b bears no date, a: 2030-05-01 12:00+00:00]")


@pytest.mark.parametrize("other", [NOON.replace(tzinfo=None), NOON], ids=["no zone", "same moment"])
def test_without_two_dates_that_differ_the_evidence_says_that_the_first_is_unknown(other: datetime) -> None:
    (link,) = find_origins([report("b", WIRE, published_at=NOON), report("a", WIRE, published_at=other)])[0].why
    assert (link.a, link.b) == ("a", "b")
    assert link.evidence.endswith("[which was first is not known]")


def test_a_credit_to_the_other_publisher_tells_the_direction_against_the_dates() -> None:
    early = report("a", f"{WIRE} The fire was first reported by the Ledger.", published_at=NOON)
    late = report("b", WIRE, publisher="Hald Ledger", published_at=NOON + timedelta(days=1))
    shared, credit = find_origins([early, late])[0].why
    assert (shared.a, shared.b) == (credit.a, credit.b) == ("a", "b")
    assert credit.evidence == "a credits b: “first reported by the Ledger” [a credits b]"


def test_a_credit_alone_makes_no_origin() -> None:
    told = f"{OWN_WORDS} “A pump ran hot,” the captain told the Ledger."
    assert linked(report("a", told), report("b", WIRE, publisher="Hald Ledger")) == [("a",), ("b",)]


def test_with_a_credit_half_the_agreement_will_do() -> None:
    vocabulary = invented(0, 60).replace(".", "").split()
    own, others = (" ".join(random.Random(seed).choices(vocabulary, k=170)) for seed in (1, 2))
    text = f"{WIRE[: WIRE.index('.') + 1]} {own}."
    model = report("b", f"{WIRE} {others}.", publisher="Hald Ledger")
    assert linked(report("a", text), model) == [("a",), ("b",)]
    assert linked(report("a", f"{text} That was first reported by the Ledger."), model) == [("a", "b")]


def test_a_notice_that_many_articles_end_with_makes_no_copy() -> None:
    notice = invented(99, 60)
    articles = [report(f"a{number:02}", f"{invented(number, 150)}\n\n{notice}") for number in range(30)]
    assert all(len(members) == 1 for members in linked(*articles))


def test_a_notice_of_one_house_makes_no_copy_of_two_of_its_articles() -> None:
    notice = invented(99, 60)
    articles = [report(f"a{n}", f"{invented(n, 150)}\n\n{notice}", publisher="Hald Ledger") for n in range(3)]
    assert all(len(members) == 1 for members in linked(*articles))


def test_a_copy_is_found_by_a_sample_where_not_all_shingles_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "POSTINGS", 200)
    text = invented(1, 300)
    assert linked(report("a", text), report("b", f"{text} {invented(2, 60)}"), report("c", invented(3, 300))) == [
        ("a", "b"),
        ("c",),
    ]


def test_a_wire_story_in_more_papers_than_are_compared_is_one_origin() -> None:
    papers = [report(f"a{number:02}", f"{WIRE} {invented(number, 30)}") for number in range(3 * candidates.CROWD)]
    assert len(linked(*papers)) == 1


@settings(deadline=None, max_examples=20)
@given(st.permutations(range(5)))
def test_the_order_of_the_articles_changes_nothing(order: list[int]) -> None:
    articles = [report("a", WIRE), report("b", REWRITE), report("c", OWN_WORDS), report("d", FOLLOWED), report("e", "")]
    assert find_origins([articles[place] for place in order]) == find_origins(articles)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(0, 3), max_size=6))
def test_origins_part_the_articles(texts: list[int]) -> None:
    given_ids = [f"a{number}" for number in range(len(texts))]
    bodies = (WIRE, REWRITE, OWN_WORDS, "")
    articles = [report(article_id, bodies[text]) for article_id, text in zip(given_ids, texts, strict=True)]
    assert sorted(member for members in linked(*articles) for member in members) == given_ids


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("KYIV, March 3 (AP) — Shelling went on.", "text", "AP"),
        ("Shelling went on. (Reuters)", "text", "Reuters"),
        ("The Associated Press contributed to this report.", "text", "AP"),
        ("With agency inputs", "unnamed", ""),
        ("The call was first reported by the Meridian Ledger.", "report", "Meridian Ledger"),
        ("He wants money, one official told CBS News on Monday.", "told", "CBS News"),
        ("Berlin (dpa) - Der Kran fiel.", "text", "dpa"),
        ("Der Kran war, wie die Wirtschaftswarte zuerst berichtete, zu alt.", "report", "Wirtschaftswarte"),
        ("新华社北京5月18日电 起重机倒塌。", "text", "Xinhua"),
        ("据海陆财讯报道，起重机倒塌。", "report", "海陆财讯"),
        ("Le navire a brûlé, avec AFP", "text", "AFP"),
        ("El barco ardió, según publicó El Faro.", "report", "El Faro"),
    ],
)
def test_credits_are_read_in_five_languages(text: str, kind: str, name: str) -> None:
    assert (kind, name) in [(credit.kind, credit.name) for credit in find_credits(text)]


def test_an_abbreviation_inside_a_sentence_is_no_agency() -> None:
    assert find_credits("The European Union (EU) and the coast guard (KSK) met.") == ()


@pytest.mark.parametrize(
    ("publisher", "meant"),
    [("The Meridian Ledger", True), ("Ledger", True), ("Ledger Weekly", False), ("Hald Gazette", False), (None, False)],
)
def test_a_publisher_is_credited_by_its_name_or_the_end_of_it(publisher: str | None, meant: bool) -> None:
    (credit,) = find_credits("He told the Ledger.")
    assert names_publisher(credit, publisher) is meant


def test_a_publisher_is_credited_by_its_initials() -> None:
    (credit,) = find_credits("“No,” he told QER.")
    assert names_publisher(credit, "Quayside Engineering Review")


def test_an_agency_credited_in_full_and_by_its_initials_is_one() -> None:
    full = report("a", f"HALD, May 7 (Norvia Press Agency) - {WIRE}")
    short = report("b", f"HALD, May 7 (NPA) - {WIRE}")
    assert [link.evidence for link in find_origins([full, short])[0].why if link.kind == "credit"] == [
        "both credit: Norvia Press Agency [which was first is not known]"
    ]


def test_the_same_article_twice_is_no_copy_of_itself() -> None:
    (origin,) = find_origins([report("a", WIRE), report("a", WIRE)])
    assert (origin.articles, origin.why) == (("a",), ())
