"""2,000 articles over a bad night: one call in five goes wrong, and the run is killed three times.

    python tests/faults/soak.py             # some minutes; not part of `make test`
    python tests/faults/soak.py --articles 200

`claimx extract` runs as a user starts it, against a server in a process of its own. It is killed with SIGKILL at a
quarter, half and three quarters of the way, and started again with the same command; then once more with
`--retry-failed`, for what the model had twice answered uselessly. At the end every article has to be done, the claims
have to be those of a run that met neither faults nor kills, the journal has to agree with the server's log, and no
answer may have been paid for twice but those that were in flight at a kill. Prints its figures, and exits with 1 where
one of these does not hold.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))

from claimx import Extraction, load_extractions  # noqa: E402
from claimx.llm.journal import read_run  # noqa: E402
from faults.server import Body  # noqa: E402
from faults.swift import SwiftEndpoint  # noqa: E402
from stories import claim, claims_answer, mention  # noqa: E402

CONCURRENCY = 32
KILLS = (0.25, 0.5, 0.75)  # of the calls that a run without faults sends
LATENCY = (0.05, 0.5)  # seconds: median and sigma of a lognormal
SHARES = {  # a fifth of all answers
    "unavailable": 0.03,
    "internal": 0.02,
    "timeout": 0.01,
    "rate-limit": 0.03,
    "rate-limit-unsaid": 0.01,
    "reset": 0.02,
    "cut-json": 0.01,
    "page": 0.01,
    "no-choices": 0.01,
    "bad-gzip": 0.01,
    "fenced": 0.01,
    "prefixed": 0.01,
    "trailing-comma": 0.01,
    "misfit": 0.01,
}
PASSED_OVER = 12  # the place, from 0, of the sentence that a first look misses
USEFUL = {None, "fenced", "prefixed", "trailing-comma"}  # an answer that is kept, and so must be paid for but once


def answer(body: Body) -> str:
    """Every sentence that the request shows, as a claim of the article's own, but for one that the first look misses."""
    shown = re.findall(r"^\[(\d+)\] (.*)$", body["messages"][1]["content"], re.MULTILINE)
    if len(shown) > PASSED_OVER:
        shown.pop(PASSED_OVER)
    claims = [claim(text, mention(int(number), text)) for number, text in shown]
    return json.dumps(claims_answer(*claims, sources=[]))


def article(number: int) -> str:
    """Some hundred words; every second article has a sentence more, for which there is a second look."""
    places = range(PASSED_OVER + number % 2)
    return "".join(f"The gauge at lock {number}-{place} stood at {number + place} cm at dawn.\n" for place in places)


class Night:
    """One working folder, one server, one command."""

    def __init__(self, folder: Path, endpoint: SwiftEndpoint, output: str) -> None:
        self.folder, self.endpoint, self.output = folder, endpoint, output
        self.journal = folder / f"{output}.db"

    def start(self, *more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "claimx", "extract", "news", "-o", self.output, "--journal", str(self.journal)]
        options = ["--base-url", self.endpoint.url, "--model", "fake-1", "--concurrency", str(CONCURRENCY), *more]
        return subprocess.Popen([*command, *options], cwd=self.folder, stderr=subprocess.PIPE, text=True)

    def kill_after(self, calls: int) -> None:
        process = self.start()
        while process.poll() is None and lines_in(self.endpoint.log) < calls:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.communicate()

    def finish(self, *more: str) -> int:
        process = self.start(*more)
        _, told = process.communicate()
        print(told.strip().splitlines()[-1])
        return process.returncode

    def claims(self) -> list[Any]:
        """What was read, without what it cost: faults and repairs cost, and change nothing else."""
        lines = load_extractions(self.folder / self.output)
        return [one.model_dump(exclude={"usage"}) if isinstance(one, Extraction) else one for one in lines]


def lines_in(log: Path) -> int:
    return log.read_bytes().count(b"\n") if log.exists() else 0


def live_through(night: Night, calls: int) -> float:
    """Kill it on its way, go on, and see it to its end; the seconds that took."""
    begin = time.monotonic()
    for share in KILLS:
        night.kill_after(int(share * calls))
    night.finish()
    night.finish("--retry-failed")
    return time.monotonic() - begin


def faults_of(night: Night, expected: list[Any], questions: int) -> list[str]:
    """What did not hold."""
    record, calls = read_run(night.journal), night.endpoint.calls
    useful = Counter(call.key for call in calls if call.fault in USEFUL)
    twice = useful.total() - len(useful)
    in_journal = sum(sitting.calls for sitting in record.sittings)
    in_flight = sum(sitting.in_flight for sitting in record.sittings)
    struck = sum(call.fault is not None for call in calls)
    print(f"{len(calls):,} calls reached the server, {struck / len(calls):.0%} of them went wrong")
    print(f"{in_journal:,} calls in the journal, {in_flight} of them in flight at one of {len(KILLS)} kills")
    print(f"{twice} answers paid for twice, of {record.answered:,}")
    held = {
        "every article is done, and its claims are those of the quiet run": night.claims() == expected,
        "nothing was paid for twice but what was in flight": twice <= len(KILLS) * CONCURRENCY,
        "every call at the server is in the journal": len(calls) <= in_journal <= len(calls) + in_flight,
        "the journal holds an answer to every question": record.failed == record.open == 0,
        "no question was lost and none was added": record.answered == questions,
    }
    return [what for what, holds in held.items() if not holds]


def main() -> int:
    """Live through the night, print its figures, and say whether it held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    count = parser.parse_args().articles
    os.environ["PYTHONPATH"] = str(TESTS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "news").mkdir()
        for number in range(count):
            (folder / "news" / f"a{number:05}.txt").write_text(article(number), encoding="utf-8")
        with SwiftEndpoint("faults.soak:answer") as calm:
            quiet = Night(folder, calm, "quiet.jsonl")
            begin = time.monotonic()
            quiet.finish()
            print(f"a quiet night: {time.monotonic() - begin:.0f} s, {(sent := len(calm.calls)):,} calls")
        with SwiftEndpoint("faults.soak:answer", latency=LATENCY, faults=SHARES) as rough:
            night = Night(folder, rough, "rough.jsonl")
            seconds = live_through(night, sent)
            faults = faults_of(night, quiet.claims(), sent)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"a bad night: {seconds:.0f} s, {CONCURRENCY} calls at once, at most {peak:.0f} MB a process")
    for fault in faults:
        print(f"NOT HELD: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
