"""The front door as a typed program meets it. Checked by `make types`, never run."""

from __future__ import annotations

from typing import assert_type

import claimx
from claimx.testing import FakeClaim, FakeModel, FakeRequest


def whole_story() -> None:
    articles = claimx.load_articles("fixtures/stories/aid-request")
    for article in articles:
        assert_type(article, claimx.Article)
    report = claimx.run(articles, model=claimx.Model("gpt-5-mini"))
    assert_type(report, claimx.Report)
    for claim in report.claims:
        assert_type(claim, claimx.MergedClaim)
        print(claim.status, claim.text, f"{len(claim.appearances)} articles, {len(claim.origins)} origins")
        for position in claim.positions:
            print("   ", position.label, position.source.name, "—", position.evidence[0].exact)
    claimx.write(report, "out/report.md")
    claimx.write(report, "out/report.html", texts=False)
    claimx.write(report, "out/report.jsonld", ratings=claimx.load_ratings("ratings.toml"))
    claimx.display(report)
    assert_type(claimx.reach(report.claims[0], report), claimx.Reach)
    for entry in claimx.timeline(report.claims[0], report):
        assert_type(entry, claimx.TimelineEntry)


def stories_of_a_stream(articles: list[claimx.Article]) -> None:
    for story in claimx.gather(articles):
        assert_type(story, claimx.Story)
    gatherer = claimx.Gatherer()
    for article in articles:
        assert_type(gatherer.add(article), claimx.Arrival)
    assert_type(gatherer.close(), tuple[claimx.Story, ...])


def other_models() -> None:
    assert_type(claimx.Model("qwen3", base_url="http://localhost:11434/v1"), claimx.Model)
    claimx.run(claimx.load_articles("story"), model=claimx.default_model("qwen3"))


def step_by_step(article: claimx.Article, model: claimx.Model) -> None:
    extraction = claimx.extract(article, model=model)
    assert_type(extraction, claimx.Extraction)
    assert_type(claimx.reconcile([extraction]), claimx.Report)
    assert_type(claimx.reconcile([extraction], model=model), claimx.Report)


async def async_twins(article: claimx.Article, model: claimx.Model) -> None:
    extraction = await claimx.aextract(article, model=model)
    assert_type(extraction, claimx.Extraction)
    assert_type(await claimx.areconcile([extraction], model=model), claimx.Report)
    assert_type(await claimx.arun([article], model=model), claimx.Report)


def offline(articles: list[claimx.Article], model: claimx.Model) -> None:
    with claimx.replay("fixtures/cassettes/aid-request.yaml"):
        try:
            claimx.run(articles, model=model)
        except claimx.CassetteMiss as miss:
            assert_type(miss.retryable, bool)
            assert_type(miss.hint, str | None)


def going_on(articles: list[claimx.Article], model: claimx.Model) -> None:
    report = claimx.load_report("out/report.json", articles=articles)
    assert_type(report, claimx.Report)
    overrides = claimx.load_overrides("merges.toml")
    assert_type(overrides, claimx.Overrides)
    assert_type(claimx.update(report, add=articles, remove=["a"], model=model, overrides=overrides), claimx.Report)


async def going_on_async(report: claimx.Report, extraction: claimx.Extraction) -> None:
    assert_type(await claimx.aupdate(report, add=[extraction]), claimx.Report)


class PolicyClaim(claimx.WireClaim):
    topic: str


def own_fields(articles: list[claimx.Article], report: claimx.Report, model: claimx.Model) -> None:
    instructions = claimx.Instructions(claim=PolicyClaim, prompts="my-prompts/")
    assert_type(claimx.run(articles, model=model, instructions=instructions), claimx.Report)
    assert_type(claimx.update(report, add=articles, model=model, instructions=instructions), claimx.Report)
    extraction = claimx.extract(articles[0], model=model, instructions=instructions)
    for claim in extraction.claims:
        print(claim.extra["topic"], dict(claim.extra))


def many(articles: list[claimx.Article], model: claimx.Model) -> None:
    budget = claimx.Budget(calls=100, tokens=1_000_000)
    journal = claimx.JournalFile("runs/a.db", fresh=True)
    for outcome in claimx.extract_each(articles, model=model, journal=journal, budget=budget):
        assert_type(outcome, claimx.Extraction | claimx.Failure)
    for outcome in claimx.load_extractions("extractions.jsonl"):
        assert_type(outcome, claimx.Extraction | claimx.Failure)
    report = claimx.run(articles, model=model, journal="runs/a.db", budget=budget, progress=claimx.Watch(print))
    assert_type(claimx.tally(report), claimx.Tally)


async def many_async(articles: list[claimx.Article], model: claimx.Model) -> None:
    async for outcome in claimx.aextract_each(articles, model=model, journal="runs/a.db"):
        assert_type(outcome, claimx.Extraction | claimx.Failure)


def tested_without_a_model(articles: list[claimx.Article]) -> None:
    def told(request: FakeRequest) -> list[FakeClaim]:
        return [FakeClaim(sentence) for sentence in request.sentences.values()]

    claims = {"a": [FakeClaim("It rains.", holder="Jon Vik", label="deny", extra={"topic": "weather"})]}
    assert_type(claimx.run(articles, model=FakeModel(claims)), claimx.Report)
    model = FakeModel({"a": told, "b": claimx.RateLimited("slow down"), "c": {"claims": []}}, story={"sources": None})
    assert_type(claimx.extract(articles[0], model=model), claimx.Extraction)
    assert_type(model.requests, list[FakeRequest])
