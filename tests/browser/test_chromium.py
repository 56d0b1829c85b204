"""Whether the report page is tested here at all."""

from __future__ import annotations

from typing import Any

import pytest

from browser.opened import CHROMIUM


@pytest.mark.skipif(
    CHROMIUM is None,
    reason="no Chromium, so nobody opens the report page: apt-get install chromium (or any Chromium or Chrome on PATH)",
)
def test_a_browser_is_there_to_open_the_page(browser: Any) -> None:
    assert browser.is_connected()
