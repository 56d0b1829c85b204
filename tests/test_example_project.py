"""examples/testing_prompts is a project by itself, and docs/testing.md shows it as it is."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from test_docs import DOCS, ROOT, blocks

PROJECT = ROOT / "examples" / "testing_prompts"
PAGE = DOCS / "testing.md"

pytestmark = pytest.mark.checkout


def test_its_tests_pass_anywhere_without_a_key(tmp_path: Path) -> None:
    project = shutil.copytree(PROJECT, tmp_path / "project", ignore=shutil.ignore_patterns("__pycache__", ".*"))
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 passed" in done.stdout


@pytest.mark.parametrize("snippet", blocks(PAGE, "python"), ids=lambda snippet: snippet.splitlines()[0][:40])
def test_every_snippet_of_the_page_stands_in_the_project(snippet: str) -> None:
    assert any(snippet in file.read_text(encoding="utf-8") for file in PROJECT.glob("*.py"))


def test_the_article_of_the_project_is_the_one_of_the_demo() -> None:
    article = (PROJECT / "articles" / "harbor-wire.txt").read_bytes()
    assert article == (ROOT / "fixtures" / "stories" / "aid-request" / "harbor-wire.txt").read_bytes()
