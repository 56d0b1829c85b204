"""A real browser for the report page: Debian's chromium, driven by playwright, one for all tests of a file.

Where there is none, one test says so and how to get it, and the others are not collected.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import claimx
from browser.opened import CHROMIUM, Open, Opened
from claimx import Report
from claimx.writers.html import render_html

if CHROMIUM is None:
    collect_ignore = [
        "test_accessibility.py",
        "test_hostile_articles.py",
        "test_notebook.py",
        "test_report_page.py",
        "test_speed.py",
    ]


# Not for longer than a file: playwright's loop runs as long as it does, and no other test could start its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install claimx[test] brings playwright")
    root = hasattr(os, "geteuid") and os.geteuid() == 0  # Chromium's sandbox refuses to run as root
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if root else [])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def tabs(browser: Any) -> dict[str, Opened]:
    """Tabs by what they were opened with: a new one costs more than most tests."""
    return {}


@pytest.fixture
def open_page(browser: Any, tabs: dict[str, Opened], tmp_path: Path) -> Open:
    """Writes a report's page, or one that is written already, to a file and opens it."""

    def open_(
        report: Report | str, width: int = 1440, scheme: str = "light", texts: bool = True, **options: Any
    ) -> Opened:
        path = tmp_path / "report.html"
        page = report if isinstance(report, str) else render_html(report, texts=texts)
        path.write_text(page, encoding="utf-8", newline="\n")
        settings = {"viewport": {"width": width, "height": 1000}, "color_scheme": scheme, **options}
        tab = tabs.get(repr(settings)) or tabs.setdefault(repr(settings), Opened(browser.new_context(**settings)))
        tab.open(path)
        return tab

    return open_


@pytest.fixture(scope="session")
def story() -> Report:
    """The story of the demo, replayed."""
    fixtures = Path(__file__).parents[2] / "fixtures"
    with pytest.MonkeyPatch.context() as patch, claimx.replay(fixtures / "cassettes" / "aid-request.yaml"):
        for name in [name for name in os.environ if name.startswith(("OPENAI_", "CLAIMX_"))]:
            patch.delenv(name)  # made before the fixture that does so for each test
        return claimx.run(claimx.load_articles(fixtures / "stories" / "aid-request"), model=claimx.default_model())
