"""docs/formats.md names what the code reads and writes, no more and no less."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claimx.readers import load_ratings
from claimx.readers.formats import SUFFIXES
from claimx.readers.html_pages import LARGEST_PAGE
from claimx.writers import FORMATS
from test_docs import blocks

PAPER = Path(__file__).resolve().parents[1] / "docs" / "formats.md"

pytestmark = pytest.mark.checkout


def _suffixes(heading: str) -> set[str]:
    """Those in the first column of the tables under the heading."""
    section = PAPER.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    cells = re.findall(r"^\| ([^|]*)\|", section, re.MULTILINE)
    return {suffix for cell in cells for suffix in re.findall(r"`(\.[\w.]+)`", cell)}


def test_every_format_that_is_read_is_in_the_paper() -> None:
    assert _suffixes("Read") == set(SUFFIXES)


def test_every_format_that_is_written_is_in_the_paper() -> None:
    assert _suffixes("Write") == set(FORMATS)


def test_the_ratings_of_the_paper_can_be_read(tmp_path: Path) -> None:
    (written,) = blocks(PAPER, "toml")
    (tmp_path / "ratings.toml").write_text(written, encoding="utf-8")
    (rating,) = load_ratings(tmp_path / "ratings.toml")
    assert (rating.value, rating.verdict, rating.reviewer.kind) == (2, "Mostly false", "organization")


def test_the_limit_in_the_paper_is_the_one_that_holds() -> None:
    assert f"{LARGEST_PAGE // 1_000_000} MB, unpacked" in PAPER.read_text(encoding="utf-8")
