"""`claimx run`, `reconcile`, `replay` and `demo`: the articles on a story in, a report out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from claimx.cli.delivering import WRITE_THERE, Delivering
from claimx.cli.endings import end, ending_in_one_line
from claimx.cli.instructing import Instructing, OwnPrompts
from claimx.cli.interruption import draining_on_interrupt
from claimx.cli.loading import Loading, Paths
from claimx.cli.options import Asking, Keeping, Spending, Verbose
from claimx.cli.printing import print_estimate
from claimx.cli.progress import watching
from claimx.errors import NoModel, PathNotFound

if TYPE_CHECKING:
    from claimx.extraction import Instructions
    from claimx.llm import Budget, Model
    from claimx.models import Report
    from claimx.pipeline import JournalFile, Watch
    from claimx.readers import Reading

_EXAMPLE = "aid-request"
_STANDARD_INPUT = Path("-")


@dataclass(frozen=True)
class Changing:
    """A report to go on with, and what an editor has decided."""

    into: Annotated[
        Path | None,
        typer.Option(metavar="REPORT", help="Add the articles to this report.json; only what is new is read."),
    ] = None
    remove: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Take this article out of the report of --into; repeatable.")
    ] = None
    merges: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A merges.toml: claims to join or keep apart, names of one source."),
    ] = None

    def check(self, paths: Sequence[str] | None) -> None:
        """Raise typer.BadParameter for a wrong use."""
        if self.remove and not self.into:
            raise typer.BadParameter("articles are taken out of a report: name it", param_hint="'--remove' / '--into'")
        if not paths and not (self.into and (self.remove or self.merges)):
            raise typer.BadParameter("name the articles' files or folders", param_hint="'PATH…'")


def run(  # noqa: PLR0913 - each is a group of options, as the help shows them
    paths: Paths = None,
    *,
    loading: Loading,
    delivering: Delivering,
    changing: Changing,
    instructing: Instructing,
    asking: Asking,
    keeping: Keeping,
    spending: Spending,
    verbose: Verbose = False,
) -> None:
    """Read the articles on a story, and print every claim once."""
    asking.check()
    keeping.check(asking)
    changing.check(paths)
    delivering.check_formats()
    budget = spending.to_budget()
    with ending_in_one_line(verbose):
        instructions = instructing.to_instructions()
        articles = loading.load(paths) if paths else None
        if spending.dry_run:
            print_estimate(articles or (), asking.to_model(keyless=True), instructions, story=True)
            return
        with asking.open_cassette(), watching(verbose) as watch, draining_on_interrupt(watch):
            model = asking.to_model() if changing.into is None or asking.names_a_model else None
            delivering.check(changing.into)
            journal = keeping.to_file(paths or (), model or _model_at_hand(asking), asking)
            report = _Job(articles or (), changing, instructions, model, journal, budget).do(watch)
        delivering.deliver(report, changing.into)
        _end(report, watch, journal, told=not delivering.as_json)


def replay(
    cassette: Annotated[Path, typer.Argument(metavar="CASSETTE", help="What --record saved.", show_default=False)],
    paths: Paths = None,
    *,
    loading: Loading,
    delivering: Delivering,
    instructing: Instructing,
    verbose: Verbose = False,
) -> None:
    """Run again from a recording: no key, no network. Short for `claimx run PATH… --replay CASSETTE`."""
    run(
        paths,
        loading=loading,
        delivering=delivering,
        changing=Changing(),
        instructing=instructing,
        asking=Asking(replay=cassette),
        keeping=Keeping(),
        spending=Spending(),
        verbose=verbose,
    )


def reconcile(
    extractions: Annotated[
        list[Path],
        typer.Argument(
            metavar="EXTRACTIONS…", help="What `claimx extract` wrote; - is standard input.", show_default=False
        ),
    ],
    *,
    delivering: Delivering,
    merges: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A merges.toml: claims to join or keep apart.")
    ] = None,
    prompts: OwnPrompts = None,
    asking: Asking,
    keeping: Keeping,
    spending: Spending,
    verbose: Verbose = False,
) -> None:
    """Put together what `claimx extract` wrote. `--model rules` asks nobody."""
    asking.check()
    keeping.check(asking)
    delivering.check_formats()
    budget = spending.to_budget()
    if spending.dry_run:
        raise typer.BadParameter("what it costs depends on the claims: set --max-cost", param_hint="'--dry-run'")
    with ending_in_one_line(verbose):
        from claimx.pipeline import join, load_extractions

        instructions = Instructing(prompts=prompts).to_instructions()
        outcomes = [
            outcome
            for path in extractions
            for outcome in load_extractions(sys.stdin.buffer if path == _STANDARD_INPUT else path)
        ]
        with asking.open_cassette(), watching(verbose) as watch, draining_on_interrupt(watch):
            model = asking.to_model()
            delivering.check()
            journal = keeping.to_file(extractions, model, asking)
            report = join(
                outcomes,
                model=model,
                overrides=merges,
                journal=journal,
                budget=budget,
                progress=watch,
                instructions=instructions,
            )
        delivering.deliver(report)
        _end(report, watch, journal, told=not delivering.as_json)


def demo(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help=WRITE_THERE)] = Path("out/demo"),
    verbose: Verbose = False,
) -> None:
    """Run an example story from a recording: no key, no network."""
    with ending_in_one_line(verbose):
        from claimx.llm import default_model, replay
        from claimx.readers import load_articles

        fixtures = _find_fixtures()
        articles = load_articles(fixtures / "stories" / _EXAMPLE)
        delivering = Delivering(output)
        with replay(fixtures / "cassettes" / f"{_EXAMPLE}.yaml"), watching(verbose) as watch:
            model = default_model()
            delivering.check()
            report = _Job(articles, Changing(), Instructing().to_instructions(), model).do(watch)
        delivering.deliver(report)
        _end(report, watch, journal=None, told=True)


@dataclass(frozen=True)
class _Job:
    """One run, ready to begin. `model` is None where only an update can tell whether one is needed."""

    articles: Reading | tuple[()]
    changing: Changing
    instructions: Instructions
    model: Model | None
    journal: JournalFile | None = None
    budget: Budget | None = None

    def do(self, watch: Watch) -> Report:
        from claimx.pipeline import load_report, run, update

        terms = _Terms(
            model=self.model,
            overrides=self.changing.merges,
            journal=self.journal,
            budget=self.budget,
            progress=watch,
            instructions=self.instructions,
        )
        if self.changing.into is None:
            return run(self.articles, **terms)
        remove = self.changing.remove or ()
        replaced = {*remove, *(article.id for article in self.articles)}
        report = load_report(self.changing.into, articles=self.articles, without_text=replaced)
        return update(report, add=self.articles, remove=remove, **terms)


class _Terms(TypedDict):
    """What `run` and `update` are both told."""

    model: Model | None
    overrides: Path | None
    journal: JournalFile | None
    budget: Budget | None
    progress: Watch
    instructions: Instructions


def _end(report: Report, watch: Watch, journal: JournalFile | None, *, told: bool) -> None:
    from claimx.review import tally

    complete = not report.failures
    end(tally(report), watch, journal, complete=complete, told=told or complete)


def _model_at_hand(asking: Asking) -> Model | None:
    """The model that an update would ask, if it finds anything to ask."""
    try:
        return asking.to_model()
    except NoModel:
        return None


def _find_fixtures() -> Path:
    """The example data: part of the installed package, or of the checkout the package runs from."""
    package = Path(__file__).parents[1]
    for folder in (package / "fixtures", package.parents[1] / "fixtures"):
        if folder.is_dir():
            return folder
    raise PathNotFound("the demo's story is not part of this installation", hint="reinstall claimx")
