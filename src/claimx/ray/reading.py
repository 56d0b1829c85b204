"""What a source holds, read file by file wherever there is a free hand. A bad file costs only itself."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

from claimx.errors import ClaimxError, InputError
from claimx.models import Article, Failure
from claimx.pipeline.running import another_by_that_id
from claimx.ray.rows import NO_STORY, Entry, from_rows, to_rows
from claimx.readers import Reading, load_articles
from claimx.readers.discovery import find_files

Stories: TypeAlias = "str | Callable[[Iterable[Article]], Mapping[str, str]]"
"""The field or column that names an article's story; or a function from all articles to story ids by article id."""

_OF_RECORDS = frozenset({".parquet", ".jsonl", ".json"})


@dataclass(frozen=True)
class Reader:
    """Reads one unit of a source. `story` is the field that names the story; None where nothing in a file does."""

    root: Path
    story: str | None
    fields: Mapping[str, str]

    def __call__(self, units: pa.Table) -> Iterator[pa.Table]:
        for paths in units["paths"].to_pylist():
            yield to_rows(self._read(paths))

    def _read(self, paths: list[str]) -> Iterator[tuple[str, Entry]]:
        fields = self.fields if self.story is None else {**self.fields, "story": self.story}
        try:
            reading = load_articles(paths, fields=fields)
        except ClaimxError as error:
            label = paths[0] if len(paths) == 1 else os.path.dirname(paths[0])  # noqa: PTH120 - it is text
            yield NO_STORY, _failed(label, str(error), error.retryable)
            return
        for failure in reading.failures:
            yield NO_STORY, Entry(failure=failure)
        for article in reading:
            story = self._story_of(article, reading)
            if story is None:
                yield NO_STORY, _failed(article.id, f'no "{self.story}" says which story it belongs to: {paths[0]}')
            else:
                yield story, Entry(article=article, findings=reading.findings.get(article.id, ()))

    def _story_of(self, article: Article, reading: Reading) -> str | None:
        named = reading.stories.get(article.id)
        if named is not None or self.story is None:
            return named or NO_STORY
        path = Path(article.path or "")
        if path.suffix.lower() in _OF_RECORDS:
            return None
        folder = path.parent.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else "."
        return path.parent.name if folder == "." else folder


def units_of(source: str | Path) -> list[list[str]]:
    """What is read at a time: a file of many articles, or the others of one folder, which name each other's ids.

    Raises PathNotFound where nothing is there, and InputError for addresses and standard input.
    """
    found = find_files(os.path.abspath(source) if source != "-" else "-")
    if found.standard_input:
        raise InputError("a cluster reads no standard input", hint="name a file or a folder that all nodes see")
    units: list[list[str]] = []
    folders: dict[Path, list[str]] = defaultdict(list)
    for path in found.files:
        if path.suffix.lower() in _OF_RECORDS:
            units.append([str(path)])
        else:
            folders[path.parent].append(str(path))
    return sorted([*units, *folders.values()])


def told_by(find: Callable[[Iterable[Article]], Mapping[str, str]], batches: Iterable[pa.Table]) -> Mapping[str, str]:
    """What `find` says of all articles. Raises ArticleMismatch where two of them go by one id."""
    return find(_once_an_id(batches))


@dataclass(frozen=True)
class Assigner:
    """Puts articles to the stories that were found for them."""

    stories: Mapping[str, str]

    def __call__(self, rows: pa.Table) -> pa.Table:
        return to_rows(self._assigned(entry) for _, entry in from_rows(rows))

    def _assigned(self, entry: Entry) -> tuple[str, Entry]:
        if entry.article is None:
            return NO_STORY, entry
        story = self.stories.get(entry.article.id)
        if story is None:
            return NO_STORY, _failed(entry.article.id, "it was put to no story")
        return story, entry


def _once_an_id(batches: Iterable[pa.Table]) -> Iterator[Article]:
    known: set[str] = set()
    for batch in batches:
        for _, entry in from_rows(batch):
            if entry.article is None:
                continue
            if entry.article.id in known:
                raise another_by_that_id(entry.article.id)
            known.add(entry.article.id)
            yield entry.article


def _failed(label: str, reason: str, retryable: bool = False) -> Entry:
    return Entry(failure=Failure(article=label, reason=reason, retryable=retryable))
