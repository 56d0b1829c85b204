"""`claimx lake`: what many runs gave, in one place that DuckDB reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli.endings import PARTLY_DONE, ending_in_one_line, tell
from claimx.cli.epilogs import epilog_of
from claimx.errors import ClaimxError

if TYPE_CHECKING:
    from claimx.lake import Answer
    from claimx.models import Extraction, Failure, Report

app = typer.Typer(
    help="Keep extractions and reports of many stories, and ask across them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

LakeFolder = Annotated[Path, typer.Argument(metavar="LAKE", help="The folder of the lake.", show_default=False)]
_LINES = ".jsonl"


class Form(StrEnum):
    """How an answer is printed."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"


@app.command("add", epilog=epilog_of("lake add"))
def add_to_lake(
    lake: LakeFolder,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="A report.json, or an extractions.jsonl.", show_default=False),
    ],
    *,
    story: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The story that the reports are on (default: their earliest article)."),
    ] = None,
) -> None:
    """Add reports and extractions; make the lake where there is none. What is there already is not added again."""
    with ending_in_one_line(verbose=False):
        from claimx.lake import add

        unreadable: list[ClaimxError] = []
        added = add(lake, _outcomes(files, unreadable), story=story)
        for error in unreadable:
            tell(str(error))
        typer.echo(
            f"{lake}: added {added.reports:,} reports and {added.extractions:,} extractions, "
            f"{added.unchanged:,} were there already"
        )
        if added.failures:
            tell(f"{added.failures:,} lines say that an article failed, and hold nothing to add")
        if unreadable:
            raise typer.Exit(PARTLY_DONE)


@app.command("query", epilog=epilog_of("lake query"))
def query_lake(
    lake: LakeFolder,
    question: Annotated[
        str, typer.Argument(metavar="QUERY", help="SQL, or the name of a query: `claimx lake queries` lists them.")
    ],
    *,
    form: Annotated[Form, typer.Option("--format", help="How to print the answer.")] = Form.table,
    variables: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="What a query is to know: now=2026-11-22; repeatable."),
    ] = None,
) -> None:
    """Ask the lake, by SQL or by the name of a query."""
    given = dict(_pair(one) for one in variables or ())
    with ending_in_one_line(verbose=False):
        from claimx.lake import query

        _print(query(lake, question, given), form)


@app.command("queries", epilog=epilog_of("lake queries"))
def list_queries(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Print the SQL of this one.")] = None,
) -> None:
    """List the queries that go by a name."""
    with ending_in_one_line(verbose=False):
        from claimx.cli.printing import print_rows
        from claimx.errors import InvalidQuery
        from claimx.lake import find_query, named_queries

        if name is None:
            rows = ((one.name, one.description) for one in named_queries())
            print_rows(("query", "answers"), rows, numbers=False)
        elif (found := find_query(name)) is None:
            raise InvalidQuery(f"no query goes by the name {name}", hint="`claimx lake queries` lists them")
        else:
            typer.echo(found.sql, nl=False)


@app.command("check", epilog=epilog_of("lake check"))
def check_lake(
    lake: LakeFolder,
    *,
    repair: Annotated[
        bool, typer.Option("--repair", help="Set damaged files aside, and delete what a killed process left.")
    ] = False,
) -> None:
    """Read every file of the lake, and name those that cannot serve."""
    with ending_in_one_line(verbose=False):
        from claimx.lake import check
        from claimx.writers.visibility import to_visible

        faults = 0
        for fault in check(lake, repair=repair):
            faults += 1
            typer.echo(to_visible(f"{fault.kind}: {fault.path}: {fault.reason}"))
        typer.echo(_advice(faults, repair) if faults else "all files can be read")
        if faults and not repair:
            raise typer.Exit(PARTLY_DONE)


def _outcomes(files: list[Path], unreadable: list[ClaimxError]) -> Iterator[Report | Extraction | Failure]:
    """What the files hold. One that cannot be read is kept for later, and the next is gone on with."""
    from claimx.pipeline import load_extractions, load_report

    for path in files:
        try:
            if path.suffix.lower() == _LINES:
                yield from load_extractions(path)
            else:
                yield load_report(path, without_text=True)
        except ClaimxError as error:
            unreadable.append(error)


def _pair(given: str) -> tuple[str, str]:
    name, sign, value = given.partition("=")
    if not sign or not name.isidentifier():
        raise typer.BadParameter(f"{given!r} is not NAME=VALUE, such as now=2026-11-22", param_hint="'--set'")
    return name, value


def _print(answer: Answer, form: Form) -> None:
    if form is Form.jsonl:
        for row in answer.rows:
            typer.echo(json.dumps(row, ensure_ascii=False).encode("utf-8"))
        return
    rows = [[_told(row.get(name)) for name in answer.columns] for row in answer.rows]
    if form is Form.csv:
        from claimx.writers.spreadsheet import to_csv_text

        typer.echo(to_csv_text(answer.columns, rows).encode("utf-8"), nl=False)
        return
    from claimx.cli.printing import print_rows

    print_rows(answer.columns, rows, numbers=False)


def _told(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _advice(faults: int, repaired: bool) -> str:
    if repaired:
        return f"{faults:,} files put away: add the reports of that time again, and what is there already is left out"
    return f"{faults:,} files: --repair puts them away, and queries go on without them"
