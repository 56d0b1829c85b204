"""Which suffix is read how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from claimx.errors import UnreadableArticle
from claimx.readers.feeds import read_feed
from claimx.readers.fetching import Page
from claimx.readers.field_mapping import FieldMapping
from claimx.readers.html_pages import read_html
from claimx.readers.json_records import read_json, read_json_lines
from claimx.readers.markdown_notes import read_markdown
from claimx.readers.parquet_records import read_parquet
from claimx.readers.plain_text import read_plain_text
from claimx.readers.records import BadRecord, Record
from claimx.readers.web_archives import ARCHIVES, read_web_archive

Records = Sequence[Record | BadRecord]

_OF_RECORDS: dict[str, Callable[[bytes, FieldMapping], Records]] = {
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".parquet": read_parquet,
}
_WHOLE: dict[str, Callable[[bytes], Records]] = {
    ".txt": read_plain_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
}
SUFFIXES = (*_WHOLE, *_OF_RECORDS, *ARCHIVES)
KNOWN = f"claimx reads {', '.join(SUFFIXES)}"


def read_file(path: Path, fields: Mapping[str, str] | None = None) -> Records:
    """All records of one file; raises UnreadableArticle where the file as a whole gives none."""
    suffix = _suffix(path)
    if suffix not in SUFFIXES:
        raise UnreadableArticle(f"not a format claimx reads: {suffix or 'no suffix'}", hint=KNOWN)
    try:
        if suffix in ARCHIVES:
            with path.open("rb") as stream:  # not at once: an archive may be larger than memory
                return read_web_archive(stream, partial(read_page, fields=fields))
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableArticle(error.strerror or str(error)) from error
    return _parse(data, suffix, fields)


def read_unnamed(data: bytes, fields: Mapping[str, str] | None = None) -> Records:
    """All records of what came without a name, such as standard input: its first characters tell what it is."""
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(b"{"):
        first = data.lstrip().split(b"\n", 1)
        several = len(first) == 2 and first[1].lstrip().startswith(b"{") and first[0].rstrip().endswith(b"}")
        return _parse(data, ".jsonl" if several else ".json", fields)
    if start.startswith(b"["):
        return _parse(data, ".json", fields)
    if any(mark in start for mark in (b"<rss", b"<feed", b"<rdf:rdf")):
        return _parse(data, ".xml", fields)
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")):
        return _parse(data, ".html", fields)
    return _parse(data, ".txt", fields)


def read_page(page: Page, fields: Mapping[str, str] | None = None) -> Records:
    """All records of what was fetched, now or into an archive, by what the server calls it."""
    kind = page.content_type.partition(";")[0].strip().lower()
    if kind in {"text/html", "application/xhtml+xml"}:
        return read_html(page.data, served_as=page.charset, url=page.url or None)
    if kind in {"application/rss+xml", "application/atom+xml", "application/xml", "text/xml"}:
        return read_feed(page.data)
    if kind in {"application/json", "application/ld+json", "text/plain"}:
        return read_unnamed(page.data, fields)
    raise UnreadableArticle(f"not a format claimx reads: {kind[:60] or 'no content type'}")


def _parse(data: bytes, suffix: str, fields: Mapping[str, str] | None) -> Records:
    if suffix in _OF_RECORDS:
        return _OF_RECORDS[suffix](data, fields or {})
    return _WHOLE[suffix](data)


def _suffix(path: Path) -> str:
    """`.warc.gz` counts as one; the archive's own name may hold more dots."""
    name = path.name.lower()
    return next((suffix for suffix in ARCHIVES if name.endswith(suffix)), path.suffix.lower())
