"""`claimx export` and `claimx report`: a report.json in the formats that other tools, and people, read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimx.cli.delivering import NoTexts, require_formats, tell_written, write_all
from claimx.cli.endings import ending_in_one_line
from claimx.cli.report_files import Locating, ReportFile, open_report


def export(
    report: ReportFile,
    to: Annotated[
        list[Path],
        typer.Option("--to", metavar="FILE", help="The suffix chooses the format; repeatable.", show_default=False),
    ],
    *,
    no_texts: NoTexts = False,
    ratings: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A ratings.toml: a reviewer's verdicts on claims, for .jsonld."),
    ] = None,
    locating: Locating,
) -> None:
    """Write a report in other formats, each named by its suffix."""
    require_formats((path.suffix for path in to), "--to")
    with ending_in_one_line(verbose=False):
        from claimx.readers import load_ratings
        from claimx.writers import RATED

        if ratings is not None and not any(path.suffix.lower() == RATED for path in to):
            raise typer.BadParameter(f"only {RATED} holds them: name one with --to", param_hint="'--ratings'")
        given = load_ratings(ratings) if ratings is not None else ()
        write_all(open_report(report, locating), to, texts=not no_texts, ratings=given)
        tell_written(to)


def report(
    report: ReportFile,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it there (default: beside the report).")
    ] = None,
    *,
    no_texts: NoTexts = False,
    locating: Locating,
) -> None:
    """Write a report as a page to read, beside it."""
    if output is not None:
        require_formats([output.suffix], "--output")
    with ending_in_one_line(verbose=False):
        page = output or report.with_suffix(".html")
        write_all(open_report(report, locating), [page], texts=not no_texts)
        tell_written([page])
