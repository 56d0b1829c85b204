"""Two ways to test without a model: replay what one has said, or tell a fake one what to say."""

from __future__ import annotations

from pathlib import Path

from briefing import briefing, deniers

import claimx
from claimx.testing import Cassette, FakeClaim, FakeModel

ARTICLES = Path(__file__).parent / "articles"
POST = claimx.Article(id="post", publisher="Ostra Post", text="The Lind bridge is closed, the police said.")
COURIER = claimx.Article(id="courier", publisher="Courier", text="Mayor Jon Vik called the report untrue.")
CLOSED = FakeClaim("The Lind bridge is closed.", quote="The Lind bridge is closed", holder="the police")


def test_both_who_deny_the_request_are_found(cassette: Cassette) -> None:
    (article,) = claimx.load_articles(ARTICLES)
    assert deniers(article, claimx.default_model()) >= {"China", "Dmitry Peskov"}


def test_a_claim_that_somebody_denies_is_told() -> None:
    denied = FakeClaim(CLOSED.text, quote="called the report untrue", holder="Jon Vik", label="deny")
    model = FakeModel({"post": [CLOSED], "courier": [denied]})
    assert briefing([POST, COURIER], model) == ["disputed: The Lind bridge is closed."]


def test_an_article_that_could_not_be_read_is_told() -> None:
    model = FakeModel({"post": [CLOSED], "courier": claimx.RateLimited("too many requests")})
    assert briefing([POST, COURIER], model) == ["not read: courier (too many requests)"]


def test_every_article_is_shown_to_the_model() -> None:
    model = FakeModel()
    briefing([POST, COURIER], model)
    asked = {request.article for request in model.requests if request.task == "claims"}
    assert asked == {POST, COURIER}
