"""Disks that are full and folders that are read-only: a named error, an older file as it was, and nothing half-written."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from claimx.cli import app
from numbered_articles import endpoint, files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")


def claimx_where_files_end_at(size: int, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command, in a process whose files cannot grow beyond `size` bytes: as on a full disk, they end in the middle."""
    return subprocess.run(
        [sys.executable, "-m", "claimx", *arguments],
        cwd=cwd,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_report_that_does_not_fit_leaves_the_older_one_and_is_printed(tmp_path: Path) -> None:
    files(tmp_path / "news", 20)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.json").write_text("older")
    done = claimx_where_files_end_at(4096, "run", "news", "--model", "rules", "-o", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert "20 articles done" in done.stdout
    assert done.stderr.startswith("claimx: cannot write out/report.json: ")
    assert {path.name: path.read_text() for path in (tmp_path / "out").iterdir()} == {"report.json": "older"}


def test_lines_that_do_not_fit_leave_no_file(tmp_path: Path) -> None:
    files(tmp_path / "news", 20)
    done = claimx_where_files_end_at(4096, "extract", "news", "--model", "rules", "-o", "e.jsonl", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("claimx: cannot write e.jsonl: ")
    assert [path.name for path in tmp_path.iterdir()] == ["news"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_told_before_anything_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files(tmp_path / "news", 1)
    (tmp_path / "out").mkdir(mode=0o500)
    with endpoint() as fake:
        for command, place in (("run", "out"), ("extract", "out/e.jsonl")):
            arguments = [command, "news", "-o", place, "--base-url", fake.url, "--model", "fake-1"]
            assert CliRunner().invoke(app, arguments).exit_code == 2
        assert fake.calls == []
