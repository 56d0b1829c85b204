"""One article through the model: what it claims, whose it is, and where exactly."""

from __future__ import annotations

import re

import pytest

from claimx import AnswerRefused, Article, Extraction, extract
from claimx.extraction.numbering import NumberedArticle
from claimx.llm import load_prompt
from faults.server import FakeEndpoint, completion
from stories import (
    BRIDGE,
    BRIDGE_ANSWER,
    CRACKS,
    CROSSING,
    INSPECTION,
    answering,
    answering_with,
    claim,
    claims_answer,
    last_message,
    mention,
    model_at,
)


def extracted(*claims: dict[str, object], furniture: tuple[int, ...] = (5,), article: Article = BRIDGE) -> Extraction:
    """The extraction of `article` by a model that gives these claims, whenever it is asked."""
    with answering_with({"ClaimsAnswer": claims_answer(*claims, furniture=furniture)}) as endpoint:
        return extract(article, model=model_at(endpoint))


def test_every_span_stands_in_the_article_character_for_character() -> None:
    extraction = extracted(CRACKS, INSPECTION, CROSSING)
    spans = [span for one in extraction.claims for span in one.evidence]
    assert spans
    assert all(BRIDGE.text[span.start : span.end] == span.exact for span in spans)


def test_claims_stand_in_the_order_of_the_article() -> None:
    extraction = extracted(CROSSING, INSPECTION, CRACKS)
    assert [one.id for one in extraction.claims] == ["ostra-post#1", "ostra-post#2", "ostra-post#3"]
    assert [one.text for one in extraction.claims] == [CRACKS["text"], INSPECTION["text"], CROSSING["text"]]


def test_a_report_of_a_report_keeps_the_speaker_and_who_relayed_it() -> None:
    stance = extracted(CRACKS, INSPECTION, CROSSING).claims[1].stances[0]
    assert stance.holder is not None
    assert stance.attribution is not None
    assert stance.attribution.cue is not None
    assert (stance.holder.name, stance.holder.named) == ("An engineer who asked not to be named", False)
    assert [source.name for source in stance.attribution.via] == ["Ostra Post"]
    assert stance.attribution.cue.exact == "told the Ostra Post"
    assert stance.attribution.mode == "mixed"
    assert stance.attribution.content.exact == "the bridge “was never inspected” after 2019"


def test_a_denial_is_a_stance_toward_the_claim_denied() -> None:
    inspection = extracted(CRACKS, INSPECTION, CROSSING).claims[1]
    assert [(stance.label, stance.holder and stance.holder.name) for stance in inspection.stances] == [
        ("support", "An engineer who asked not to be named"),
        ("deny", "Jon Vik"),
    ]


def test_what_nobody_in_particular_says_is_the_articles_own_voice() -> None:
    (stance,) = extracted(CRACKS, INSPECTION, CROSSING).claims[2].stances
    assert stance.holder is None
    assert stance.attribution is None


def test_a_figure_is_read_by_rule_and_keeps_its_words() -> None:
    (quantity,) = extracted(CRACKS, INSPECTION, CROSSING).claims[2].quantities
    assert (quantity.value, quantity.unit, quantity.span.exact) == (1200, "people", "About 1,200 people")


def test_a_figure_no_rule_can_read_keeps_its_words_all_the_same() -> None:
    figures = [{"quote": "people", "unit": None, "of": None}]
    (quantity,) = extracted({**CROSSING, "figures": figures}).claims[0].quantities
    assert (quantity.value, quantity.low, quantity.high, quantity.span.exact) == (None, None, None, "people")


def test_a_quote_that_does_not_stand_in_the_article_is_asked_for_once_more() -> None:
    wrong = claim("Ships pass.", mention(4, "Hundreds of ships pass under it"))
    answers = iter([claims_answer(CRACKS, INSPECTION, CROSSING, wrong, furniture=(5,)), claims_answer()])
    with answering(lambda _: next(answers)) as endpoint:
        extraction = extract(BRIDGE, model=model_at(endpoint))
    assert len(endpoint.calls) == 2
    assert "- claim 4, sentence 4: Hundreds of ships pass under it\n" in last_message(endpoint.calls[1].body)
    assert [rejection.reason for rejection in extraction.rejected] == ["the quote does not stand in the article"]
    assert [one.text for one in extraction.claims] == [CRACKS["text"], INSPECTION["text"], CROSSING["text"]]


def test_a_quote_mended_in_the_second_answer_is_kept_and_nothing_is_rejected() -> None:
    wrong = {**CROSSING, "mentions": [mention(4, "Some 1,200 walkers cross")]}
    answers = iter([claims_answer(CRACKS, INSPECTION, wrong, furniture=(5,)), claims_answer(CROSSING, sources=[])])
    with answering(lambda _: next(answers)) as endpoint:
        extraction = extract(BRIDGE, model=model_at(endpoint))
    assert extraction.rejected == ()
    assert CROSSING["text"] in [one.text for one in extraction.claims]


def test_of_two_quotes_lost_in_one_claim_each_is_found_or_rejected_by_itself() -> None:
    denial = mention(3, "spoke of a fairy tale", label="deny", holder="s3")
    support = mention(2, "nobody ever looked at it", holder="s1")
    lost = {**INSPECTION, "mentions": [support, denial]}
    mended = {**INSPECTION, "mentions": [INSPECTION["mentions"][0]]}
    answers = iter([claims_answer(CRACKS, lost, CROSSING, furniture=(5,)), claims_answer(mended, sources=[])])
    with answering(lambda _: next(answers)) as endpoint:
        extraction = extract(BRIDGE, model=model_at(endpoint))
    assert [rejection.text for rejection in extraction.rejected] == [f"{INSPECTION['text']} — “spoke of a fairy tale”"]
    assert [stance.label for stance in extraction.claims[1].stances] == ["support"]


def test_figures_and_time_wait_for_a_quote_that_is_found_only_at_the_second_look() -> None:
    lost = {**CROSSING, "mentions": [mention(4, "Some 1,200 walkers cross")], "time": "every day"}
    bare = {**CROSSING, "figures": []}
    answers = iter([claims_answer(CRACKS, INSPECTION, lost, furniture=(5,)), claims_answer(bare, sources=[])])
    with answering(lambda _: next(answers)) as endpoint:
        crossing = extract(BRIDGE, model=model_at(endpoint)).claims[-1]
    assert [quantity.span.exact for quantity in crossing.quantities] == ["About 1,200 people"]
    assert crossing.time is not None
    assert crossing.time.text == "every day"


def test_a_claim_without_a_mention_is_a_rejection() -> None:
    extraction = extracted(CRACKS, INSPECTION, CROSSING, claim("The bridge is blue."))
    assert [rejection.reason for rejection in extraction.rejected] == ["a claim without a mention"]


def test_a_claim_that_points_elsewhere_is_asked_for_once_more_and_replaced() -> None:
    pointing = {**CROSSING, "text": "They cross it every day."}
    answers = iter([claims_answer(CRACKS, INSPECTION, pointing, furniture=(5,)), claims_answer(CROSSING, sources=[])])
    with answering(lambda _: next(answers)) as endpoint:
        extraction = extract(BRIDGE, model=model_at(endpoint))
    assert "3 They cross it every day. [4+]\n" in last_message(endpoint.calls[1].body)
    assert "cannot be read alone: 3." in last_message(endpoint.calls[1].body)
    assert [one.text for one in extraction.claims] == [CRACKS["text"], INSPECTION["text"], CROSSING["text"]]


def test_a_claim_that_still_points_elsewhere_is_kept_as_it_is() -> None:
    extraction = extracted(CRACKS, INSPECTION, {**CROSSING, "text": "They cross it every day."})
    assert extraction.claims[-1].text == "They cross it every day."


def test_a_sentence_passed_over_is_asked_for_by_number() -> None:
    answers = iter([claims_answer(CRACKS, INSPECTION), claims_answer(CROSSING, furniture=(5,), sources=[])])
    with answering(lambda _: next(answers)) as endpoint:
        extraction = extract(BRIDGE, model=model_at(endpoint))
    assert "furniture: 4." in last_message(endpoint.calls[1].body)
    assert len(extraction.claims) == 3
    assert extraction.unread == ()


def test_a_sentence_passed_over_twice_is_reported_as_unread() -> None:
    extraction = extracted(CRACKS, INSPECTION)
    assert [span.exact for span in extraction.unread] == ["About 1,200 people cross the bridge every day."]


def test_an_answer_that_leaves_nothing_out_is_paid_for_once() -> None:
    with answering_with({"ClaimsAnswer": BRIDGE_ANSWER}) as endpoint:
        extract(BRIDGE, model=model_at(endpoint))
    assert len(endpoint.calls) == 1


@pytest.mark.parametrize("number", [-1, 0, 6, 10**30])
def test_a_number_of_furniture_that_is_no_sentence_says_nothing(number: int) -> None:
    assert extracted(CRACKS, furniture=(5, number)).unread == extracted(CRACKS).unread != ()


def test_furniture_makes_no_claim() -> None:
    fake = claim("There are ten bridges.", mention(5, "Ten bridges to see"))
    extraction = extracted(CRACKS, INSPECTION, CROSSING, fake)
    assert "There are ten bridges." not in [one.text for one in extraction.claims]
    assert [rejection.reason for rejection in extraction.rejected] == ["the quote stands in furniture"]
    assert [span.exact for span in extraction.furniture] == ["Read more: Ten bridges to see"]


def test_the_second_look_shows_the_sentences_in_question_with_two_on_either_side() -> None:
    lines = [f"The harbour of Ostra has {number} boats.\n" for number in range(1, 11)]
    given = [claim(line, mention(number, line)) for number, line in enumerate(lines, start=1) if number != 8]
    answers = iter([claims_answer(*given), claims_answer()])
    with answering(lambda _: next(answers)) as endpoint:
        extract(Article(id="boats", text="".join(lines), language="en"), model=model_at(endpoint))
    assert re.findall(r"^\[(\d+)\]", last_message(endpoint.calls[1].body), re.MULTILINE) == ["6", "7", "8", "9", "10"]


def test_a_claim_of_the_list_is_named_by_its_number_in_the_second_answer() -> None:
    again = claim("2", mention(4, "people cross the bridge every day"))
    answers = iter([claims_answer(CRACKS, INSPECTION, furniture=(5,)), claims_answer(again, sources=[])])
    with answering(lambda _: next(answers)) as endpoint:
        extraction = extract(BRIDGE, model=model_at(endpoint))
    assert [one.text for one in extraction.claims] == [CRACKS["text"], INSPECTION["text"]]
    assert len(extraction.claims[1].stances) == 3


def test_a_saying_nobody_listed_is_a_rejection() -> None:
    stray = claim("The bridge is old.", mention(4, "the bridge", saying=9))
    extraction = extracted(CRACKS, INSPECTION, CROSSING, stray)
    assert [rejection.reason for rejection in extraction.rejected] == ["no such saying: 9"]


def test_whether_words_were_said_directly_is_told_by_their_quotation_marks() -> None:
    words = ("the bridge “was never inspected” after 2019", "was never inspected", "An engineer who asked")
    given = [claim(f"{number}.", mention(2, quote, holder="s1")) for number, quote in enumerate(words)]
    modes = {
        one.evidence[0].exact: one.stances[0].attribution.mode
        for one in extracted(*given).claims
        if one.stances[0].attribution
    }
    assert modes == dict(zip(words, ("mixed", "direct", "indirect"), strict=True))


def test_a_stance_without_a_hedge_is_certain_unless_it_asks_or_only_comments() -> None:
    labels = ("support", "deny", "query", "comment")
    given = [claim(f"{label}.", mention(4, "people cross the bridge", label=label)) for label in labels]
    found = {one.stances[0].label: one.stances[0].certainty for one in extracted(*given).claims}
    assert found == {"support": "certain", "deny": "certain", "query": "unspecified", "comment": "unspecified"}


def test_a_headline_printed_again_inside_a_line_is_a_sentence_of_its_own() -> None:
    article = Article(id="page", headline="Bridge closed", text="Home News Bridge closed\nBridge closedBridge closed\n")
    assert [line for _, line in NumberedArticle(article).lines()] == ["Home News", *["Bridge closed"] * 3]


def test_a_source_nobody_introduced_is_a_rejection() -> None:
    stray = claim("The bridge is old.", mention(4, "the bridge", holder="s9"))
    extraction = extracted(CRACKS, INSPECTION, CROSSING, stray)
    assert [rejection.reason for rejection in extraction.rejected] == ["no such source: s9"]


def test_a_cue_from_elsewhere_in_the_article_is_not_taken() -> None:
    astray = claim("People cross.", mention(4, "people cross the bridge", holder="s3", cue="Lind bridge had cracks"))
    extraction = extracted(CRACKS, INSPECTION, CROSSING, astray)
    (stance,) = next(one for one in extraction.claims if one.text == "People cross.").stances
    assert stance.attribution is not None
    assert stance.attribution.cue is None
    assert [rejection.text for rejection in extraction.rejected] == ["Lind bridge had cracks"]


def test_a_second_look_that_fails_leaves_the_first_answer_standing() -> None:
    answers = iter([claims_answer(CRACKS, INSPECTION), None])

    def answer(_: dict[str, object]) -> dict[str, object]:
        import json

        given = next(answers)
        return completion(json.dumps(given)) if given else completion(None, refusal="No.")

    with FakeEndpoint(answer) as endpoint:
        extraction = extract(BRIDGE, model=model_at(endpoint))
    assert len(extraction.claims) == 2
    assert [rejection.reason.partition(":")[0] for rejection in extraction.rejected] == ["the second look failed"]


def test_a_model_that_refuses_ends_in_a_named_error() -> None:
    with FakeEndpoint([completion(None, refusal="I cannot help.")]) as endpoint, pytest.raises(AnswerRefused):
        extract(BRIDGE, model=model_at(endpoint))
    assert len(endpoint.calls) == 1


def test_what_was_spent_and_which_prompt_was_used_is_said() -> None:
    extraction = extracted(CRACKS, INSPECTION, CROSSING)
    assert (extraction.usage.calls, extraction.usage.prompt_tokens) == (1, 100)
    assert extraction.provenance.answered_by == ("fake-1",)
    assert [name for name, sha256 in extraction.provenance.prompts.items() if len(sha256) == 64] == [
        load_prompt("claims").stage
    ]
