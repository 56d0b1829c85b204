"""The file of a journal: who may write to it, what happens where nobody can, and that damage is never an answer."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from claimx.errors import (
    JournalBusy,
    JournalError,
    JournalUnreadable,
    JournalUnwritable,
    PathNotFound,
    RunInterrupted,
)
from claimx.llm import Answer, Journal, is_running, read_run
from claimx.models import Usage
from llm.keeping import FACTS

USAGE = Usage(calls=1, attempts=1, prompt_tokens=100, completion_tokens=20)
KEYS = [f"{number:064x}" for number in range(40)]


def content(key: str) -> str:
    return json.dumps({"key": key, "text": key * 10})


def keep(journal: Journal, key: str) -> None:
    log = journal.log(key, "claims/v2", "article")
    log.ended(log.sent(1), "answered", USAGE)
    journal.keep(key, Answer(None, USAGE, "fake-1", content(key)))  # type: ignore[type-var]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "story.db"


@pytest.fixture
def written(path: Path) -> Path:
    """A journal with every key, well ended: one file."""
    with Journal.open(path, FACTS) as journal:
        for key in KEYS:
            keep(journal, key)
    assert sorted(file.name for file in path.parent.iterdir()) == ["story.db", "story.db.lock"]
    return path


@pytest.fixture
def killed(path: Path, tmp_path: Path) -> Path:
    """The same as a kill leaves it: most of it in the log beside the file."""
    whole = tmp_path / "running" / "story.db"
    with Journal.open(whole, FACTS) as journal:
        for key in KEYS:
            keep(journal, key)
        for suffix in ("", "-wal", "-shm"):
            shutil.copyfile(f"{whole}{suffix}", f"{path}{suffix}")
    return path


def answers(path: Path) -> list[str | None]:
    """What a journal opened anew answers, key by key."""
    with Journal.open(path, FACTS) as journal:
        found = [journal.answer(key) for key in KEYS]
    return [one and one.content for one in found]


# Whose it is


def test_a_second_run_is_told_which_file_is_busy(path: Path) -> None:
    with Journal.open(path, FACTS) as journal:
        assert is_running(path)
        with pytest.raises(JournalBusy, match=r"another run is writing to .*story\.db"):
            Journal.open(path, FACTS)
        keep(journal, KEYS[0])
    assert not is_running(path)
    with Journal.open(path, FACTS) as journal:
        assert journal.answer(KEYS[0])


def test_a_link_to_a_journal_is_the_same_journal(path: Path, tmp_path: Path) -> None:
    with Journal.open(path, FACTS):
        (tmp_path / "other.db").symlink_to(path)
        with pytest.raises(JournalBusy):
            Journal.open(tmp_path / "other.db", FACTS)


def test_a_killed_run_holds_no_lock(path: Path) -> None:
    script = (
        "import os, signal, sys; from claimx.llm import Journal, RunFacts;"
        "Journal.open(sys.argv[1], RunFacts('c', 'm', 'h', 1)); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], check=False, timeout=60)
    assert done.returncode == -9
    (sitting,) = read_run(path).sittings
    assert (sitting.state, sitting.ended, is_running(path)) == ("running", None, False)
    Journal.open(path, FACTS).close()
    assert [one.state for one in read_run(path).sittings] == ["running", "done"]


def test_somebody_who_only_looks_does_not_make_a_run_fail(path: Path) -> None:
    Journal.open(path, FACTS).close()
    script = (
        "import sys, time; from filelock import FileLock;"
        "lock = FileLock(sys.argv[1]); lock.acquire(); print('held', flush=True); time.sleep(0.2)"
    )
    with subprocess.Popen([sys.executable, "-c", script, f"{path}.lock"], stdout=subprocess.PIPE) as looking:
        assert looking.stdout is not None
        looking.stdout.readline()
        Journal.open(path, FACTS).close()


def test_another_program_that_writes_to_it_is_named_as_that(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimx.llm.journal.opening._BUSY", 0.05)
    other = sqlite3.connect(written, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(JournalBusy, match="another program"):
        Journal.open(written, FACTS)
    other.close()
    assert answers(written) == [content(key) for key in KEYS]


@pytest.mark.parametrize(
    ("error", "state"), [(None, "done"), (RunInterrupted("enough"), "stopped"), (KeyboardInterrupt(), "stopped"), (ValueError(), "failed")]
)  # fmt: skip
def test_the_journal_says_how_the_run_ended(path: Path, error: BaseException | None, state: str) -> None:
    with suppress(RunInterrupted, KeyboardInterrupt, ValueError), Journal.open(path, FACTS):
        if error is not None:
            raise error
    assert [one.state for one in read_run(path).sittings] == [state]


# Reading it


def test_a_journal_is_read_while_a_run_writes_to_it(path: Path) -> None:
    with Journal.open(path, FACTS) as journal:
        for count, key in enumerate(KEYS, 1):
            keep(journal, key)
            assert read_run(path).answered == count
        assert read_run(path).running


def test_what_a_kill_leaves_is_read_without_touching_it(killed: Path) -> None:
    kept = (killed, Path(f"{killed}-wal"))
    before = [file.read_bytes() for file in kept]
    assert (read_run(killed).answered, read_run(killed).running) == (len(KEYS), False)
    assert [file.read_bytes() for file in kept] == before


@pytest.mark.skipif(sys.platform == "win32", reason="folders are made read-only otherwise")
def test_what_a_kill_leaves_is_read_in_a_folder_where_nothing_can_be_written(killed: Path) -> None:
    script = (
        "import os, sys; from claimx.llm import read_run;"
        "os.geteuid() or os.setuid(65534); print(read_run(sys.argv[1]).answered)"  # root may write everywhere
    )
    with TemporaryDirectory() as name:
        folder = Path(name)
        for suffix in ("", "-wal"):
            shutil.copyfile(f"{killed}{suffix}", folder / f"story.db{suffix}")
        folder.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", script, name + "/story.db"], check=False, capture_output=True, text=True, timeout=60
        )
        folder.chmod(0o755)
    assert (done.stdout.strip(), done.stderr) == (str(len(KEYS)), "")


def test_there_is_nothing_to_read_where_there_is_no_file(path: Path) -> None:
    with pytest.raises(PathNotFound, match=r"no journal .*story\.db"):
        read_run(path)
    assert not path.exists()


# What is none


def test_what_is_no_database_is_no_journal(path: Path) -> None:
    path.write_text("Dear diary, today nothing was claimed. " * 200)
    for use in (lambda: Journal.open(path, FACTS), lambda: read_run(path)):
        with pytest.raises(JournalUnreadable, match=r"story\.db"):
            use()
    assert path.read_text().startswith("Dear diary")


def test_the_database_of_another_program_is_not_touched(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name)")
    other.close()
    before = path.read_bytes()
    for use in (lambda: Journal.open(path, FACTS), lambda: read_run(path)):
        with pytest.raises(JournalUnreadable, match="no journal of claimx"):
            use()
    assert path.read_bytes() == before


def test_a_newer_layout_is_named(written: Path) -> None:
    with sqlite3.connect(written) as newer:
        newer.execute("PRAGMA user_version = 3")
    newer.close()
    for use in (lambda: Journal.open(written, FACTS), lambda: read_run(written)):
        with pytest.raises(JournalUnreadable, match="newer claimx"):
            use()


def test_a_folder_is_no_journal(tmp_path: Path) -> None:
    with pytest.raises(JournalUnreadable, match="is a folder"):
        Journal.open(tmp_path, FACTS)


def test_an_empty_file_becomes_a_journal(path: Path) -> None:
    path.touch()
    assert read_run(path).sittings == ()  # as a run leaves it that is killed as it begins
    Journal.open(path, FACTS).close()
    assert len(read_run(path).sittings) == 1


def test_a_fresh_journal_replaces_even_a_damaged_one(path: Path) -> None:
    path.write_bytes(b"garbage" * 1000)
    with Journal.open(path, FACTS, fresh=True) as journal:
        keep(journal, KEYS[0])
    assert read_run(path).answered == 1
    assert path.with_name("story.1.db").read_bytes() == b"garbage" * 1000


def test_a_fresh_journal_takes_the_log_of_a_killed_one_aside_with_it(killed: Path) -> None:
    Journal.open(killed, FACTS, fresh=True).close()
    assert read_run(killed.with_name("story.1.db")).answered == len(KEYS)


# Damage


def test_a_flipped_byte_is_named_or_harmless_but_never_an_answer(written: Path) -> None:
    sound = written.read_bytes()
    named = harmless = 0
    for offset in sampled(len(sound), 150):
        written.write_bytes(sound[:offset] + bytes([sound[offset] ^ 0x55]) + sound[offset + 1 :])
        try:
            assert answers(written) == [content(key) for key in KEYS], offset
            harmless += 1  # in a part of a page that nothing uses
        except JournalError as error:
            named += "story.db" in str(error)
        for companion in written.parent.glob("story.db-*"):
            companion.unlink()
    assert (named + harmless, harmless > 0) == (150, True)
    assert named > harmless


def test_a_flipped_bit_in_an_answer_is_named(written: Path) -> None:
    sound = written.read_bytes()
    for offset in (
        sound.index(content(KEYS[7]).encode()) + 20,
        sound.rindex(b"fake-1") + 5,
        sound.rindex(b'"prompt_tokens":100') + 18,
    ):
        written.write_bytes(sound[:offset] + bytes([sound[offset] ^ 1]) + sound[offset + 1 :])
        with pytest.raises(JournalUnreadable, match="an answer in it was changed"):
            Journal.open(written, FACTS)


def test_a_key_that_would_no_longer_be_found_is_named(written: Path) -> None:
    """In the row, in the answer, and in the index, where SQLite alone would say that nobody had asked yet."""
    sound, key = written.read_bytes(), KEYS[7].encode()
    places = [offset for offset in range(len(sound)) if sound.startswith(key, offset)]
    for place in places:
        offset = place + len(key) - 1
        written.write_bytes(sound[:offset] + bytes([sound[offset] ^ 1]) + sound[offset + 1 :])
        with pytest.raises(JournalUnreadable, match="damaged"):
            Journal.open(written, FACTS)
    assert len(places) > 2


def test_a_file_that_was_cut_is_named(written: Path) -> None:
    sound = written.read_bytes()
    for length in [1, 15, 99, 100, 4095, 4096, *sampled(len(sound), 25), len(sound) - 1]:
        written.write_bytes(sound[:length])
        with suppress(JournalUnreadable):
            assert answers(written) == [content(key) for key in KEYS], length  # only what nothing uses was cut off
        for companion in written.parent.glob("story.db-*"):
            companion.unlink()


def test_a_damaged_log_costs_its_end_and_nothing_else(killed: Path, tmp_path: Path) -> None:
    """SQLite takes a log up to its first frame whose checksum is wrong: after a loss of power that is as it should be."""
    log = Path(f"{killed}-wal").read_bytes()
    base = killed.read_bytes()
    damaged = tmp_path / "damaged" / "story.db"
    damaged.parent.mkdir()
    for offset in sampled(len(log), 40):
        for changed in (log[:offset], log[:offset] + bytes([log[offset] ^ 0x55]) + log[offset + 1 :]):
            damaged.write_bytes(base)
            Path(f"{damaged}-wal").write_bytes(changed)
            try:
                found = answers(damaged)
            except JournalUnreadable:
                continue
            kept = [one for one in found if one is not None]
            assert found == [content(key) for key in KEYS[: len(kept)]] + [None] * (len(KEYS) - len(kept))


def test_an_emptied_file_beside_its_log_is_named_and_not_begun_anew(killed: Path) -> None:
    killed.write_bytes(b"")
    with pytest.raises(JournalUnreadable, match="it is empty, and its log is not"):
        Journal.open(killed, FACTS)
    assert Path(f"{killed}-wal").stat().st_size > 0


def test_a_log_without_its_file_says_nothing_to_a_new_journal(killed: Path) -> None:
    killed.unlink()
    assert answers(killed) == [None] * len(KEYS)


def test_the_shared_memory_of_a_killed_run_does_not_matter(killed: Path) -> None:
    Path(f"{killed}-shm").write_bytes(b"\xff" * 32768)
    assert answers(killed) == [content(key) for key in KEYS]


# Where nothing can be written


@pytest.mark.skipif(sys.platform != "linux", reason="a folder that not even root can write to")
def test_a_place_that_cannot_be_written_to_is_named() -> None:
    with pytest.raises(JournalUnwritable, match="/sys/claimx"):
        Journal.open("/sys/claimx/story.db", FACTS)


def test_a_journal_that_was_deleted_takes_no_further_call(path: Path) -> None:
    with Journal.open(path, FACTS) as journal:
        keep(journal, KEYS[0])
        path.unlink()
        with pytest.raises(JournalUnwritable, match="removed or replaced"):
            journal.log(KEYS[1], "", "").sent(1)


def test_a_paid_answer_that_cannot_be_saved_stops_the_next_call_only(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Journal.open(path, FACTS) as journal:
        log = journal.log(KEYS[0], "", "")
        call = log.sent(1)
        path.rename(path.with_name("moved.db"))
        log.ended(call, "answered", USAGE)
        journal.keep(KEYS[0], Answer(None, USAGE, "fake-1", content(KEYS[0])))  # type: ignore[type-var]
        assert isinstance(journal.broken, JournalUnwritable)
        path.with_name("moved.db").rename(path)  # too late: what was lost meanwhile must not go unnoticed
        with pytest.raises(JournalUnwritable):
            journal.log(KEYS[1], "", "").sent(1)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "not saved" in caplog.text


FULL = """
import resource, sys
from pathlib import Path
from llm.test_journal_file import FACTS, KEYS, keep
from claimx.errors import JournalUnwritable
from claimx.llm import Journal

with Journal.open(sys.argv[1], FACTS) as journal:
    if sys.argv[2:]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    try:
        for count, key in enumerate(KEYS):
            keep(journal, key)
    except JournalUnwritable as error:
        print(count, "story.db" in str(error))
"""


def fill(path: Path, *limit: str) -> tuple[int, str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    script = [sys.executable, "-c", FULL, str(path), *limit]
    done = subprocess.run(script, check=False, capture_output=True, text=True, timeout=60, env=environment)
    assert done.returncode == 0, done.stderr
    count, named = done.stdout.split()
    return int(count), named


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of a file")
def test_a_full_disk_stops_the_run_and_what_is_committed_stays(path: Path) -> None:
    count, named = fill(path, "300000")
    assert (named, 0 < count < len(KEYS)) == ("True", True)
    record = read_run(path)
    assert record.answered in (count, count - 1)  # the last one was paid for and could not be saved
    assert answers(path)[: record.answered] == [content(key) for key in KEYS[: record.answered]]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts a file system")
def test_a_full_file_system_does_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "none", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount")
    try:
        path = folder / "story.db"
        count, named = fill(path)
        assert (named, 0 < count < len(KEYS)) == ("True", True)
        assert read_run(path).answered in (count, count - 1)
        with (folder / "rest").open("wb", buffering=0) as rest, suppress(OSError):
            while rest.write(bytes(4096)):
                pass
        with pytest.raises(JournalUnwritable):
            Journal.open(folder / "another.db", FACTS)
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def sampled(size: int, count: int) -> list[int]:
    return sorted(random.Random(5).sample(range(size), count))
