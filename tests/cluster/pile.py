"""A pile of made-up articles for a cluster to read, and the endpoint that answers for them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polars
import pytest

from claimx import Model, load_articles, run
from claimx.writers.report_json import render_json
from faults.server import Body, FakeEndpoint, Reply, completion, error
from parrot import answer_like_a_parrot
from stories import last_message

RAYS_WARNINGS = pytest.mark.filterwarnings(
    "ignore:The minimum number of concurrent actors:UserWarning",  # there are fewer inputs here than workers
    "ignore::ResourceWarning:ray",
    "ignore::DeprecationWarning:ray",  # Ray Data warns of settings that it makes itself
    "ignore::FutureWarning:ray",
)
REFUSED = "Nobody may read this."
CONCURRENCY = 4


def article(number: int, story: str, text: str | None = None) -> dict[str, str]:
    return {
        "id": f"a{number}",
        "text": text or f"Bridge number {number} had cracks, an engineer said. It was closed on Monday.",
        "publisher": f"Paper {number % 3}",
        "published_at": f"2026-11-{20 + number % 2}T10:00:00Z",
        "story": story,
    }


def lay_out(folder: Path, stories: int = 3) -> dict[str, list[Path]]:
    """Two files of records and a folder of texts, with something wrong in each; for each story its files."""
    folder.mkdir()
    names = [f"s{number}" for number in range(stories)]
    rows = [article(number, names[number % stories]) for number in range(3 * stories)]
    refused = article(99, names[0], REFUSED)
    table, lines = folder / "one.parquet", folder / "two.jsonl"
    polars.DataFrame([*rows[::2], refused]).write_parquet(table)
    lines.write_text("\n".join([*map(json.dumps, rows[1::2]), "{no JSON", json.dumps({"text": "Of no story."})]))
    (folder / "broken.parquet").write_bytes(table.read_bytes()[:-40])
    (folder / "fire").mkdir()
    (folder / "fire" / "ostra.txt").write_text("A fire broke out in Ostra. Two people were hurt.")
    return {**{name: [table, lines] for name in names}, "fire": [folder / "fire" / "ostra.txt"]}


def local_report(story: str, files: list[Path], model: Model) -> str:
    """The report.json of `claimx.run` for the articles of one story."""
    reading = load_articles(files, fields={"story": "story"})
    # Texts name no story: there the folder is one.
    articles = [one for one in reading if reading.stories.get(one.id) == story or not reading.stories]
    return as_compared(render_json(run(articles, model=model)))


def endpoint(at: Callable[[int], None] = lambda number: None, delay: float = 0.05) -> FakeEndpoint:
    """An endpoint that refuses one article, and does something `at` each call, counted from 1."""
    numbers = iter(range(1, 1_000_000))

    def answer(body: Body) -> Reply | Body:
        at(next(numbers))
        if REFUSED in last_message(body):
            return error(400, "no")
        return Reply(body=completion(json.dumps(answer_like_a_parrot(body))), delay=delay)

    return FakeEndpoint(answer)


def model_of(server: FakeEndpoint) -> Model:
    return Model("fake-1", server.url, concurrency=CONCURRENCY)


def asked(server: FakeEndpoint) -> Counter[bytes]:
    """How often each request arrived whole: what a kill cuts off in the middle is none. Those refused are left out."""
    whole = (call.raw for call in server.calls if len(call.raw) == int(call.headers["content-length"]))
    return Counter(raw for raw in whole if REFUSED.encode() not in raw)


def reports_in(sink: Path) -> dict[str, str]:
    """The report of each story in a sink, as `as_compared` has it."""
    frame = polars.read_parquet(sink / "reports/**/*.parquet")
    return {story: as_compared(report) for story, report in frame.select("story", "report").iter_rows()}


def as_compared(report: str) -> str:
    """A report.json without what tells one endpoint from another: why an article was refused names its port."""
    return re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1", report)
