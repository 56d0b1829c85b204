"""Random faults, kills and resumptions: the journal agrees with the server, nothing is paid twice, nothing is lost."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from claimx.errors import AnswerInvalid, AnswerRefused, ClaimxError, EndpointFailed, KeyRefused
from claimx.llm import Journal, Model, connect, read_run
from faults.server import Body, FakeEndpoint, Reply, completion, error
from llm.asking import Tally
from llm.keeping import FACTS, Outcome, outcome, until

SOON = {"retry-after-ms": "1"}
ATTEMPTS = 2

# What the server says until it is told otherwise, the calls an ask then makes, and what becomes of it.
FAULTS: dict[str, tuple[Reply | Body, int, type[ClaimxError]]] = {
    "overloaded": (Reply(503, headers=SOON), ATTEMPTS, EndpointFailed),
    "wrong key": (error(401, "who are you?"), 1, KeyRefused),
    "refusal": (completion(None, refusal="I would rather not."), 1, AnswerRefused),
    "misfit": (completion('{"count": "many"}'), 2, AnswerInvalid),
}
STANDING = {"refusal": AnswerRefused, "misfit": AnswerInvalid}

texts = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4)
faults = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(sorted(FAULTS)), max_size=3)


def right_answer(text: str) -> Tally:
    return Tally(count=ord(text), of="characters")


class ResumedRuns(RuleBasedStateMachine):
    """Runs on one journal, one after the other. `kept` and `standing` are what the journal must know."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: set[str] = set()
        self.standing: dict[str, str] = {}
        self.faults: dict[str, str] = {}
        self.held: set[str] = set()
        self.release = threading.Event()
        self.runner = asyncio.Runner()
        self.lives = 0
        self.endpoint = FakeEndpoint(self.reply)
        self.endpoint.__enter__()
        self.model = Model("fake", self.endpoint.url, attempts=ATTEMPTS)
        self.folder = Path(mkdtemp(prefix="claimx-machine-"))

    def reply(self, body: Body) -> Reply | Body:
        text = body["messages"][1]["content"]
        if text in self.held:
            self.release.wait(30)
        if text in self.faults:
            return FAULTS[self.faults[text]][0]
        return completion(right_answer(text).model_dump_json())

    @property
    def path(self) -> Path:
        return self.folder / str(self.lives) / "story.db"

    def asked(self) -> Counter[str]:
        return Counter(call.body["messages"][1]["content"] for call in self.endpoint.calls)

    @initialize()
    def begin(self) -> None:
        Journal.open(self.path, FACTS).close()

    @rule(wanted=texts, faults=faults, retry_failed=st.booleans())
    def run(self, wanted: list[str], faults: dict[str, str], retry_failed: bool) -> None:
        """A run that ends by itself, on what the runs before it have left."""
        self.faults = faults
        before = self.asked()
        expected_calls = Counter({text: self.expected_calls(text, retry_failed) for text in set(wanted)})
        outcomes = self.runner.run(self.ask_all(wanted, retry_failed))
        for text, got in zip(wanted, outcomes, strict=True):
            self.check(text, got, retry_failed)
        for text in set(wanted):
            self.settle(text, retry_failed)
        made = self.asked() - before
        for text in set(wanted):
            # Of equal asks, one that failed in passing does not answer for the others.
            equal = wanted.count(text) if text in faults and faults[text] not in STANDING else 1
            assert made[text] == expected_calls[text] * equal, text

    @rule(ended=texts, in_flight=texts)
    def kill(self, ended: list[str], in_flight: list[str]) -> None:
        """A run that is killed while some calls are on their way: what counts is what lies on the disk just then."""
        self.faults = {}
        self.held = set(in_flight) - set(ended) - self.kept - self.standing.keys()
        self.release.clear()
        self.runner.run(self.ask_and_die(ended))
        self.kept |= set(ended) - self.standing.keys()
        self.held = set()
        self.lives += 1
        (killed,) = read_run(self.path).sittings[-1:]
        assert (killed.state, killed.ended) == ("running", None)

    def expected_calls(self, text: str, retry_failed: bool) -> int:
        if text in self.kept or (text in self.standing and not retry_failed):
            return 0
        return FAULTS[self.faults[text]][1] if text in self.faults else 1

    def check(self, text: str, got: Outcome, retry_failed: bool) -> None:
        if text in self.kept:
            assert not isinstance(got, ClaimxError)
        elif text in self.standing and not retry_failed:
            assert type(got) is STANDING[self.standing[text]]
        elif text in self.faults:
            assert type(got) is FAULTS[self.faults[text]][2]
        assert isinstance(got, ClaimxError) or got.value == right_answer(text)

    def settle(self, text: str, retry_failed: bool) -> None:
        if text in self.kept or (text in self.standing and not retry_failed):
            return
        self.standing.pop(text, None)
        if text not in self.faults:
            self.kept.add(text)
        elif self.faults[text] in STANDING:
            self.standing[text] = self.faults[text]

    async def ask_all(self, wanted: Sequence[str], retry_failed: bool) -> list[Outcome]:
        with Journal.open(self.path, FACTS, retry_failed=retry_failed) as journal:
            async with connect(self.model, journal=journal) as session:
                return await asyncio.gather(*(outcome(session, text) for text in wanted))

    async def ask_and_die(self, ended: Sequence[str]) -> None:
        with Journal.open(self.path, FACTS) as journal:
            async with connect(self.model, journal=journal) as session:
                before = len(self.endpoint.calls)
                hanging = [asyncio.create_task(outcome(session, text)) for text in self.held]
                await asyncio.gather(*(outcome(session, text) for text in ended))
                fresh = len(set(ended) - self.kept - self.standing.keys())
                await until(lambda: len(self.endpoint.calls) - before == len(hanging) + fresh)
                assert read_run(self.path).sittings[-1].in_flight == len(hanging) <= self.model.concurrency
                self.photograph()
                for task in hanging:
                    task.cancel()
                await asyncio.gather(*hanging, return_exceptions=True)
                self.release.set()

    def photograph(self) -> None:
        """What SIGKILL leaves: the bytes that the system was given, without a goodbye."""
        after = self.folder / str(self.lives + 1)
        after.mkdir()
        for suffix in ("", "-wal"):
            shutil.copyfile(f"{self.path}{suffix}", after / f"story.db{suffix}")

    @invariant()
    def nothing_is_lost(self) -> None:
        if not self.path.exists():
            return
        record = read_run(self.path)
        assert record.answered == len(self.kept)
        assert len(record.failures) >= len(self.standing)

    @invariant()
    def the_journal_agrees_with_the_server(self) -> None:
        if self.path.exists():
            assert sum(sitting.calls for sitting in read_run(self.path).sittings) == len(self.endpoint.calls)

    def teardown(self) -> None:
        self.release.set()
        self.runner.close()
        self.endpoint.__exit__(None, None, None)
        shutil.rmtree(self.folder)


ResumedRuns.TestCase.settings = settings(max_examples=10, stateful_step_count=10)
TestResumedRuns: Any = ResumedRuns.TestCase
