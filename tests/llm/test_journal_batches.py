"""Batches in a journal: what was sent and came back, and journals from before there were any."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from claimx.errors import JournalUnreadable
from claimx.llm import Answer, Journal, read_run
from claimx.llm.journal import MOST_TRIES, Batches, BatchesStanding, Line, read_batches
from claimx.models import Usage
from llm.keeping import FACTS

KEY = "a" * 64
USAGE = Usage(calls=1, attempts=1, prompt_tokens=100, completion_tokens=20)
LINES = [Line(f"{number:064x}", KEY, "claims/v2", "article") for number in range(3)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A journal with one answer."""
    path = tmp_path / "story.db"
    with Journal.open(path, FACTS) as journal:
        settle(journal)
    return path


def settle(journal: Journal) -> None:
    log = journal.log(KEY, "claims/v2", "article")
    log.ended(log.sent(1), "answered", USAGE)
    journal.keep(KEY, Answer(None, USAGE, "fake-1", "{}"))  # type: ignore[type-var]


def is_answered(path: Path) -> bool:
    with Journal.open(path, FACTS) as journal:
        return journal.answer(KEY) is not None


def sent(batches: Batches, token: str) -> None:
    rows = [batches.want(line) for line in LINES]
    batches.prepare(1, token, range(rows[0], rows[-1] + 1))


# Layouts


def as_layout_1(path: Path) -> None:
    """Make a journal what one was before there were batches."""
    with sqlite3.connect(path) as connection:
        for table in ("batches", "batch_lines"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version = 1")
    connection.close()


def test_a_journal_from_before_batches_is_read_as_it_is_and_gone_on_with(path: Path) -> None:
    as_layout_1(path)
    before = path.read_bytes()
    assert (read_run(path).answered, read_run(path).batched) == (1, {})
    assert read_batches(path) == BatchesStanding()
    assert path.read_bytes() == before
    assert is_answered(path)
    with Journal.open(path, FACTS) as journal:
        batches = Batches(journal)
        batches.want(LINES[0])
    assert read_batches(path).wanted == {"claims/v2": 1}


def test_an_older_layout_with_a_table_amiss_is_damage(path: Path) -> None:
    as_layout_1(path)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE calls")
    connection.close()
    with pytest.raises(JournalUnreadable, match="its tables are not those of a journal"):
        Journal.open(path, FACTS)


# Lines


def test_only_the_first_result_of_a_request_counts_and_only_for_its_batch(path: Path) -> None:
    with Journal.open(path, FACTS) as journal:
        batches = Batches(journal)
        sent(batches, "one")
        (batch,) = batches.standing().under_way
        assert batches.put(batch, LINES[0].key, "answered", "first", USAGE) == "new"
        assert batches.put(batch, LINES[0].key, "answered", "second", USAGE) == "again"
        assert batches.put(batch, "nobody's", "answered", "third", USAGE) == "unknown"
        assert batches.look_up(LINES[0].key).content == "first"
        assert batches.collected(batch, "failed") == 2
        assert batches.standing().under_way == ()


def test_what_came_back_is_kept_until_its_ask_is_settled(path: Path) -> None:
    with Journal.open(path, FACTS, fresh=True) as journal:
        batches = Batches(journal)
        sent(batches, "one")
        batches.put(batches.standing().under_way[0], LINES[0].key, "answered", "kept", USAGE)
        batches.let_go()
        assert batches.look_up(LINES[0].key).content == "kept"
        settle(journal)
        batches.let_go()
        assert batches.look_up(LINES[0].key).outcome is None


def test_a_batch_that_was_never_made_is_forgotten_and_its_requests_are_wanted_again(path: Path) -> None:
    with Journal.open(path, FACTS) as journal:
        batches = Batches(journal)
        sent(batches, "one")
        assert batches.look_up(LINES[0].key).under_way
        batches.release(batches.standing().under_way[0])
        assert batches.standing() == BatchesStanding(wanted={"claims/v2": 3})
        assert not batches.look_up(LINES[0].key).under_way


def test_failures_are_counted_until_they_are_too_many_and_a_cancellation_is_none(path: Path) -> None:
    with Journal.open(path, FACTS, fresh=True) as journal:
        batches = Batches(journal)
        for number, missing in enumerate(["failed", "cancelled", "failed", "failed"]):
            sent(batches, str(number))
            batches.collected(batches.standing().under_way[0], missing)  # type: ignore[arg-type]
        assert batches.look_up(LINES[0].key).failures == MOST_TRIES
        assert batches.standing().given_up == 3
