"""`claimx diff`: what two runs, models or versions of a prompt found differently."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimx.cli.endings import ending_in_one_line

_DIFFERS = 1


def diff(
    first: Annotated[Path, typer.Argument(metavar="A.json", help="A report.", show_default=False)],
    second: Annotated[Path, typer.Argument(metavar="B.json", help="Another on the same articles.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="The comparison as JSON, and nothing else.")] = False,
) -> None:
    """Tell what two reports found differently.

    Claims, stances, how claims were put together, counts, and what made the reports. Claims are matched by the words
    of the articles that they rest on, not by their ids.
    """
    with ending_in_one_line(verbose=False):
        from claimx.cli.printing import open_console
        from claimx.pipeline import load_report
        from claimx.review import compare
        from claimx.writers.terminal import print_comparison

        a, b = (load_report(path, without_text=True) for path in (first, second))
        comparison = compare(a, b)
        if as_json:
            typer.echo(comparison.model_dump_json(indent=1).encode("utf-8"))
        else:
            publishers = {one.id: one.publisher or one.id for one in (*b.articles, *a.articles)}
            print_comparison(comparison, open_console(), publishers)
    if not comparison.same:
        raise typer.Exit(_DIFFERS)
