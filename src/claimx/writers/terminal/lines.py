"""Lines for a terminal, which wrap beneath their own beginning, and for a pipe, where each stays one line."""

from __future__ import annotations

from datetime import UTC, datetime

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from claimx.writers.visibility import to_visible

STATUS_STYLES = {
    "disputed": "bold red",
    "varying": "yellow",
    "corroborated": "green",
    "single_origin": "cyan",
    "unsupported": "magenta",
}


def plain(text: str, style: str = "") -> Text:
    """What an article wrote, shown and never parsed: what it writes in brackets stays in brackets."""
    return Text(to_visible(text), style, overflow="fold")


def print_line(console: Console, *parts: Text | str | tuple[str, str], indent: int = 0) -> None:
    """One line, `indent` cells from the edge. Text of articles comes as `plain` text."""
    line = Text.assemble(*parts, overflow="fold")
    if console.is_terminal:
        console.print(Padding(line, (0, 0, 0, indent), expand=False))
    else:
        console.print(Text.assemble(" " * indent, line), soft_wrap=True)


def moment_in_words(moment: datetime | None) -> str:
    """`2022-03-14 17:38 UTC`; what names no zone is taken for UTC, as the timeline takes it."""
    if moment is None:
        return "no date"
    return f"{(moment.astimezone(UTC) if moment.tzinfo else moment):%Y-%m-%d %H:%M} UTC"
