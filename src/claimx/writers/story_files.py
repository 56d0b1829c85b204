"""Gathered stories as files: a line of JSON for each, and for each a folder with its articles, to run on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from claimx.errors import OutputError
from claimx.models import Article, Gathering, Story
from claimx.models.base import Value
from claimx.whole_files import whole_file

_READ_BACK = {"id", "text", "publisher", "headline", "url", "published_at", "language"}


def write_stories(gathering: Gathering, articles: Iterable[Article], folder: str | Path) -> None:
    """Write `1/articles.jsonl`, … in the order of the stories, then `stories.jsonl`, and `findings.jsonl` if any.

    An `articles.jsonl` holds the articles as they were read, texts and all; `load_articles` gives them back. `articles`
    are those that were gathered. The folder must be new or empty, as numbers change when articles are added. Raises
    OutputError where it is not, and for a place that cannot be written.
    """
    place = Path(folder)
    _require_empty(place)
    known = {article.id: article for article in articles}
    for number, story in enumerate(gathering, start=1):
        _write_lines(place / str(number) / "articles.jsonl", _records(story, known))
    _write_lines(place / "stories.jsonl", map(to_line, gathering))
    if gathering.findings:
        _write_lines(place / "findings.jsonl", map(to_line, gathering.findings))


def to_line(value: Value) -> str:
    """The value as one line of JSON."""
    return value.model_dump_json()


def _records(story: Story, known: Mapping[str, Article]) -> Iterable[str]:
    for name in story.articles:
        record = known[name].model_dump(mode="json", include=_READ_BACK, exclude_none=True)
        yield json.dumps(record, ensure_ascii=False)


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    with whole_file(path) as draft, draft.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)


def _require_empty(place: Path) -> None:
    try:
        empty = not place.exists() or not any(place.iterdir())
    except OSError as error:
        raise OutputError(f"cannot write to {place}: {error.strerror or error}") from error
    if not empty:
        raise OutputError(f"{place} is not empty", hint="name a new folder: stories are numbered anew each time")
