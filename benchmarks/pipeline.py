"""Articles through an endpoint: wall time beside what the endpoint allows, CPU time and memory, for claimx and peers.

    python benchmarks/pipeline.py [--quick] [--readers AsyncOpenAI,claimx,instructor,langextract]
                                  [--update docs/benchmarks.md]

The endpoint (`fake_endpoint.py`) and each reader (`pipeline_peers.py`) have a process of their own, so that CPU time
and memory are the reader's alone; all read the same articles (`synthetic_articles.py`), line by line from a file. A
reader that is not installed is left out with a word. `--update` writes the tables between `<!-- pipeline -->` and
`<!-- /pipeline -->`.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from blocks import write_block
from pipeline_peers import READERS
from synthetic_articles import Answered, answered_articles
from tables import heading, line

import claimx

SEED = 7
WARM_UP = 8
"""Articles read before anything is measured: imports, patterns and schemas are paid for once a process."""

MODULES = {"claimx": "claimx", "AsyncOpenAI": "openai", "instructor": "instructor", "langextract": "langextract"}
COLUMNS = (
    *("reader", "wall, s", "wall / floor", "wall / AsyncOpenAI's"),
    *("CPU, ms an article", "of langextract's", "peak memory, MB"),
)


@dataclass(frozen=True)
class Scenario:
    articles: int
    at_once: int
    latency: str
    """As `fake_endpoint.py` takes it."""

    def __str__(self) -> str:
        kind, _, seed = self.latency.partition(":")
        late = f"lognormal latency (median 200 ms, σ 1, seed {seed})" if seed else f"{float(kind) * 1000:g} ms latency"
        return f"{self.articles:,} articles, {self.at_once} at once, {late}"


WHOLE = (
    Scenario(500, 50, "0"),
    Scenario(500, 50, "0.2"),
    Scenario(500, 50, f"lognormal:{SEED}"),
    Scenario(1000, 200, "1"),
)
QUICK = (Scenario(60, 20, "0"), Scenario(60, 20, "0.1"))
GROWING = (500, 2000)
"""Articles at which claimx's memory is compared."""


@dataclass(frozen=True)
class Result:
    """What one reader needed. `floor` is the seconds no sliding queue can be faster than."""

    wall: float
    cpu: float
    memory: float
    claims: int
    requests: int
    floor: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="two small scenarios, to see that it works")
    parser.add_argument("--readers", default=",".join(READERS))
    parser.add_argument("--update", type=Path, metavar="PAGE")
    parser.add_argument("--one", nargs=4, metavar=("READER", "ARTICLES", "URL", "AT_ONCE"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        reader, articles, url, at_once = arguments.one
        print(json.dumps(read(reader, Path(articles), url, int(at_once))))
        return
    readers = [name for name in arguments.readers.split(",") if is_installed(name)]
    scenarios = QUICK if arguments.quick else WHOLE
    with tempfile.TemporaryDirectory() as folder:
        parts = [versions(readers)]
        for scenario in scenarios:
            parts.append(f"{scenario}:\n\n{table(scenario, readers, Path(folder))}")
            print(parts[-1], end="\n\n", flush=True)
        if "claimx" in readers:
            parts.append(growth(GROWING if not arguments.quick else (60, 120), Path(folder)))
            print(parts[-1], flush=True)
    if arguments.update:
        write_block(arguments.update, "pipeline", "\n\n".join(parts))


def is_installed(reader: str) -> bool:
    found = importlib.util.find_spec(MODULES[reader]) is not None
    if not found:
        print(f"{reader} is not installed and left out", file=sys.stderr)
    return found


def versions(readers: Iterable[str]) -> str:
    packages = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in (MODULES[one] for one in readers))
    machine = f"CPython {platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"{packages}; {machine}; seed {SEED}."


def table(scenario: Scenario, readers: Sequence[str], folder: Path) -> str:
    results = {name: measured(name, scenario, folder) for name in readers}
    openai, langextract = results.get("AsyncOpenAI"), results.get("langextract")
    rows = [
        line(
            [
                name,
                f"{result.wall:.2f}",
                f"{result.wall / result.floor:.2f}" if result.floor else "–",
                f"{result.wall / openai.wall:.2f}" if openai else "–",
                f"{result.cpu * 1000:.1f}",
                f"1/{langextract.cpu / result.cpu:.1f}" if langextract and result is not langextract else "–",
                f"{result.memory:.0f}",
            ]
        )
        for name, result in results.items()
    ]
    return "\n".join([*heading(COLUMNS), *rows])


def growth(sizes: Sequence[int], folder: Path) -> str:
    """Peak memory of claimx by the number of articles: it streams, and holds what is under way."""
    peaks = [measured("claimx", Scenario(size, 50, "0"), folder).memory for size in sizes]
    grown = "; ".join(f"{size:,} articles {peak:.0f} MB" for size, peak in zip(sizes, peaks, strict=True))
    return f"Peak memory of claimx, 50 at once: {grown}."


# One reader


def measured(name: str, scenario: Scenario, folder: Path) -> Result:
    """`name` in a process of its own, against an endpoint of its own."""
    articles, answers = written(scenario.articles + WARM_UP, folder)
    with endpoint(answers, scenario.latency) as url:
        command = [sys.executable, __file__, "--one", name, str(articles), f"{url}/v1", str(scenario.at_once)]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
        with urllib.request.urlopen(url) as tally:
            given = json.loads(tally.read())
    return Result(
        wall=found["wall"],
        cpu=found["cpu"] / scenario.articles,
        memory=found["memory"],
        claims=found["claims"],
        requests=given["given"] - WARM_UP,
        floor=(given["waited"] - found["waited"]) / scenario.at_once,
    )


@cache
def written(count: int, folder: Path) -> tuple[Path, Path]:
    """Two files, of so many articles and of the answers on them."""
    made = answered_articles(count, SEED)
    articles, answers = folder / f"{count} articles.jsonl", folder / f"{count} answers.jsonl"
    articles.write_text("".join(f"{one.article.model_dump_json()}\n" for one in made), encoding="utf-8")
    answers.write_text("".join(f"{json.dumps(contents(one))}\n" for one in made), encoding="utf-8")
    return articles, answers


def read(name: str, path: Path, url: str, at_once: int) -> dict[str, float]:
    """Read the articles at `path` and tell what it took. The first few are not measured."""
    articles = from_file(path)
    reader = READERS[name]
    reader(list(islice(articles, WARM_UP)), url, at_once)
    with urllib.request.urlopen(url.removesuffix("/v1")) as tally:
        waited = json.loads(tally.read())["waited"]
    wall, cpu = time.perf_counter(), time.process_time()
    claims = reader(articles, url, at_once)
    return {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "memory": peak_memory(),
        "claims": claims,
        "waited": waited,
    }


def from_file(path: Path) -> Iterator[claimx.Article]:
    with path.open(encoding="utf-8") as lines:
        yield from map(claimx.Article.model_validate_json, lines)


def peak_memory() -> float:
    """The most that this process held at once, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # what `getrusage` tells begins with the parent's
        return int(re.findall(r"VmHWM:\s+(\d+) kB", status.read_text())[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def contents(made: Answered) -> tuple[int, dict[str, str]]:
    """What the endpoint answers on an article: our wire schema, or else what langextract asks for."""
    claims = made.answer["claims"]
    flat: list[dict[str, Any]] = [
        {"claim": one["mentions"][0]["quote"], "claim_attributes": {"stance": one["mentions"][0]["label"]}}
        for one in claims
    ]
    number = int(made.article.id[1:])
    return number, {
        "ClaimsAnswer": json.dumps(made.answer, ensure_ascii=False),
        "": json.dumps({"extractions": flat}, ensure_ascii=False),
    }


@contextmanager
def endpoint(answers: Path, latency: str) -> Iterator[str]:
    command = [sys.executable, str(Path(__file__).with_name("fake_endpoint.py")), str(answers), "--latency", latency]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
