"""The reader without a model."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import pytest

import claimx
from claimx.models import Article, Claim, Extraction
from claimx.readers import load_articles

STORIES = Path(__file__).parents[2] / "fixtures" / "stories"
ARTICLE = Article(
    id="post",
    text=(
        "Bridge to close\n\nBy Jane Roe\n\n"
        "The bridge cost $4.2 million. It opened long ago.\n\n"
        "Jon Vik, a spokesman for the city, said on Monday that the bridge will close for repairs. "
        "“Nobody was hurt,” he said.\n\n"
        "Anna Berg, the builder, denied that the steel was faulty.\n\nShare this article\n"
    ),
    published_at=datetime(2026, 5, 6),
    language="en",
)


def extract(article: Article = ARTICLE) -> Extraction:
    return claimx.extract(article, model=claimx.Model.rules())


def claim(text: str) -> Claim:
    return next(one for one in extract().claims if one.text == text)


def test_what_somebody_said_is_a_claim_in_the_words_of_the_article() -> None:
    (stance,) = claim("The bridge will close for repairs").stances
    assert stance.holder is not None
    assert (stance.holder.name, stance.holder.role) == ("Jon Vik", "a spokesman for the city")
    assert stance.label == "support"
    assert stance.attribution is not None
    assert stance.attribution.cue is not None
    assert stance.attribution.cue.exact == "said"
    assert stance.attribution.mode == "indirect"


def test_a_pronoun_stands_for_the_person_who_spoke_last() -> None:
    (stance,) = claim("Nobody was hurt").stances
    assert stance.holder is not None
    assert stance.holder.name == "Jon Vik"
    assert stance.attribution is not None
    assert stance.attribution.mode == "direct"


def test_what_is_denied_is_a_claim_that_its_holder_denies() -> None:
    (stance,) = claim("The steel was faulty").stances
    assert stance.label == "deny"


def test_a_plain_sentence_with_a_figure_is_a_claim_of_the_article_itself() -> None:
    found = claim("The bridge cost $4.2 million.")
    assert found.kind == "quantity"
    assert found.stances[0].holder is None
    assert [(quantity.value, quantity.unit) for quantity in found.quantities] == [(4_200_000.0, "USD")]


def test_furniture_is_set_aside_and_never_a_claim() -> None:
    extraction = extract()
    assert [span.exact for span in extraction.furniture] == ["By Jane Roe", "Share this article"]
    assert not any("Share" in one.text for one in extraction.claims)


def test_a_dateline_is_furniture_and_its_sentence_is_still_read() -> None:
    article = Article(id="a", text="大桥倒塌\n\n本报讯（记者 王小明）大桥耗资420万元修建。", language="zh")
    extraction = extract(article)
    assert [span.exact for span in extraction.furniture] == ["本报讯（记者 王小明）"]
    assert [one.text for one in extraction.claims] == ["大桥耗资420万元修建。"]


def test_hidden_characters_are_reported_as_the_reader_with_a_model_does() -> None:
    article = Article(id="a", text="The bridge cost $4.2\u202e million.")
    (rejection,) = extract(article).rejected
    assert rejection.reason.startswith("hidden characters at 20: ")


def test_what_rules_passed_over_is_unread() -> None:
    assert [span.exact for span in extract().unread] == ["It opened long ago."]


def test_a_saying_that_is_negated_makes_no_claim() -> None:
    article = Article(id="a", text="Jon Vik did not say that the bridge is safe.")
    assert extract(article).claims == ()


def test_the_provenance_names_the_rules() -> None:
    assert extract().provenance.model == "rules"


@pytest.mark.parametrize("story", ["aid-request", "crane-dispute", "ferry-fire"])
def test_every_span_of_a_story_reads_as_the_article_has_it(
    story: str,
) -> None:
    for article in load_articles(STORIES / story):
        for one in extract(article).claims:
            assert all(article.text[span.start : span.end] == span.exact for span in one.evidence)


@pytest.mark.parametrize("text", ["", "\n", "“", "said", "Vik said.", "“” said", ", said"])
def test_an_article_that_says_nothing_gives_no_claims(text: str) -> None:
    assert extract(Article(id="a", text=text)).claims == ()


def test_a_run_by_rule_opens_no_connection_and_ends_in_a_report() -> None:
    report = claimx.run([ARTICLE], model=claimx.Model.rules())
    assert report.provenance.model == "rules"
    assert report.usage.calls == 0
    assert len(report.claims) == len(extract().claims)


def test_reconciling_by_rule_is_reconciling_without_a_model() -> None:
    extractions = [extract()]
    assert claimx.reconcile(extractions, model=claimx.Model.rules()) == claimx.reconcile(extractions)


def test_the_rules_need_no_key_and_are_known_by_name() -> None:
    assert claimx.default_model("rules") == claimx.Model.rules()
    assert claimx.Model.rules().by_rule


def test_an_endpoint_given_by_address_may_have_a_model_called_rules() -> None:
    assert not claimx.Model("rules", base_url="http://localhost:1/v1").by_rule


@pytest.mark.parametrize("words", ["Vik said, ", "who said that ", "“a” ", "他说", "and noted ", "said\n"])
def test_hostile_repetition_is_read_in_linear_time(words: str) -> None:
    language = "zh" if words == "他说" else "en"

    def seconds(times: int) -> float:
        article = Article(id="a", text=words * times, language=language)
        begin = time.perf_counter()
        extract(article)
        return time.perf_counter() - begin

    seconds(100)
    assert seconds(4000) < 20 * seconds(800) + 0.5
