"""The stages that `scale.py` measures, one a process: python benchmarks/scale_stages.py STAGE ARTICLES

Every stage gets what the one before it would give, generated, so that each can be measured at any size. After the first
thousand texts, and the first twenty reports, the same come back, told apart by as little as it takes: what an article
costs does not depend on those before it.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

from synthetic_articles import answered_articles
from synthetic_stories import ARTICLES, story

import claimx
import pipeline
from claimx import Article, Extraction, Model, Report

CLAIMS = 15
"""Of an article, as in `synthetic_articles.py`."""

TEXTS, STORIES = 1_000, 20
"""Different ones; more would cost more to make than to read."""

AT_ONCE = 50

T = TypeVar("T")


@dataclass
class Making:
    """What was spent on making the input of a stage: seconds of the clock, and of the processor."""

    wall: float = 0.0
    cpu: float = 0.0

    @contextmanager
    def timed(self) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall += time.perf_counter() - wall
        self.cpu += time.process_time() - cpu

    def through(self, made: Iterable[T]) -> Iterator[T]:
        """The same, with the time that each takes to come."""
        iterator = iter(made)
        while True:
            with self.timed():
                one = next(iterator, None)
            if one is None:
                return
            yield one


Work = Callable[[int, Path], Making]
"""Does the stage for so many articles in a folder."""


@dataclass(frozen=True)
class Stage:
    work: Work
    needs: tuple[str, ...] = ()
    """Modules without which there is no such stage."""

    in_one_process: bool = True


def extract(number: int, folder: Path) -> Making:
    """Requests, answers, grounding, checks, journal, and a line of JSON for each article."""
    made = Making()
    with made.timed():
        _, answers = pipeline.written(TEXTS, folder)
        texts = [one.article for one in answered_articles(TEXTS, pipeline.SEED)]
    articles = made.through(renamed(texts, number))
    with pipeline.endpoint(answers, "0") as url:
        model = Model("fake-1", url + "/v1", api_key="none", concurrency=AT_ONCE)
        with (folder / "extractions.jsonl").open("w", encoding="utf-8") as file:
            for outcome in claimx.extract_each(articles, model=model, journal=folder / "run.db"):
                assert isinstance(outcome, Extraction), outcome
                print(outcome.model_dump_json(), file=file)
    return made


def gather(number: int, _: Path) -> Making:
    """A stream of articles into stories."""
    from synthetic_stream import stream

    made, gatherer = Making(), claimx.Gatherer()
    for article in made.through(article for article, _ in stream(number)):
        gatherer.add(article)
    gatherer.close()
    return made


def reconcile(number: int, _: Path) -> Making:
    """Stories of thirty articles into reports, by rules alone."""
    made = Making()
    for extractions in made.through(story(seed, CLAIMS) for seed in range(number // ARTICLES)):
        claimx.reconcile(extractions)
    return made


def lake(number: int, folder: Path) -> Making:
    """Reports on stories of thirty articles into a lake."""
    from claimx.lake import add

    made = Making()
    add(folder / "lake", made.through(reports(number)))
    return made


def query(number: int, folder: Path) -> Making:
    """Every named query once, over a lake of so many articles."""
    from claimx.lake import add, named_queries
    from claimx.lake import query as ask

    made = Making()
    with made.timed():
        add(folder / "lake", reports(number))
    for one in named_queries():
        ask(folder / "lake", one.name)
    return made


def ray(number: int, folder: Path) -> Making:
    """All of it on a local cluster with two workers: articles in, reports as Parquet out."""
    from claimx.ray import run

    made = Making()
    with made.timed():
        _, answers = pipeline.written(TEXTS, folder)
        texts = [one.article for one in answered_articles(TEXTS, pipeline.SEED)]
        with (folder / "articles.jsonl").open("w", encoding="utf-8") as file:
            for place, article in enumerate(renamed(texts, number)):
                record = {**article.model_dump(mode="json", exclude_none=True), "story": f"s{place // ARTICLES}"}
                print(json.dumps(record, ensure_ascii=False), file=file)
    with pipeline.endpoint(answers, "0") as url:
        model = Model("fake-1", url + "/v1", api_key="none", concurrency=AT_ONCE)
        run(folder / "articles.jsonl", folder / "sink", model=model, workers=2)
    return made


def renamed(texts: Sequence[Article], number: int) -> Iterator[Article]:
    """So many articles that differ in their last line, which is furniture: a journal knows none of them already."""
    for place, article in enumerate(islice(cycle(texts), number)):
        text = article.text.replace("Ten bridges", f"{place:,} bridges")
        yield Article(**{**dict(article), "id": f"n{place:08}", "text": text, "sha256": ""})


def reports(number: int) -> Iterator[Report]:
    """Reports on so many articles, each on a story of its own."""
    known = [claimx.reconcile(story(seed, CLAIMS)) for seed in range(STORIES)]
    for place, report in enumerate(islice(cycle(known), number // ARTICLES)):
        own = tuple(
            one.model_copy(update={"sha256": f"{place:016x}"[::-1] + one.sha256[16:]}) for one in report.articles
        )
        yield report.model_copy(update={"articles": own})


STAGES = {
    "extract": Stage(extract),
    "gather": Stage(gather, ("claimx.gathering", "synthetic_stream")),
    "reconcile": Stage(reconcile),
    "lake": Stage(lake, ("duckdb", "polars")),
    "ten queries": Stage(query, ("duckdb", "polars")),
    "Ray, two workers": Stage(ray, ("ray", "claimx.ray"), in_one_process=False),
}


def main() -> None:
    name, number = sys.argv[1], int(sys.argv[2])
    stage = STAGES[name]
    with tempfile.TemporaryDirectory() as folder:
        wall, cpu = time.perf_counter(), time.process_time()
        made = stage.work(number, Path(folder))
        wall, cpu = time.perf_counter() - wall - made.wall, time.process_time() - cpu - made.cpu
    found = {"articles": number, "wall": wall, "cpu": None, "memory": None}
    if stage.in_one_process:
        found |= {"cpu": cpu, "memory": pipeline.peak_memory()}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
