"""Merging at scale by rule beside its peers, and stories reconciled one by one: prints Markdown for docs/benchmarks.md.

    python benchmarks/matching.py [--sizes 1000,100000,1000000] [--systems claimx,tfidf,splink,semhash] [--stories 2000]

Each run has a process of its own; memory is the most that it and its workers held together.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import psutil
import synthetic
import synthetic_stories

WORKERS = 2
TIME_LIMIT = 1800
"""Seconds after which a run is given up."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,100000,1000000")
    parser.add_argument("--systems", default="claimx,tfidf,splink,semhash")
    parser.add_argument("--stories", type=int, default=2000)
    parser.add_argument("--claims", default="12,40", help="claims that an article of a story has")
    parser.add_argument("--one", nargs=2, metavar=("SYSTEM", "SIZE"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(run(arguments.one[0], int(arguments.one[1]))))
        return
    if arguments.sizes:
        print("| claims | | recall | precision | wall, s | CPU, s | memory, MB |\n|---:|---|---:|---:|---:|---:|---:|")
        seconds: dict[tuple[str, int], float] = {}
        for size in map(int, arguments.sizes.split(",")):
            for system in arguments.systems.split(","):
                row = measured(system, size)
                seconds[system, size] = row.get("cpu", math.nan)
                print(line(system, size, row), flush=True)
        ratio = seconds.get(("claimx", 1_000_000), math.nan) / seconds.get(("claimx", 100_000), math.nan)
        print(f"\nExponent of CPU time from 100 k to 1 M: {math.log10(ratio):.2f}", flush=True)
    if arguments.stories:
        print("\n| stories | claims an article | articles a second | wall, s | CPU, s | merged claims | origins each |")
        print("|---:|---:|---:|---:|---:|---:|---:|")
        for claims in map(int, arguments.claims.split(",")):
            print(stories(arguments.stories, claims), flush=True)


def line(system: str, size: int, row: dict[str, float]) -> str:
    if not row:
        return f"| {size:,} | {system} | – | – | – | – | – |"
    quality = f"{row['recall']:.3f} | {row['precision']:.3f}"
    return f"| {size:,} | {system} | {quality} | {row['wall']:.1f} | {row['cpu']:.1f} | {row['memory']:.0f} |"


def measured(system: str, size: int) -> dict[str, float]:
    """One run in a process of its own; empty where it failed or took too long."""
    begun = time.monotonic()
    command = [sys.executable, __file__, "--one", system, str(size)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        watched, memory = psutil.Process(process.pid), 0
        while process.poll() is None and time.monotonic() - begun < TIME_LIMIT:
            memory = max(memory, held(watched))
            time.sleep(0.1)
        process.kill()
        out = process.stdout.read() if process.stdout else ""
    return {**json.loads(out.splitlines()[-1]), "memory": memory / 1e6} if process.returncode == 0 else {}


def held(process: psutil.Process) -> int:
    """What a process and its children hold in memory, in bytes."""
    try:
        # Pages that processes share count once.
        return sum(one.memory_full_info().pss for one in (process, *process.children(recursive=True)))
    except psutil.NoSuchProcess:
        return 0


def run(system: str, size: int) -> dict[str, float]:
    texts, labels = synthetic.claims(size)
    begun, used = time.monotonic(), cpu()
    groups = grouping(system, texts)
    wall, used = time.monotonic() - begun, cpu() - used
    recall, precision = quality(labels, groups)
    return {"recall": recall, "precision": precision, "wall": wall, "cpu": used}


def grouping(system: str, texts: Sequence[str]) -> list[int]:
    if system == "claimx":
        from claimx.reconciliation.matching.archive import match

        return match(texts, workers=WORKERS)
    import matching_peers

    return getattr(matching_peers, system)(texts)


def cpu() -> float:
    return sum(os.times()[:4])


def quality(labels: Sequence[int], groups: Sequence[int]) -> tuple[float, float]:
    """Pairwise recall and precision."""
    right = pairs(zip(labels, groups, strict=True))
    return right / max(1, pairs(labels)), right / max(1, pairs(groups))


def pairs(of: Iterable[object]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(of).values())


def stories(count: int, claims: int) -> str:
    """`count` stories reconciled by two processes; what their making takes does not count."""
    seconds: dict[int, float] = defaultdict(float)
    used = 0.0
    merged = origins = 0
    with ProcessPoolExecutor(WORKERS) as pool:
        for one in pool.map(reconciled, range(count), [claims] * count, chunksize=4):
            seconds[one.worker] += one.seconds
            used += one.used
            merged += one.merged
            origins += one.origins
    wall = max(seconds.values())
    rate = count * synthetic_stories.ARTICLES / wall
    return f"| {count:,} | {claims} | {rate:.0f} | {wall:.0f} | {used:.0f} | {merged:,} | {origins / count:.2f} |"


@dataclass(frozen=True)
class Reconciled:
    """What came of one story, in which process, in how many seconds by the clock and of the processor."""

    worker: int
    seconds: float
    used: float
    merged: int
    origins: int


def reconciled(seed: int, claims: int) -> Reconciled:
    import claimx

    extractions = synthetic_stories.story(seed, claims)
    begun, used = time.monotonic(), time.process_time()
    report = claimx.reconcile(extractions)
    seconds, used = time.monotonic() - begun, time.process_time() - used
    return Reconciled(os.getpid(), seconds, used, len(report.claims), len(report.origins))


if __name__ == "__main__":
    main()
