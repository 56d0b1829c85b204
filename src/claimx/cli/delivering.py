"""Where a report goes, and in which formats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli.printing import print_json, print_table

if TYPE_CHECKING:
    from claimx.models import Rating, Report

NoTexts = Annotated[
    bool,
    typer.Option("--no-texts", help="Leave the articles' texts out of .html and .db; what is quoted stays."),
]
WRITE_THERE = "Write report.json, report.html and report.md there."
_FOR_READING = (".html", ".md")
_STANDARD = (".json", *_FOR_READING)  # the one to go on with first: it is what a full disk must not cost


@dataclass(frozen=True)
class Delivering:
    """Where a report goes."""

    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="DIR", help=WRITE_THERE)] = None
    formats: Annotated[
        str | None,
        typer.Option("--format", metavar="LIST", help="Write report.… there in these formats: html,md,json."),
    ] = None
    to: Annotated[
        list[Path] | None,
        typer.Option("--to", metavar="FILE", help="Write it there, in the format of the suffix; repeatable."),
    ] = None
    no_texts: NoTexts = False
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON, and nothing else.")] = False

    def targets(self, into: Path | None = None) -> list[Path]:
        """The files to write: in the folder asked for, or else the report gone on with and its copies for reading."""
        files = list(self.to or ())
        if self.output is not None:
            return [*(self.output / f"report{suffix}" for suffix in self._suffixes()), *files]
        if into is not None:
            return [into, *map(into.with_suffix, _FOR_READING), *files]
        return files

    def check(self, into: Path | None = None) -> None:
        """Raise `OutputError` where nothing can be written: before the model is paid, not after."""
        from claimx.writers import require_writable

        folders = [path.parent for path in self.to or ()]
        if self.output is not None:
            folders.append(self.output)
        elif into is not None and into.is_file():  # where it is not, reading it says so
            folders.append(into.parent)
        for folder in dict.fromkeys(folders):
            require_writable(folder)

    def check_formats(self) -> None:
        """Raise typer.BadParameter for a wrong use, and for a suffix that names no format."""
        if self.formats is not None and self.output is None:
            raise typer.BadParameter("name the folder as well: -o DIR", param_hint="'--format'")
        require_formats(self._suffixes() if self.formats is not None else (), "--format")
        require_formats((path.suffix for path in self.to or ()), "--to")

    def deliver(self, report: Report, into: Path | None = None) -> None:
        """Print the report, and write it."""
        targets = self.targets(into)
        try:
            write_all(report, targets, texts=not self.no_texts)
        finally:
            (print_json if self.as_json else print_table)(report)  # also when the disk is full: it has been paid for
        if targets and not self.as_json:
            tell_written(targets)

    def _suffixes(self) -> Iterable[str]:
        if self.formats is None:
            return _STANDARD
        return [f".{name.strip().removeprefix('.').lower()}" for name in self.formats.split(",")]


def require_formats(suffixes: Iterable[str], option: str) -> None:
    """Raise typer.BadParameter for a suffix that names no format."""
    given = list(suffixes)
    if not given:
        return  # and `writers` stays unloaded
    from claimx.writers import FORMATS

    for suffix in given:
        if suffix.lower() not in FORMATS:
            raise typer.BadParameter(
                f"{suffix or 'no suffix'!r} names no format: claimx writes {', '.join(FORMATS)}",
                param_hint=f"'{option}'",
            )


def write_all(report: Report, targets: Iterable[Path], *, texts: bool = True, ratings: Sequence[Rating] = ()) -> None:
    """Write each file in the format of its suffix, with `ratings` where it has words for them.

    Raises `OutputError` at the first that cannot be written.
    """
    from claimx.writers import RATED, write

    for path in targets:
        write(report, path, texts=texts, ratings=ratings if path.suffix.lower() == RATED else ())


def tell_written(targets: Iterable[Path]) -> None:
    """Which files are there now, on stdout."""
    *others, last = map(str, targets)
    typer.echo(f"wrote {', '.join(others)} and {last}" if others else f"wrote {last}")
