"""Extractions as JSON Lines: one a line, in the order in which they are added, and the failures among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from claimx.models import Extraction, Failure
from claimx.whole_files import whole_file

Add = Callable[[Extraction | Failure], None]


@contextmanager
def extraction_lines(target: str | Path) -> Iterator[Add]:
    """A function that adds a line to `target`, which is there whole once all went well, and else as it was.

    A line is an `Extraction` or a `Failure` as pydantic writes it, in UTF-8; `load_extractions` reads it back. Raises
    OutputError where the place cannot be written.
    """
    with whole_file(target) as draft, draft.open("w", encoding="utf-8", newline="\n") as file:
        yield lambda outcome: print(outcome.model_dump_json(), file=file)
