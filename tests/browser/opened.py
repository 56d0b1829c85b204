"""A page that a test has open, and whatever it did that no report page may do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

CHROMIUM = next(
    filter(
        None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"))
    ),
    None,
)
_DRAWN = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"


class Opened:
    """A page opened from a file, watched from before its first byte."""

    def __init__(self, context: Any) -> None:
        self.page = context.new_page()
        self.address = ""
        self.misdeeds: list[str] = []
        self.page.set_default_timeout(8_000)
        self.page.on("dialog", self._refuse)
        self.page.on("request", self._note_request)
        self.page.on("console", lambda message: self.misdeeds.append(f"console: {message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.misdeeds.append(f"error: {error}"))
        context.on("page", lambda other: self.misdeeds.append(f"window: {other.url}"))

    def open(self, path: Path) -> None:
        """Open another page in its place; what went before is forgotten."""
        if path.as_uri() == self.address:
            self.page.goto("about:blank")  # an address that differs after its # only would be no new page
        self.address = path.as_uri()
        self.misdeeds.clear()
        self.page.goto(self.address)

    def go(self, address: str) -> None:
        """Follow a link within the page."""
        self.page.evaluate("(address) => { location.hash = address }", address)
        self.settle()

    def settle(self) -> None:
        """Wait until what was begun has been drawn."""
        self.page.evaluate(_DRAWN)

    def _refuse(self, dialog: Any) -> None:
        self.misdeeds.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _note_request(self, request: Any) -> None:
        if request.url.partition("#")[0] not in (self.address, "about:blank"):
            self.misdeeds.append(f"request: {request.url}")


Open = Callable[..., Opened]
"""Report, width, colour scheme, and whatever `render_html` or a browser's context takes → the page."""
