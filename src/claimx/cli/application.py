"""The `claimx` command, put together from its groups."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from claimx._version import __version__
from claimx.cli import (
    batches,
    browsing,
    checking,
    comparing,
    exporting,
    extractions,
    gathering,
    journals,
    lakes,
    prompting,
    stories,
)
from claimx.cli.endings import EXIT_CODES
from claimx.cli.epilogs import epilog_of
from claimx.cli.option_groups import flattened

app = typer.Typer(
    name="claimx",
    help="Every claim in a set of news articles, once: who says it, who denies it, and where exactly.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: markup would import rich to print a few lines
    pretty_exceptions_enable=False,
)
for command in (
    stories.run,
    gathering.gather,
    extractions.extract,
    stories.reconcile,
    exporting.report,
    exporting.export,
    browsing.show,
    comparing.diff,
    stories.replay,
    checking.doctor,
    stories.demo,
):
    app.command(epilog=epilog_of(command.__name__))(flattened(command))
app.add_typer(prompting.app, name="prompts")
app.add_typer(journals.app, name="runs")
app.add_typer(batches.app, name="batch", epilog=epilog_of("batch"))
app.add_typer(lakes.app, name="lake")


def main() -> None:
    """The `claimx` command."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows no Chinese shall show \u escapes, not end the program.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    app()


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"claimx {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None: ...
