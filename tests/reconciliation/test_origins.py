"""Copies are told from reports that merely say the same."""

from __future__ import annotations

from claimx import Extraction, Span
from claimx.reconciliation.origins import find_origins
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
SPEECH = (
    "“We will find out what happened on this ship, and we will tell the people of Hald everything we learn about it,”"
)


def report(article_id: str, text: str) -> Extraction:
    return extraction(article_id, text[:20], text=text)


def linked(*articles: Extraction) -> list[tuple[str, ...]]:
    return [origin.articles for origin in find_origins(articles)]


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
