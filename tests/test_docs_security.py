"""docs/security.md promises what a test holds, and tells truly what lies on the disk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import claimx
from claimx.writers import FORMATS
from reports import REPORT
from test_docs import DOCS, ROOT

PAGE = (DOCS / "security.md").read_text(encoding="utf-8")
PROMISES = [
    promise
    for section in PAGE.split("\n## ")[1:]
    if not section.startswith(("What lies on", "What is not promised"))
    for promise in re.findall(r"^- \*\*.*?(?=^- |^$)", section + "\n", re.MULTILINE | re.DOTALL)
]

pytestmark = pytest.mark.checkout


def _tests_in(text: str) -> list[tuple[str, str]]:
    return re.findall(r"`([\w/]+\.py)::(test_\w+)`", text)


def test_every_promise_names_a_test() -> None:
    assert len(PROMISES) > 15
    assert [promise for promise in PROMISES if not _tests_in(promise)] == []


@pytest.mark.parametrize(("file", "name"), _tests_in(PAGE))
def test_every_test_that_is_named_is_there(file: str, name: str) -> None:
    assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if suffix != ".parquet"])  # holds the rows of .csv
def test_a_written_report_holds_of_the_articles_what_the_table_says(suffix: str, tmp_path: Path) -> None:
    far_away = "Nobody is quoted here. " * 5
    articles = [
        article.model_copy(update={"text": f"{article.text}{far_away}LAST WORDS", "path": "desk/secret.txt"})
        for article in REPORT.articles
    ]
    claimx.write(REPORT.model_copy(update={"articles": tuple(articles)}), tmp_path / f"report{suffix}")
    written = (tmp_path / f"report{suffix}").read_bytes()
    (row,) = (line for line in PAGE.splitlines() if line.startswith("|") and f"{suffix}`" in line.split("|")[1])
    _, _, texts, _, besides, _ = row.split("|")
    assert (b"LAST WORDS" in written) == texts.strip().startswith("whole")
    assert (b"desk/secret.txt" in written) == ("paths" in besides)
