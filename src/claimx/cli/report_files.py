"""A report.json that somebody names: opened, with the texts of its articles as far as they are at hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli.endings import tell

if TYPE_CHECKING:
    from claimx.models import Report

ReportFile = Annotated[Path, typer.Argument(metavar="REPORT", help="A report.json.", show_default=False)]
Articles = Annotated[
    list[Path] | None,
    typer.Option("--articles", metavar="PATH", help="Where the articles are now, if they have been moved; repeatable."),
]


def open_report(path: Path, articles: list[Path] | None = None) -> Report:
    """The report. Articles whose text is not found have an empty one, and stderr says how many.

    Raises InvalidReport, and an InputError for articles that cannot be read.
    """
    from claimx.pipeline import load_report
    from claimx.readers import load_articles

    report = load_report(path, articles=load_articles(articles) if articles else (), without_text=True)
    gone = sum(not article.text for article in report.articles)
    if gone:
        tell(f"the texts of {gone} of {len(report.articles)} articles are not at hand: --articles PATH says where")
    return report
