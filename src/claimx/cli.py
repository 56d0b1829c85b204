"""claimx from a terminal.

Everything heavy is imported inside the commands: `claimx --help` and `--version` load typer and nothing of the house.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx._version import __version__
from claimx.errors import ClaimxError, OutputError, PathNotFound

if TYPE_CHECKING:
    from rich.console import Console

    from claimx.llm import Model
    from claimx.models import Report
    from claimx.readers import Reading

DONE, PARTLY_DONE, NOTHING_DONE, INTERRUPTED = 0, 1, 2, 130
_BROKEN_PIPE = 141  # what a shell reports for a program that the signal ended
_PIPED_WIDTH = 100  # a pipe has no width, and rich would take 80
_STORY = "aid-request"

EXIT_CODES = """\b
Exit codes:
  0    every article is done
  1    a report was made, but some inputs failed; they are listed in it
  2    nothing could be done, and stderr says why; also a wrong use of the command
  130  interrupted
"""

app = typer.Typer(
    name="claimx",
    help="Every claim in a set of news articles, once: who says it, who denies it, and where exactly.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: markup would import rich to print a few lines
    pretty_exceptions_enable=False,
)

OutputOption = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="DIR", help="Write report.json and report.md there.")
]
VerboseOption = Annotated[
    bool, typer.Option("-v", "--verbose", help="Tell every step on stderr, and show a traceback on an error.")
]


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


@app.command(epilog=EXIT_CODES)
def run(  # noqa: PLR0913 - the options of a command are its parameters
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH…", help="Files (.txt, .json, .jsonl) or folders of them: one story."),
    ] = None,
    output: OutputOption = None,
    into: Annotated[
        Path | None,
        typer.Option(metavar="REPORT", help="Add the articles to this report.json; only what is new is read."),
    ] = None,
    remove: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Take this article out of the report of --into; repeatable.")
    ] = None,
    merges: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A merges.toml: claims to join or keep apart, names of one source."),
    ] = None,
    model: Annotated[str | None, typer.Option(metavar="NAME", help='The model to ask; "rules" asks none.')] = None,
    base_url: Annotated[
        str | None, typer.Option(metavar="URL", help="An endpoint that speaks Chat Completions, such as a local one.")
    ] = None,
    replay: Annotated[
        Path | None, typer.Option(metavar="CASSETTE", help="Take the answers from a recording: no key, no network.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option(metavar="CASSETTE", help="Save the model's answers for a later replay.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON, and nothing else.")] = False,
    verbose: VerboseOption = False,
) -> None:
    """Read the articles on a story, and print every claim once."""
    if replay and record:
        raise typer.BadParameter("a run either replays or records", param_hint="'--replay' / '--record'")
    if remove and not into:
        raise typer.BadParameter("articles are taken out of a report: name it", param_hint="'--remove' / '--into'")
    if not paths and not (into and (remove or merges)):
        raise typer.BadParameter("name the articles' files or folders", param_hint="'PATH…'")
    with _ending_in_one_line(verbose):
        from claimx.llm import default_model
        from claimx.readers import load_articles

        articles = load_articles(paths) if paths else None
        with _open_cassette(replay, record):
            _make_folder(output)
            if into is not None:
                chosen = default_model(model, base_url) if model or base_url else None  # else only if one is needed
                report = _update(into, articles, remove or [], chosen, merges, verbose)
            else:
                assert articles is not None
                report = _run(articles, default_model(model, base_url), verbose, merges)
        _deliver(report, _targets(output, into), _print_json if as_json else _print_table)


@app.command(epilog=EXIT_CODES)
def demo(
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Write report.json and report.md there.")
    ] = Path("out/demo"),
    verbose: VerboseOption = False,
) -> None:
    """Run an example story from a recording: no key, no network."""
    with _ending_in_one_line(verbose):
        from claimx.llm import default_model, replay
        from claimx.readers import load_articles

        fixtures = _find_fixtures()
        articles = load_articles(fixtures / "stories" / _STORY)
        with replay(fixtures / "cassettes" / f"{_STORY}.yaml"):
            chosen = default_model()
            _make_folder(output)
            report = _run(articles, chosen, verbose)
        _deliver(report, _targets(output), _print_table)


def _run(articles: Reading, model: Model, verbose: bool, merges: Path | None = None) -> Report:
    from claimx.pipeline import run

    return run(articles, model=model, overrides=merges, progress=_choose_progress(verbose))


def _update(
    into: Path, articles: Reading | None, remove: list[str], model: Model | None, merges: Path | None, verbose: bool
) -> Report:
    from claimx.pipeline import load_report, update

    given = articles or ()
    replaced = {*remove, *(article.id for article in given)}
    report = load_report(into, articles=given, without_text=replaced)
    progress = _choose_progress(verbose)
    return update(report, add=given, remove=remove, model=model, overrides=merges, progress=progress)


def _open_cassette(replay: Path | None, record: Path | None) -> AbstractContextManager[object]:
    from claimx import llm

    if replay:
        return llm.replay(replay)
    return llm.record(record) if record else nullcontext()


def _find_fixtures() -> Path:
    """The example data: part of the installed package, or of the checkout the package runs from."""
    package = Path(__file__).parent
    for folder in (package / "fixtures", package.parents[1] / "fixtures"):
        if folder.is_dir():
            return folder
    raise PathNotFound("the demo's story is not part of this installation", hint="reinstall claimx")


def _choose_progress(verbose: bool) -> Callable[[str], None] | None:
    """Steps are told to whoever watches; a log or a pipe gets them only when asked for."""
    if not (verbose or sys.stderr.isatty()):
        return None
    from claimx.writers.visibility import to_visible

    return lambda message: typer.echo(to_visible(message), err=True)


def _make_folder(output: Path | None) -> None:
    """Before the model is paid, not after."""
    if output is None:
        return
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write to {output}: {error.strerror or error}") from error


def _targets(output: Path | None, into: Path | None = None) -> list[Path]:
    """The files to write: in the folder asked for, or else the report gone on with and its reading copy."""
    if output is not None:
        return [output / "report.json", output / "report.md"]
    return [into, into.with_suffix(".md")] if into is not None else []


def _deliver(report: Report, targets: Sequence[Path], show: Callable[[Report], None]) -> None:
    from claimx.writers import write

    try:
        for path in targets:
            write(report, path)
    finally:
        show(report)  # also when the disk is full: it has been paid for
    if targets and show is not _print_json:
        typer.echo(f"wrote {' and '.join(map(str, targets))}")
    if report.failures:
        raise typer.Exit(PARTLY_DONE)


def _print_json(report: Report) -> None:
    from claimx.writers.report_json import render_json

    typer.echo(render_json(report).encode("utf-8"), nl=False)


def _print_table(report: Report) -> None:
    from claimx.writers.terminal import print_report

    print_report(report, _open_console())


def _open_console() -> Console:
    from rich.console import Console

    class _PipeTellingConsole(Console):
        def on_broken_pipe(self) -> None:
            raise  # noqa: PLE0704 - rich calls this while it handles the error, and would exit with 1: some inputs failed

    return _PipeTellingConsole(width=None if sys.stdout.isatty() else _PIPED_WIDTH)


@contextmanager
def _ending_in_one_line(verbose: bool) -> Iterator[None]:
    """Let every end that is not a bug be an exit code and at most one line on stderr."""
    try:
        yield
        sys.stdout.flush()
    except ClaimxError as error:
        from claimx.writers.visibility import to_visible

        if verbose:
            traceback.print_exc()
        typer.echo(f"claimx: {to_visible(str(error))}", err=True)
        raise typer.Exit(NOTHING_DONE) from error
    except KeyboardInterrupt as error:
        typer.echo("claimx: interrupted", err=True)
        raise typer.Exit(INTERRUPTED) from error
    except BrokenPipeError as error:
        # The interpreter flushes stdout once more at exit, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(_BROKEN_PIPE) from error


if __name__ == "__main__":
    main()
