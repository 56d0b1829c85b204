"""`claimx extract`: any number of articles in, a line of JSON for each out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli.endings import INTERRUPTED, NOTHING_DONE, end, ending_in_one_line, tell
from claimx.cli.instructing import Instructing
from claimx.cli.interruption import draining_on_interrupt
from claimx.cli.loading import Loading, Paths
from claimx.cli.options import Asking, Keeping, Spending, Verbose
from claimx.cli.printing import print_estimate
from claimx.cli.progress import watching

if TYPE_CHECKING:
    from claimx.models import Extraction, Failure, State, Tally
    from claimx.pipeline import Watch
    from claimx.writers.extraction_lines import Add

_REASONS_TOLD = 5


def extract(
    paths: Paths = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write the lines there, all or none (default: stdout)."),
    ] = None,
    loading: Loading,
    instructing: Instructing,
    asking: Asking,
    keeping: Keeping,
    spending: Spending,
    verbose: Verbose = False,
) -> None:
    """Read each article by itself, and write what it claims as a line of JSON. Nothing is put together."""
    asking.check()
    keeping.check(asking)
    budget = spending.to_budget()
    if not paths:
        raise typer.BadParameter("name the articles' files or folders", param_hint="'PATH…'")
    with ending_in_one_line(verbose):
        from claimx.pipeline import extract_each

        instructions = instructing.to_instructions()
        articles = loading.load(paths)
        if spending.dry_run:
            print_estimate(articles, asking.to_model(keyless=True), instructions, story=False)
            return
        with (
            _lines(output) as add,
            asking.open_cassette(),
            watching(verbose) as watch,
            draining_on_interrupt(watch),
        ):
            model = asking.to_model()
            journal = keeping.to_file(paths, model, asking)
            stream = extract_each(
                articles, model=model, journal=journal, budget=budget, progress=watch, instructions=instructions
            )
            with closing(stream):
                inputs = _add_all(chain(articles.failures, stream), add, watch)
        end(inputs, watch, journal, complete=inputs.done == inputs.inputs, told=False)


def _add_all(outcomes: Iterable[Extraction | Failure], add: Add, watch: Watch) -> Tally:
    """Add every line, and count. Where nothing at all is done the command ends, and no file is made."""
    from claimx.models import Extraction, Tally

    counts: Counter[State] = Counter()
    reasons: list[str] = []
    for outcome in outcomes:
        add(outcome)
        if isinstance(outcome, Extraction):
            counts["done"] += 1
            continue
        counts["skipped" if outcome.skipped else "failed"] += 1
        if not outcome.skipped and len(reasons) < _REASONS_TOLD:
            reasons.append(f"failed {outcome.article}: {outcome.reason}")
    if not counts["done"]:
        tell(watch.stopped or next(iter(reasons), "every input was skipped"))
        raise typer.Exit(INTERRUPTED if watch.interrupted else NOTHING_DONE)
    for reason in reasons:
        tell(reason)
    return Tally(inputs=counts.total(), done=counts["done"], failed=counts["failed"], skipped=counts["skipped"])


@contextmanager
def _lines(output: Path | None) -> Iterator[Add]:
    """Where a line is added: to a file that is there whole at the end, or to stdout at once."""
    from claimx.writers import extraction_lines

    if output is None:
        yield lambda outcome: print(outcome.model_dump_json(), flush=True)  # noqa: T201 - this is the product
        return
    with extraction_lines(output) as add:
        yield add
