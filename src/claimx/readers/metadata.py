"""`story.toml`: what the user knows of the articles beside it.

It is the user's own word, and a guess at what was meant could put the wrong publisher under a quote: every slip fails
the whole load.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from claimx.errors import InvalidMetadata
from claimx.readers.details import Details, FieldError, read_text_field
from claimx.readers.discovery import to_label

_STORY_KEYS = ("title", "note", "articles")
_ENTRY_KEYS = ("file", *(field.name for field in fields(Details)))


def read_stories(stories: Iterable[Path]) -> dict[Path, Details]:
    """What the story files say of each article, by its resolved path. The story file nearest to the article counts."""
    details: dict[Path, Details] = {}
    for story in sorted(stories, key=lambda path: (len(path.resolve().parts), path)):
        details |= _read_story(story)
    return details


def _read_story(story: Path) -> dict[Path, Details]:
    content = _parse(story)
    where = to_label(story)
    _refuse_unknown_keys(content, _STORY_KEYS, where)
    entries = content.get("articles", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InvalidMetadata(f"{where}: articles must be tables", hint="begin each one with [[articles]]")
    details: dict[Path, Details] = {}
    for number, entry in enumerate(entries, start=1):
        entry_where = f"{where}, [[articles]] {number}"
        path, read = _read_entry(story.parent, entry, entry_where)
        if path in details:
            raise InvalidMetadata(f"{entry_where}: {entry['file']} stands here twice")
        details[path] = read
    return details


def _parse(story: Path) -> dict[str, object]:
    try:
        return tomllib.loads(story.read_bytes().decode("utf-8"))
    except OSError as error:
        raise InvalidMetadata(f"{to_label(story)}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise InvalidMetadata(f"{to_label(story)}: malformed TOML: {reason}") from error


def _read_entry(folder: Path, entry: Mapping[str, object], where: str) -> tuple[Path, Details]:
    _refuse_unknown_keys(entry, _ENTRY_KEYS, where)
    try:
        name = read_text_field(entry, "file")
        details = Details.read(entry)
    except FieldError as error:
        raise InvalidMetadata(f"{where}: {error}") from error
    if name is None:
        raise InvalidMetadata(f"{where}: no file is named", hint='add file = "…"')
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts:
        raise InvalidMetadata(f"{where}: file must lie in the story's folder: {name}")
    if not (folder / relative).is_file():
        raise InvalidMetadata(f"{where}: no such file: {name}", hint=_suggest(name, _names_in(folder)))
    return (folder / relative).resolve(), details


def _names_in(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_file()))


def _refuse_unknown_keys(table: Mapping[str, object], known: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in known:
            raise InvalidMetadata(f"{where}: unknown key {key!r}", hint=_suggest(key, known))


def _suggest(word: str, known: tuple[str, ...]) -> str | None:
    nearest = get_close_matches(word, known, n=1, cutoff=0.0)
    return f"did you mean {nearest[0]}?" if nearest else None
