"""`FakeModel`: it says what a test tells it, and claimx does with that what it does with any answer."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import claimx
from claimx import Article, CassetteInvalid, CassetteMiss, RateLimited, Source
from claimx.extraction.wire import ClaimsAnswer, WireClaim
from claimx.llm import connect, load_prompt, run_sync
from claimx.testing import FakeClaim, FakeModel, FakeRequest
from stories import BRIDGE, BRIDGE_ANSWER

CLOSED = "The Lind bridge is closed."
POST = Article(
    id="post", publisher="Post", language="en", text="Lind bridge is shut, the police said. Heavy rain fell.\n"
)
MAYOR = Article(id="mayor", publisher="Courier", language="en", text="It rained. Jon Vik: “The bridge is open”.\n")
SAID = FakeClaim(CLOSED, quote="Lind bridge is shut", holder="the police", cue="said")
DENIED = FakeClaim(CLOSED, quote='"The bridge is open"', holder="Jon Vik", label="deny")
LONG = Article(
    id="long",
    language="en",
    text=" ".join(f"In the year {year} the town of Ostra counted its bridges once more." for year in range(1500, 1700)),
)


def tasks(model: FakeModel) -> list[tuple[str, str | None]]:
    return [(request.task, request.article and request.article.id) for request in model.requests]


def test_a_claim_is_grounded_at_its_quote_with_its_holder_and_label() -> None:
    (claim,) = claimx.extract(MAYOR, model=FakeModel({"mayor": [DENIED]})).claims
    (stance,) = claim.stances
    assert (claim.text, stance.label, stance.holder) == (CLOSED, "deny", Source(name="Jon Vik"))
    assert stance.evidence[0].exact == "“The bridge is open”"
    assert stance.evidence[0].start == MAYOR.text.index("“")


def test_a_holder_may_be_given_in_full_and_the_words_of_saying_too() -> None:
    police = Source(name="the police", kind="organization", role="of Ostra")
    said = FakeClaim(CLOSED, quote="Lind bridge is shut", holder=police, cue="said", kind="state")
    (claim,) = claimx.extract(POST, model=FakeModel({"post": [said]})).claims
    attribution = claim.stances[0].attribution
    assert attribution is not None
    assert attribution.cue is not None
    assert (claim.kind, attribution.source, attribution.cue.exact) == ("state", police, "said")


def test_a_claim_in_the_words_of_the_article_needs_no_quote_and_no_holder() -> None:
    (claim,) = claimx.extract(POST, model=FakeModel({"post": [FakeClaim("Heavy rain fell.")]})).claims
    assert claim.evidence[0].exact == "Heavy rain fell."
    assert claim.stances[0].holder is None


def test_a_text_given_twice_is_one_claim_with_two_mentions() -> None:
    twice = [FakeClaim("It is wet.", quote="Heavy rain fell"), FakeClaim("It is wet.", quote="Lind bridge is shut")]
    (claim,) = claimx.extract(POST, model=FakeModel({"post": twice})).claims
    assert len(claim.stances) == 2


def test_claims_of_one_text_are_one_claim_of_the_story() -> None:
    model = FakeModel({"post": [SAID], "mayor": [DENIED]})
    report = claimx.run([POST, MAYOR], model=model)
    (claim,) = report.claims
    assert (claim.status, len(claim.appearances)) == ("disputed", 2)
    assert (report.failures, report.rejected, report.provenance.model) == ((), {}, "fake")


def test_without_articles_each_claims_its_first_sentence() -> None:
    report = claimx.run([POST, MAYOR], model=FakeModel())
    assert {claim.text for claim in report.claims} == {"Lind bridge is shut, the police said.", "It rained."}


def test_it_keeps_what_it_was_asked() -> None:
    model = FakeModel({"post": [SAID], "mayor": []})
    claimx.run([POST, MAYOR], model=model)
    assert tasks(model)[:3] == [("claims", "mayor"), ("gleaning", "mayor"), ("claims", "post")]
    assert model.requests[0].sentences == {1: "It rained.", 2: "Jon Vik: “The bridge is open”."}
    assert "=== article" in model.requests[0].messages[-1]["content"]


def test_an_error_in_the_place_of_claims_fails_that_article_alone() -> None:
    report = claimx.run([POST, MAYOR], model=FakeModel({"post": RateLimited("too many"), "mayor": [DENIED]}))
    (failure,) = report.failures
    assert (failure.article, failure.reason, failure.retryable) == ("post", "too many", True)
    assert len(report.claims) == 1


def test_of_a_long_article_each_request_gives_the_claims_that_it_shows() -> None:
    claims = [FakeClaim(f"{year} was a year of counting.", quote=f"In the year {year}") for year in (1500, 1600, 1699)]
    model = FakeModel({"long": claims})
    extraction = claimx.extract(LONG, model=model)
    assert [claim.text for claim in extraction.claims] == [claim.text for claim in claims]
    assert extraction.rejected == ()
    assert tasks(model).count(("claims", "long")) > 1


def test_a_whole_answer_is_checked_like_that_of_any_model() -> None:
    said: dict[str, Any] = {
        "sentence": 1,
        "quote": "Lind bridge fell down",
        "label": "support",
        "saying": None,
        "hedge": None,
    }
    made_up = {"text": CLOSED, "kind": "event", "mentions": [said], "figures": [], "time": None}
    answer: Mapping[str, Any] = {"sources": [], "sayings": [], "claims": [made_up], "furniture": []}
    model = FakeModel({"post": answer})
    extraction = claimx.extract(POST, model=model)
    assert extraction.claims == ()
    assert [one.reason for one in extraction.rejected] == ["the quote does not stand in the article"]
    assert tasks(model) == [("claims", "post"), ("gleaning", "post")]  # it was asked for once more


def test_a_wire_object_is_an_answer_too() -> None:
    answer = ClaimsAnswer.model_validate(BRIDGE_ANSWER)
    assert len(claimx.extract(BRIDGE, model=FakeModel({BRIDGE.id: answer})).claims) == 3


def test_a_function_is_asked_for_every_request_about_its_article() -> None:
    def hesitant(request: FakeRequest) -> list[FakeClaim]:
        return [FakeClaim("Heavy rain fell.")] if request.task == "gleaning" else [SAID]

    extraction = claimx.extract(POST, model=FakeModel({"post": hesitant}))
    assert [claim.text for claim in extraction.claims] == [CLOSED, "Heavy rain fell."]
    assert extraction.unread == ()


def test_a_question_about_the_story_is_answered_as_told() -> None:
    def together(request: FakeRequest) -> Mapping[str, Any]:
        assert sorted(request.lines) == [
            "A1 The bridge is open. | -Jon Vik",
            "A2 The Lind bridge is closed. | +the police",
        ]
        return {"groups": [[1, 2]]}

    other = FakeClaim("The bridge is open.", quote="The bridge is open", holder="Jon Vik", label="deny")
    model = FakeModel({"post": [SAID], "mayor": [other]}, story={"grouping": together})
    assert len(claimx.run([POST, MAYOR], model=model).claims) == 1
    assert len(claimx.run([POST, MAYOR], model=FakeModel(model.articles)).claims) == 2


def test_an_error_about_the_story_leaves_it_to_the_rules() -> None:
    model = FakeModel({"post": [SAID], "mayor": [DENIED]}, story={"grouping": RateLimited("too many")})
    (failure,) = claimx.run([POST, MAYOR], model=model).failures
    assert failure.reason == "grouping the claims: too many; left to the rules"


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ({"claims": []}, "the reply to “claims” about post is no ClaimsAnswer: sources: Field required"),
        ([FakeClaim("It snowed.")], "its quote 'It snowed.' does not stand in post"),
        ([FakeClaim("Heavy rain fell.", extra={"topic": "war"})], "claims.0.topic: Extra inputs are not permitted"),
        (lambda request: 1 / 0, "the reply to “claims” about post failed: ZeroDivisionError: division by zero"),
        ({"claims": object()}, "is no ClaimsAnswer: TypeError: Object of type object is not JSON serializable"),
    ],
)
def test_a_slip_in_what_it_is_told_ends_the_run(reply: Any, said: str) -> None:
    with pytest.raises(CassetteInvalid) as caught:
        claimx.run([POST, MAYOR], model=FakeModel({"post": reply, "mayor": []}))
    assert said in str(caught.value)


def test_an_article_it_was_told_nothing_of_ends_the_run() -> None:
    with pytest.raises(CassetteMiss, match="told nothing of mayor, but of: post .tell it the claims, or an empty list"):
        claimx.run([POST, MAYOR], model=FakeModel({"post": [SAID]}))


def test_it_fills_in_the_fields_of_a_schema_of_your_own() -> None:
    class TopicalClaim(WireClaim):
        topic: str

    class TopicalAnswer(ClaimsAnswer):
        claims: list[TopicalClaim]  # type: ignore[assignment]

    async def ask(model: FakeModel) -> TopicalAnswer:
        async with connect(model) as session:
            sentences = [(1, POST.text.strip())]
            messages = load_prompt("claims").render(article=POST, metadata=[], code="0", sentences=sentences)
            return (await session.ask(messages, TopicalAnswer)).value

    told = FakeModel({"post": [FakeClaim("Heavy rain fell.", extra={"topic": "weather"})]})
    assert [claim.topic for claim in run_sync(ask(told)).claims] == ["weather"]
    with pytest.raises(CassetteInvalid, match="is no TopicalAnswer: claims.0.topic: Field required"):
        run_sync(ask(FakeModel({"post": [FakeClaim("Heavy rain fell.")]})))


def test_a_question_it_knows_nothing_of_is_a_miss() -> None:
    async def ask() -> None:
        async with connect(FakeModel()) as session:
            await session.ask([{"role": "user", "content": "How are you?"}], ClaimsAnswer)

    with pytest.raises(CassetteMiss, match="no usual answer to “” about the story"):
        run_sync(ask())


def test_a_journal_keeps_its_answers(tmp_path: Path) -> None:
    first, second = FakeModel({"post": [SAID]}), FakeModel({"post": [SAID]})
    reports = [claimx.run([POST], model=model, journal=tmp_path / "run.db") for model in (first, second)]
    assert len(first.requests) > 0
    assert second.requests == []
    assert reports[0] == reports[1]
    assert reports[0].usage.attempts == len(first.requests)


def test_a_budget_counts_its_calls() -> None:
    articles = [POST.model_copy(update={"id": f"post-{number}"}) for number in range(5)]
    model = FakeModel()
    outcomes = list(claimx.extract_each(articles, model=model, budget=claimx.Budget(calls=3)))
    assert len(model.requests) == 3
    assert any(isinstance(outcome, claimx.Failure) and outcome.skipped for outcome in outcomes)


def test_a_budget_counts_its_tokens() -> None:
    (spent,) = {claimx.extract(POST, model=FakeModel({"post": [SAID, FakeClaim("Heavy rain fell.")]})).usage}
    assert spent.prompt_tokens > spent.completion_tokens > 0
    with pytest.raises(claimx.BudgetExhausted):
        claimx.run([POST], model=FakeModel(), budget=claimx.Budget(tokens=spent.prompt_tokens))


def test_what_it_costs_is_unknown() -> None:
    with pytest.raises(claimx.PriceUnknown):
        claimx.run([POST], model=FakeModel(), budget=claimx.Budget(cost=Decimal(1)))


def test_a_run_with_it_can_be_stopped() -> None:
    watch = claimx.Watch()

    def stopping(request: FakeRequest) -> None:
        watch.stop("enough")

    model = FakeModel({"post": stopping, "mayor": [DENIED, FakeClaim("It rained.")]})
    report = claimx.run([MAYOR, POST], model=model, progress=watch)
    assert ("post", True) in [(failure.article, failure.skipped) for failure in report.failures]


def test_it_travels_to_another_process() -> None:
    model = pickle.loads(pickle.dumps(FakeModel({"post": [SAID]}, name="mine")))
    assert [claim.text for claim in claimx.extract(POST, model=model).claims] == [CLOSED]
    assert pickle.loads(pickle.dumps(model)).requests == model.requests


def test_a_run_with_it_loads_no_client_and_no_pytest() -> None:
    code = (
        "import sys, claimx; from claimx.testing import FakeModel;"
        "claimx.run([claimx.Article(id='a', text='Rain fell.')], model=FakeModel());"
        "print(sorted({'openai', 'instructor', 'httpx2', 'vcr', 'tenacity', 'pytest'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")
