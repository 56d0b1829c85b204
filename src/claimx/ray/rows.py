"""How articles travel between the stages: a row has the story it belongs to and an `Entry` as JSON."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from claimx.models import Article, Extraction, Failure, Rejection, Usage
from claimx.models.base import Value

NO_STORY = ""
"""The story of an input that gave no article: all such travel together."""

# Large: what one story weighs in JSON may pass the two gigabytes of a plain string column.
_ROWS = pa.schema({"story": pa.large_string(), "entry": pa.large_string()})
_STORIES = pa.schema({"story": pa.large_string(), "entries": pa.large_list(pa.large_string())})


class Entry(Value):
    """An article, and what became of it: an extraction, or a failure and what that cost.

    `article` is None for an input that gave none, and once there is an extraction, which holds it.
    """

    article: Article | None = None
    findings: tuple[Rejection, ...] = ()
    extraction: Extraction | None = None
    failure: Failure | None = None
    usage: Usage = Usage()

    @property
    def its_article(self) -> Article | None:
        return self.extraction.article if self.extraction is not None else self.article


def to_rows(entries: Iterable[tuple[str, Entry]]) -> pa.Table:
    """Stories and entries as a table."""
    pairs = [(story, entry.model_dump_json(exclude_defaults=True)) for story, entry in entries]
    return pa.table([[story for story, _ in pairs], [text for _, text in pairs]], schema=_ROWS)


def from_rows(rows: pa.Table) -> list[tuple[str, Entry]]:
    """Stories and entries out of such a table."""
    texts = zip(rows["story"].to_pylist(), rows["entry"].to_pylist(), strict=True)
    return [(story, Entry.model_validate_json(text)) for story, text in texts]


def as_one(rows: pa.Table) -> pa.Table:
    """All rows of one story as one."""
    return pa.table([[rows["story"][0].as_py()], [rows["entry"].to_pylist()]], schema=_STORIES)


def from_stories(rows: pa.Table) -> list[tuple[str, list[Entry]]]:
    """Each story and its entries out of rows made by `as_one`."""
    texts = zip(rows["story"].to_pylist(), rows["entries"].to_pylist(), strict=True)
    return [(story, [Entry.model_validate_json(entry) for entry in entries]) for story, entries in texts]
