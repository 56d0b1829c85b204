"""write(): the suffix chooses, and a file is there whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

import reports
from claimx.errors import OutputError
from claimx.models import Report, Span
from claimx.writers import FORMATS, write
from claimx.writers.output import WITHOUT_TEXTS
from reports import REPORT


def _fail_halfway(report: Report, path: Path) -> None:
    path.write_text("half")
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(("name", "start"), [("r.json", "{\n"), ("r.MD", "# ")])
def test_the_suffix_chooses_the_format(tmp_path: Path, name: str, start: str) -> None:
    write(REPORT, tmp_path / name)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


@pytest.mark.parametrize("name", ["r.docx", "report", ".json"])
def test_another_suffix_is_refused_and_the_known_ones_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match=r"it writes \.json, \.md"):
        write(REPORT, tmp_path / name)


@pytest.mark.parametrize("suffix", FORMATS)
def test_without_texts_no_format_holds_an_article(tmp_path: Path, suffix: str) -> None:
    pytest.importorskip("polars")
    article = reports.WIRE.model_copy(update={"text": f"{reports.WIRE.text} {'And so it goes on. ' * 40}"})
    left = {"wire": (Span(start=84, end=102, exact="And so it goes on."),)}
    report = REPORT.model_copy(update={"articles": (reports.LEDGER, article), "furniture": left, "unread": {}})
    write(report, tmp_path / f"r{suffix}", texts=False)
    content = (tmp_path / f"r{suffix}").read_bytes()
    assert b"And so it goes on. And so it goes on. And so it goes on. And so it goes on. And so" not in content
    if suffix in WITHOUT_TEXTS:
        assert b"goes on" not in content
        write(report, tmp_path / f"whole{suffix}")
        assert b"And so it goes on. And so" in (tmp_path / f"whole{suffix}").read_bytes()


def test_the_folders_above_are_made(tmp_path: Path) -> None:
    write(REPORT, str(tmp_path / "a/b/r.json"))
    assert (tmp_path / "a/b/r.json").is_file()


def test_a_full_disk_leaves_the_older_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "r.json").write_text("older")
    monkeypatch.setitem(FORMATS, ".json", _fail_halfway)
    with pytest.raises(OutputError, match="No space left on device"):
        write(REPORT, tmp_path / "r.json")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"r.json": "older"}


def test_an_interruption_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(REPORT, tmp_path / "r.json")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        write(REPORT, tmp_path / "taken/r.json")


def test_a_place_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.json").mkdir()
    with pytest.raises(OutputError, match="cannot write"):
        write(REPORT, tmp_path / "r.json")


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to("real.json")
    write(REPORT, tmp_path / "link.json")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").is_file()


def test_a_name_may_be_as_long_as_names_can_be(tmp_path: Path) -> None:
    name = "n" * 250 + ".json"
    write(REPORT, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_others_may_read_it_as_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    write(REPORT, tmp_path / "r.json")
    assert stat.S_IMODE((tmp_path / "r.json").stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)
