"""How a command ends: an exit code, and at most a line or two on stderr."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from claimx.errors import ClaimxError, RunInterrupted

if TYPE_CHECKING:
    from claimx.models import Tally
    from claimx.pipeline import JournalFile, Watch

DONE, PARTLY_DONE, NOTHING_DONE, INTERRUPTED = 0, 1, 2, 130
_BROKEN_PIPE = 141  # what a shell reports for a program that the signal ended

EXIT_CODES = """\b
Exit codes:
  0    every article is done
  1    a report was made, but some inputs failed or were skipped; they are listed in it
  2    nothing could be done, and stderr says why; also a wrong use of the command
  130  interrupted
"""


@contextmanager
def ending_in_one_line(verbose: bool) -> Iterator[None]:
    """Let every end that is not a bug be an exit code and at most one line on stderr."""
    try:
        yield
        sys.stdout.flush()
    except ClaimxError as error:
        if verbose:
            traceback.print_exc()
        tell(str(error))
        raise typer.Exit(INTERRUPTED if isinstance(error, RunInterrupted) else NOTHING_DONE) from error
    except KeyboardInterrupt as error:
        tell("interrupted")
        raise typer.Exit(INTERRUPTED) from error
    except BrokenPipeError as error:
        # The interpreter flushes stdout once more at exit, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(_BROKEN_PIPE) from error


def tell(message: str) -> None:
    """One line on stderr."""
    from claimx.writers.visibility import to_visible

    typer.echo(f"claimx: {to_visible(message)}", err=True)


def end(inputs: Tally, watch: Watch, journal: JournalFile | None, *, complete: bool, told: bool) -> None:
    """Say what became of the inputs where nobody has said it yet, how to go on, and end with the code for it.

    `complete`: nothing at all is left open, of the articles or of the story. `told`: the totals stand on stdout.
    """
    stopped = watch.stopped if not complete else None
    if stopped is not None or not told:
        tell(str(inputs))
    if stopped is not None:
        tell(f"{stopped}: {_how_to_go_on(journal)}")
    if watch.interrupted and stopped is not None:
        raise typer.Exit(INTERRUPTED)
    if not complete:
        raise typer.Exit(PARTLY_DONE)


def _how_to_go_on(journal: JournalFile | None) -> str:
    if journal is None:
        return "no journal was kept, and another run begins anew"
    return f"the same command goes on; what was answered is kept in {journal.path}"
