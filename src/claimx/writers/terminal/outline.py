"""The claims of a report by number: 1, 1.1, 1.2, 2, and so on, as a person goes through them."""

from __future__ import annotations

from collections.abc import Collection

from rich.console import Console
from rich.text import Text

from claimx.models import Report
from claimx.writers.outline import STATUS_WORDS, Outline, count
from claimx.writers.terminal.lines import STATUS_STYLES, plain, print_line

_STATUS_WIDTH = max(map(len, STATUS_WORDS.values()))


def print_outline(report: Report, console: Console, shown: Collection[str] | None = None) -> None:
    """Each claim on a line with its number, status and reach; only those whose ids are `shown`, if any are named.

    Numbers are those of the whole report, so that they mean the same claim whatever is left out.
    """
    outline = Outline(report)
    if outline.caveat:
        print_line(console, plain(outline.caveat, "yellow"))
    numbered = [(number, claim) for number, claim in outline.numbered() if shown is None or claim.id in shown]
    width = max((len(number) for number, _ in numbered), default=0)
    for number, claim in numbered:
        print_line(
            console,
            f"{number:<{width}}  ",
            (f"{STATUS_WORDS[claim.status]:<{_STATUS_WIDTH}}  ", STATUS_STYLES[claim.status]),
            plain(claim.text),
            Text(f"  ({outline.support(claim)})", "dim"),
            indent=2 * number.count(".") if shown is None else 0,
        )
    if shown is not None:
        print_line(console, f"{len(numbered):,} of {count(len(report.claims), 'claim')}")
