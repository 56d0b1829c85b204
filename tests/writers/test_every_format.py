"""What holds for every format: whole or not at all, the same bytes each time, and hostile text written as text."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from claimx.models import Report
from claimx.writers import FORMATS, write
from reports import REPORT

pytest.importorskip("polars")

_ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from claimx.errors import OutputError
from claimx.writers import FORMATS, write
from reports import REPORT
folder = Path(sys.argv[1])
for suffix in FORMATS:
    (folder / f"r{suffix}").write_text("older")
write(REPORT, folder / "warm.parquet")  # what it loads may write files of its own
(folder / "warm.parquet").unlink()
resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))
for suffix in FORMATS:
    try:
        write(REPORT, folder / f"r{suffix}")
    except OutputError as error:
        continue
    sys.exit(f"{suffix} was written to a disk without room")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files there")
def test_a_disk_without_room_leaves_the_older_file_whatever_the_format(tmp_path: Path) -> None:
    tests = str(Path(__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", _ON_A_FULL_DISK, str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": tests},
    )
    assert done.returncode == 0, done.stderr
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {f"r{suffix}": "older" for suffix in FORMATS}


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_interruption_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(REPORT, tmp_path / f"r{suffix}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_report_gives_the_same_bytes(tmp_path: Path, story: Report, suffix: str) -> None:
    write(story, tmp_path / f"a{suffix}")
    write(story, tmp_path / f"b{suffix}")
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_name_in_a_report_names_no_file(tmp_path: Path, suffix: str) -> None:
    articles = [article.model_copy(update={"path": "../../x", "publisher": "CON"}) for article in REPORT.articles]
    write(REPORT.model_copy(update={"articles": tuple(articles)}), tmp_path / "out" / f"r{suffix}")
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")] == [f"out/r{suffix}"]
