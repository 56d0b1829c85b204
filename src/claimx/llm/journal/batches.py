"""Which batches a run has sent, line by line, and what came of each: before a file leaves, and after it came back."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from claimx.errors import JournalUnreadable
from claimx.llm.journal.records import seal
from claimx.llm.journal.store import Journal
from claimx.models import Usage

LineOutcome: TypeAlias = Literal["answered", "refused", "failed", "cancelled"]
"""`refused` stands: the same request would be refused again. `failed` and `cancelled` may be asked again."""

Arrival: TypeAlias = Literal["new", "again", "unknown"]
"""What a line of results is to a batch: its first for a request, one more, or for no request of the batch."""

MOST_TRIES = 3
"""How often a request may fail in batches; after that it is left to a run that asks live."""

_WANT = "INSERT INTO batch_lines (batch, key, ask, stage, article) VALUES (NULL, ?, ?, ?, ?)"
_PREPARE = "INSERT INTO batches (round, token, prepared) VALUES (?, ?, ?)"
_TAKE_IN = """UPDATE batch_lines SET batch = (SELECT id FROM batches WHERE token = ?)
  WHERE batch IS NULL AND id BETWEEN ? AND ?"""
_PUT = """UPDATE batch_lines SET outcome = ?, content = ?, usage = ?, seal = ?
  WHERE batch = ? AND key = ? AND outcome IS NULL"""
_MISSING = "UPDATE batch_lines SET outcome = ? WHERE batch = ? AND outcome IS NULL"
_SETTLED = """UPDATE batch_lines SET content = NULL, seal = NULL
  WHERE content IS NOT NULL AND ask IN (SELECT key FROM asks WHERE state != 'open')"""
_GIVEN_UP = """SELECT count(*) FROM (SELECT key FROM batch_lines WHERE outcome = 'failed'
  AND ask NOT IN (SELECT key FROM asks WHERE state != 'open') GROUP BY key HAVING count(*) >= ?)"""


@dataclass(frozen=True)
class Line:
    """One request as it stands in a batch's file: its `key`, and the `ask` it belongs to."""

    key: str
    ask: str
    stage: str
    article: str


@dataclass(frozen=True)
class LineState:
    """What is known of one request: what came back and was not used yet, or whether it is on its way.

    `failures`: how often it failed in batches.
    """

    outcome: Literal["answered", "refused"] | None = None
    content: str = ""
    under_way: bool = False
    failures: int = 0


@dataclass(frozen=True)
class BatchRecord:
    """One batch. `remote` is the endpoint's id for it; None while nobody knows whether it was made."""

    id: int
    round: int
    token: str
    prepared: float
    input_file: str | None
    remote: str | None
    collected: float | None
    lines: int
    answered: int
    failed: int


@dataclass(frozen=True)
class BatchesStanding:
    """How the batches of a journal stand.

    `wanted`: how many requests the next batch would hold, by stage; `given_up`: how many have failed too often.
    """

    batches: tuple[BatchRecord, ...] = ()
    wanted: Mapping[str, int] = field(default_factory=dict)
    given_up: int = 0

    @property
    def round(self) -> int:
        """The last round that was sent; 0 before the first."""
        return max((batch.round for batch in self.batches), default=0)

    @property
    def under_way(self) -> tuple[BatchRecord, ...]:
        """The batches that are not here yet."""
        return tuple(batch for batch in self.batches if batch.collected is None)


class Batches:
    """The batches of one open journal."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal

    # What is to be sent

    def forget_wanted(self) -> None:
        """Begin the list of what is wanted anew."""
        self.journal.write(("DELETE FROM batch_lines WHERE batch IS NULL", ()))

    def want(self, line: Line) -> int:
        """Put a request on the list; the number of its row, which ascends."""
        return self.journal.write((_WANT, (line.key, line.ask, line.stage, line.article)))

    def prepare(self, round_number: int, token: str, rows: range) -> None:
        """Note that the wanted rows make a batch, before anything of it is sent."""
        self.journal.write(
            (_PREPARE, (round_number, token, time.time())),
            (_TAKE_IN, (token, rows.start, rows.stop - 1)),
            durable=True,
        )

    def release(self, batch: BatchRecord) -> None:
        """Forget a batch that was never made; its requests are wanted again."""
        self.journal.write(
            ("UPDATE batch_lines SET batch = NULL WHERE batch = ?", (batch.id,)),
            ("DELETE FROM batches WHERE id = ?", (batch.id,)),
        )

    def uploaded(self, token: str, input_file: str) -> None:
        """Note under which id the endpoint has the file."""
        self.journal.write(("UPDATE batches SET input_file = ? WHERE token = ?", (input_file, token)), durable=True)

    def made(self, token: str, remote: str) -> None:
        """Note under which id the endpoint has the batch."""
        self.journal.write(("UPDATE batches SET remote = ? WHERE token = ?", (remote, token)), durable=True)

    # What came back

    def put(self, batch: BatchRecord, key: str, outcome: LineOutcome, content: str | None, usage: Usage) -> Arrival:
        """Keep what came back for one line of a batch, the first time it does."""
        rows = self.journal.read("SELECT outcome FROM batch_lines WHERE batch = ? AND key = ?", batch.id, key)
        if not rows:
            return "unknown"
        if rows[0][0] is not None:
            return "again"
        sealed = seal(key, outcome, content) if content is not None else None
        self.journal.write((_PUT, (outcome, content, usage.model_dump_json(), sealed, batch.id, key)))
        return "new"

    def collected(self, batch: BatchRecord, missing: Literal["failed", "cancelled"]) -> int:
        """Note that all of a batch is here; what never came back is `missing`, and that is how many."""
        query = "SELECT count(*) FROM batch_lines WHERE batch = ? AND outcome IS NULL"
        lines = int(self.journal.read(query, batch.id)[0][0])
        self.journal.write(
            (_MISSING, (missing, batch.id)),
            ("UPDATE batches SET collected = ? WHERE id = ?", (time.time(), batch.id)),
        )
        return lines

    def count(self, ask: str) -> None:
        """Note that what an ask cost holds what came back for it in batches."""
        used = "UPDATE batch_lines SET counted = 1 WHERE ask = ? AND content IS NOT NULL"
        self.journal.write((used, (ask,)))

    def let_go(self) -> None:
        """Drop what came back for asks that are settled: the journal's answer stands for it."""
        self.journal.write((_SETTLED, ()))

    # How it stands

    def look_up(self, key: str) -> LineState:
        """What is known of a request. Raises `JournalUnreadable` where what came back was changed since."""
        rows = self.journal.read("SELECT batch, outcome, content, seal FROM batch_lines WHERE key = ?", key)
        for _, outcome, content, sealed in rows:
            if content is None:
                continue
            if seal(key, outcome, content) != sealed:
                raise JournalUnreadable(f"{self.journal.path} is damaged: what a batch brought was changed")
            return LineState(outcome, content)
        return LineState(
            under_way=any(batch is not None and outcome is None for batch, outcome, *_ in rows),
            failures=sum(outcome == "failed" for _, outcome, *_ in rows),
        )

    def standing(self) -> BatchesStanding:
        """All batches, and what is left to do."""
        return standing_of(self.journal.read)


def standing_of(read: Callable[..., list[Any]]) -> BatchesStanding:
    """How the batches of a journal stand; `read` gives the rows of a query."""
    return BatchesStanding(
        batches=tuple(BatchRecord(*row) for row in read(_ALL)),
        wanted=dict(read(_WANTED)),
        given_up=int(read(_GIVEN_UP, MOST_TRIES)[0][0]),
    )


_ALL = """SELECT batches.id, round, token, prepared, input_file, remote, collected, count(batch_lines.id),
  count(iif(outcome IN ('answered', 'refused'), 1, NULL)), count(iif(outcome = 'failed', 1, NULL))
  FROM batches LEFT JOIN batch_lines ON batch_lines.batch = batches.id GROUP BY batches.id ORDER BY batches.id"""
_WANTED = "SELECT stage, count(*) FROM batch_lines WHERE batch IS NULL GROUP BY stage ORDER BY stage"
