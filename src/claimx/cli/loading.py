"""What is to be read, and how: paths and addresses on the command line into articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from claimx.readers import Reading

Paths = Annotated[
    list[str] | None,  # not Path, which would make https:/ of https://
    typer.Argument(metavar="PATH…", help="Files or folders: pages, texts, JSON, feeds, archives; - is stdin."),
]
Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--field", metavar="OURS=THEIRS", help="Where other people's JSON has a field: text=body.content; repeatable."
    ),
]


@dataclass(frozen=True)
class Loading:
    """How articles are read."""

    fetch: Annotated[
        bool, typer.Option("--fetch", help="Fetch the addresses among the paths; nothing is fetched without it.")
    ] = False
    keep: Annotated[
        Path | None,
        typer.Option("--keep", metavar="FILE", help="Add each fetched page to this .warc.gz, and find its text there."),
    ] = None
    fields: Fields = None

    def load(self, paths: Sequence[str]) -> Reading:
        """The articles.

        Raises an InputError where there is none, an OutputError where pages cannot be kept, typer.BadParameter for a
        wrong use of --field.
        """
        from claimx.readers import load_articles

        return load_articles(paths, fields=to_mapping(self.fields), fetch=self.fetch, keep=self.keep)


def to_mapping(fields: Sequence[str] | None) -> Mapping[str, str]:
    """`["text=body.content"]` as `{"text": "body.content"}`. Raises typer.BadParameter for what is no such pair."""
    mapping: dict[str, str] = {}
    for given in fields or ():
        ours, _, theirs = given.partition("=")
        if not ours or not theirs:
            raise typer.BadParameter(f"{given!r} is not OURS=THEIRS, such as text=body", param_hint="'--field'")
        if ours in mapping:
            raise typer.BadParameter(f"{ours} is given twice", param_hint="'--field'")
        mapping[ours] = theirs
    return mapping
