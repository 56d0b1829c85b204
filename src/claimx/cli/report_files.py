"""A report.json that somebody names: opened, with the texts of its articles as far as they are at hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli.endings import tell
from claimx.cli.loading import Fields, to_mapping

if TYPE_CHECKING:
    from claimx.models import Report

ReportFile = Annotated[Path, typer.Argument(metavar="REPORT", help="A report.json.", show_default=False)]


@dataclass(frozen=True)
class Locating:
    """Where the texts of a report's articles are."""

    articles: Annotated[
        list[Path] | None,
        typer.Option(
            "--articles", metavar="PATH", help="Where the articles are now, if they have been moved; repeatable."
        ),
    ] = None
    fields: Fields = None


def open_report(path: Path, locating: Locating) -> Report:
    """The report. Articles whose text is not found have an empty one, and stderr says how many.

    Raises InvalidReport, and an InputError for articles that cannot be read.
    """
    from claimx.pipeline import load_report
    from claimx.readers import load_articles

    fields = to_mapping(locating.fields)
    articles = load_articles(locating.articles, fields=fields) if locating.articles else ()
    report = load_report(path, articles=articles, without_text=True)
    gone = sum(not article.text for article in report.articles)
    if gone:
        tell(f"the texts of {gone} of {len(report.articles)} articles are not at hand: --articles PATH says where")
    return report
