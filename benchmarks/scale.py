"""How far one machine goes: articles per second, processor time and memory of each stage, by the number of articles.

    python benchmarks/scale.py [--sizes 10000 100000 1000000] [--limit 300] [--update docs/scale.toml]

The stages are those of `scale_stages.py`, each with a process of its own at each size. The model is an endpoint that
answers at once (`fake_endpoint.py`), so that what is left is the cost of claimx. Articles and stories are generated and
known; making them is not measured. A stage is measured at a size while the one before lets expect no more than
`--limit` seconds; a larger one is worked out by the exponent and marked with "≈". `--update` keeps what was measured,
for docs/make_scale.py.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from scale_stages import STAGES
from tables import heading, line

import claimx
from claimx.extraction.extractor import first_requests
from claimx.llm.tokens import approximate_tokens

FIXTURES = Path(__file__).parents[1] / "fixtures"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
LIMIT = 300.0
COLUMNS = ("stage", "articles", "articles / s a core", "CPU, ms an article", "peak memory, MB", "exponent")


@dataclass(frozen=True)
class Measured:
    """What a stage took for so many articles: seconds, MB. None where it has many processes, or was worked out."""

    stage: str
    articles: int
    wall: float
    cpu: float | None
    memory: float | None

    @property
    def cost(self) -> float:
        """Seconds of the processor, or else of the clock."""
        return self.wall if self.cpu is None else self.cpu


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--stages", nargs="+", choices=[*STAGES], default=[*STAGES])
    parser.add_argument("--limit", type=float, default=LIMIT, metavar="SECONDS")
    parser.add_argument("--update", type=Path, metavar="TOML")
    arguments = parser.parse_args()
    stages = [name for name in arguments.stages if is_there(name)]
    found = [one for stage in stages for one in measured(stage, sorted(arguments.sizes), arguments.limit)]
    print(table(found, arguments.sizes))
    if arguments.update:
        arguments.update.write_text(to_toml(found, recorded()), encoding="utf-8")


def is_there(stage: str) -> bool:
    """Whether what the stage measures is installed."""
    missing = [name for name in STAGES[stage].needs if importlib.util.find_spec(name) is None]
    if missing:
        print(f"{stage} is left out: there is no {', '.join(missing)}", file=sys.stderr)
    return not missing


def measured(stage: str, sizes: Sequence[int], limit: float) -> Iterable[Measured]:
    """The stage at one size after the other, as far as the limit allows."""
    expected = 0.0
    for size, larger in zip(sizes, [*sizes[1:], 0], strict=True):
        if expected > limit:
            return
        command = [sys.executable, str(Path(__file__).with_name("scale_stages.py")), stage, str(size)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        result = Measured(stage, **json.loads(done.stdout.splitlines()[-1]))
        print(f"{stage}, {size:,} articles: {result.wall:.1f} s", file=sys.stderr, flush=True)
        yield result
        expected = result.wall * larger / size


def exponent(found: Sequence[Measured]) -> float | None:
    """How the time grows with the articles, from the first size to the last: 1 is in proportion."""
    if len(found) < 2:
        return None
    first, last = found[0], found[-1]
    return math.log(last.cost / first.cost) / math.log(last.articles / first.articles)


def worked_out(found: Sequence[Measured], size: int) -> Measured:
    """What a stage would take, by its exponent, and in proportion at least; nothing is said of its memory.

    An exponent below 1 comes of what a start costs, which weighs less and less.
    """
    last = found[-1]
    power = max(1.0, exponent(found) or 1.0)
    factor = (size / last.articles) ** power
    cpu = None if last.cpu is None else last.cpu * factor
    return Measured(last.stage, size, last.wall * factor, cpu, None)


def table(found: Sequence[Measured], sizes: Iterable[int] = ()) -> str:
    """A row for each stage and size; what was not measured begins with "≈"."""
    rows = []
    for stage in dict.fromkeys(one.stage for one in found):
        own = [one for one in found if one.stage == stage]
        power = exponent(own)
        shown = f"{power:.2f}" if power is not None else "–"
        rows += [_row(one, "", shown if one is own[-1] else "") for one in own]
        rows += [_row(worked_out(own, size), "≈ ", "") for size in sorted(sizes) if size > own[-1].articles]
    return "\n".join([*heading(COLUMNS), *rows])


def _row(one: Measured, mark: str, power: str) -> str:
    memory = "" if one.memory is None else f"{one.memory:,.0f}"
    cost = "" if one.cpu is None else f"{mark}{one.cpu / one.articles * 1000:.2f}"
    return line([one.stage, f"{one.articles:,}", f"{mark}{one.articles / one.cost:,.0f}", cost, memory, power])


def recorded() -> dict[str, int]:
    """What the fixture stories cost when they were recorded, and how much of a first request is the same for all."""
    reports = []
    for story in sorted((FIXTURES / "stories").iterdir()):
        with claimx.replay(FIXTURES / "cassettes" / f"{story.name}.yaml"):
            reports.append(claimx.run(claimx.load_articles(story)))
    usage = sum((report.usage for report in reports), claimx.Usage())
    messages = first_requests(reports[0].articles[0])[0]
    return {
        "articles": sum(len(report.articles) for report in reports),
        **{name: getattr(usage, name) for name in ("calls", "prompt_tokens", "completion_tokens")},
        "prefix": approximate_tokens(messages[0]["content"]),
    }


def to_toml(found: Iterable[Measured], spent: Mapping[str, int]) -> str:
    """What was measured, to be kept beside the page that is worked out from it."""
    machine = f"CPython {platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    head = f'# Written by benchmarks/scale.py.\nclaimx = "{claimx.__version__}"\nmachine = "{machine}"\n'
    told = [{name: value for name, value in asdict(one).items() if value is not None} for one in found]
    rows = ("\n".join(f"{name} = {_as_toml(value)}" for name, value in one.items()) for one in told)
    counts = "".join(f"{name} = {number}\n" for name, number in spent.items())
    return head + f"\n[recorded]\n{counts}" + "".join(f"\n[[measured]]\n{row}\n" for row in rows)


def _as_toml(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else json.dumps(value)


if __name__ == "__main__":
    main()
