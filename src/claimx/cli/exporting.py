"""`claimx export` and `claimx report`: a report.json in the formats that other tools, and people, read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimx.cli.delivering import require_formats, tell_written, write_all
from claimx.cli.endings import ending_in_one_line
from claimx.cli.report_files import Articles, ReportFile, open_report


def export(
    report: ReportFile,
    to: Annotated[
        list[Path],
        typer.Option("--to", metavar="FILE", help="The suffix chooses the format; repeatable.", show_default=False),
    ],
    articles: Articles = None,
) -> None:
    """Write a report in other formats, each named by its suffix."""
    require_formats((path.suffix for path in to), "--to")
    with ending_in_one_line(verbose=False):
        write_all(open_report(report, articles), to)
        tell_written(to)


def report(
    report: ReportFile,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it there (default: beside the report).")
    ] = None,
    articles: Articles = None,
) -> None:
    """Write a report as a page to read, beside it."""
    if output is not None:
        require_formats([output.suffix], "--output")
    with ending_in_one_line(verbose=False):
        page = output or report.with_suffix(".html")
        write_all(open_report(report, articles), [page])
        tell_written([page])
