"""`claimx show`: a report in the terminal, from the outline down to the sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from claimx.cli.endings import ending_in_one_line
from claimx.cli.printing import open_console
from claimx.cli.report_files import Locating, ReportFile, open_report
from claimx.errors import InputError

if TYPE_CHECKING:
    from claimx.models import MergedClaim, Report
    from claimx.review import Wanted
    from claimx.writers.terminal import ClaimPrinter


@dataclass(frozen=True)
class Filtering:
    """Which claims to show, if not all."""

    status: Annotated[
        list[str] | None, typer.Option(metavar="STATUS", help="Only disputed, varying, …; repeatable.")
    ] = None
    publisher: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only claims that this publisher prints; a part of its name.")
    ] = None
    speaker: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only claims that this source holds or relays.")
    ] = None
    grep: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Only claims with these words, a regular expression.")
    ] = None

    def to_wanted(self) -> Wanted:
        """What a claim has to meet. Raises typer.BadParameter for a status or an expression that is none."""
        from claimx.models import Status
        from claimx.review import Wanted

        known: tuple[Status, ...] = get_args(Status)
        if unknown := [given for given in self.status or () if given not in known]:
            raise typer.BadParameter(f"{unknown[0]!r} is none of {', '.join(known)}", param_hint="'--status'")
        try:
            words = re.compile(self.grep, re.IGNORECASE) if self.grep is not None else None
        except re.error as error:
            raise typer.BadParameter(f"no regular expression: {error}", param_hint="'--grep'") from error
        return Wanted([one for one in known if one in (self.status or ())], self.publisher, self.speaker, words)


def show(
    report: ReportFile,
    claim: Annotated[
        str | None, typer.Argument(metavar="CLAIM", help="Its number in the outline (1.2), or an id.")
    ] = None,
    *,
    filtering: Filtering,
    article: Annotated[
        str | None, typer.Option("--article", metavar="ID", help="Go through this article sentence by sentence.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A line of JSON for each claim, and nothing else.")] = False,
    locating: Locating,
) -> None:
    """Browse a report: its outline, one claim, one article.

    A claim is shown with every quote in its sentence, an article sentence by sentence. With filters, only the claims
    that meet all of them; their numbers stay.
    """
    if article and (claim or as_json or filtering != Filtering()):
        raise typer.BadParameter("an article is shown whole, and by itself", param_hint="'--article'")
    wanted = filtering.to_wanted()
    with ending_in_one_line(verbose=False):
        from claimx.writers.terminal import ClaimPrinter

        opened = open_report(report, locating)
        printer = ClaimPrinter(opened, open_console())
        if article:
            _show_article(article, printer)
            return
        found = _found(opened, claim, wanted, printer)
        if as_json:
            _print_lines(opened, found)
        elif claim is not None:
            for one in found:
                printer.print(one)
        else:
            _print_outline(printer, found if filtering != Filtering() else None)


def _found(report: Report, named: str | None, wanted: Wanted, printer: ClaimPrinter) -> Sequence[MergedClaim]:
    from claimx.review import select

    selected = select(report, wanted)
    if named is None:
        return selected
    for claim in report.claims:
        if named in (printer.numbers[claim.id], claim.id, *(appearance.id for appearance in claim.appearances)):
            return [one for one in selected if one is claim]
    raise InputError(f"the report has no claim {named!r}", hint="`claimx show REPORT` numbers those that it has")


def _show_article(article_id: str, printer: ClaimPrinter) -> None:
    from claimx.writers.terminal import print_article

    for article in printer.report.articles:
        if article.id == article_id:
            print_article(article, printer)
            return
    known = ", ".join(article.id for article in printer.report.articles)
    raise InputError(f"the report has no article {article_id!r}", hint=f"it has {known}")


def _print_outline(printer: ClaimPrinter, found: Sequence[MergedClaim] | None) -> None:
    from claimx.writers.terminal import print_outline

    print_outline(printer.report, printer.console, None if found is None else {claim.id for claim in found})


def _print_lines(report: Report, found: Sequence[MergedClaim]) -> None:
    """Claims as the format `claimx-report/1` has them."""
    from claimx.writers import to_document

    wanted = {claim.id for claim in found}
    for entry in to_document(report).claims:
        if entry.id in wanted:
            typer.echo(entry.model_dump_json().encode("utf-8"))
