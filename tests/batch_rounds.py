"""Short ways to run a story in batches, shared by the tests of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claimx import Article, Model, Report, run
from claimx.pipeline import JournalFile
from claimx.pipeline.batching import BatchRun, Collected, Submitted, collect, submit
from claimx.writers.report_json import render_json
from faults.batches import Deliver, FakeBatches, backwards
from numbered_articles import numbered_article
from parrot import answer_like_a_parrot

STORY = (
    numbered_article(1),
    numbered_article(2).model_copy(update={"publisher": "Lind Times"}),
    numbered_article(1).model_copy(update={"id": "twin"}),  # asks what the first asks
)


def parrot_in_batches(deliver: Deliver = backwards, **options: object) -> FakeBatches:
    return FakeBatches(answer_like_a_parrot, deliver, **options)  # type: ignore[arg-type]


def model_of(endpoint: FakeBatches) -> Model:
    return Model("fake-1", endpoint.url, attempts=2, deadline=5.0)


def in_batches(
    endpoint: FakeBatches, folder: Path, articles: Sequence[Article] = STORY, *, story: bool = True
) -> BatchRun:
    return BatchRun(articles, model_of(endpoint), JournalFile(folder / "j.db"), story=story)


def round_trip(batch_run: BatchRun) -> tuple[Submitted, Collected]:
    return submit(batch_run), collect(batch_run)


def all_rounds(batch_run: BatchRun, most: int = 12) -> list[tuple[Submitted, Collected]]:
    """Round after round until there is nothing to send."""
    rounds = []
    for _ in range(most):
        submitted, collected = round_trip(batch_run)
        if not submitted.batches:
            return rounds
        rounds.append((submitted, collected))
    raise AssertionError(f"there is still something to send after {most} rounds")


def asked_live(endpoint: FakeBatches) -> int:
    return sum(call.path.endswith("/chat/completions") for call in endpoint.calls)


def live_report(endpoint: FakeBatches, folder: Path) -> Report:
    """What comes of the same story live. With a journal, equal questions are asked once."""
    return run(STORY, model=model_of(endpoint), journal=folder / "live.db")


def report_of(batch_run: BatchRun) -> Report:
    """What the run itself makes of it, with the same journal."""
    return run(batch_run.articles, model=batch_run.model, journal=batch_run.journal)


def written(report: Report) -> str:
    return render_json(report)
