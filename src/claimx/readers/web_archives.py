"""WARC files (ISO 28500) → records, one or more for each page that was served whole, by warcio.

Only successful responses with HTML are articles; pictures, redirects and the archive's own records are passed over.
What claimx kept itself was asked for page by page, and is read whatever it is (see page_archive).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from claimx.errors import UnreadableArticle
from claimx.readers.extras import require
from claimx.readers.fetching import Page
from claimx.readers.html_pages import LARGEST_PAGE
from claimx.readers.records import BadRecord, Record

ARCHIVES = (".warc", ".warc.gz")
MOST_PAGES = 10_000
KEEPER = "claimx/"
"""How the software that wrote an archive is called, in its `warcinfo` record, where it is claimx."""

_PAGES = ("text/html", "application/xhtml+xml")
_LARGEST_ENTRY = 1_000_000_000
"""Bytes unpacked. Even to read past an entry it must be unpacked: a larger one ends the reading."""
_LARGEST_INFO = 10_000

Read = Callable[[Page], Sequence[Record | BadRecord]]
"""Turns a page into records; raises UnreadableArticle where it gives none."""


def read_web_archive(stream: BinaryIO, read: Read) -> list[Record | BadRecord]:
    """The pages of a `.warc` or `.warc.gz`; `position` counts all records of the archive, unless claimx kept the page.

    Where the file breaks off, the pages before the break are kept and the rest is a bad record.
    """
    records = list(_records(stream, read))
    if not records:
        raise UnreadableArticle("no page in this archive")
    return records


def _records(stream: BinaryIO, read: Read) -> Iterator[Record | BadRecord]:
    broken = require("warcio.exceptions", "warc").ArchiveLoadFailed
    position = pages = 0
    ours: set[str] = set()
    try:
        for entry in _entries(stream):
            position += 1
            if (entry.length or 0) > _LARGEST_ENTRY:
                yield BadRecord(
                    UnreadableArticle(f"an entry of {entry.length:,} bytes: the rest is not read"), position
                )
                return
            if _tells_of_claimx(entry) and (name := entry.rec_headers.get_header("WARC-Record-ID")):
                ours.add(name)
            kept = entry.rec_headers.get_header("WARC-Warcinfo-ID") in ours
            if not _is_served(entry) or not (kept or _is_html(entry)):
                continue
            pages += 1
            if pages > MOST_PAGES:
                yield BadRecord(UnreadableArticle(f"more than {MOST_PAGES:,} pages: the rest is not read"), position)
                return
            address = _web_address(entry) if kept else None
            for record in _try_page(entry, read):
                yield replace(record, address=address) if address else replace(record, position=position)
    except (broken, EOFError, OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:120] or "it breaks off"
        yield BadRecord(UnreadableArticle(f"malformed archive: {reason}"), position + 1)


def _entries(stream: BinaryIO) -> Iterator[Any]:
    try:
        yield from require("warcio", "warc").ArchiveIterator(stream)
    except AttributeError as error:  # warcio takes it for granted that a response has an address
        raise ValueError("a response without an address") from error


def _tells_of_claimx(entry: Any) -> bool:
    """Whether it is the record with which claimx begins to keep pages; each of them refers to it."""
    if entry.rec_type != "warcinfo":
        return False
    lines = entry.content_stream().read(_LARGEST_INFO).decode("utf-8", "replace").splitlines()
    return any(line.lower().startswith(f"software: {KEEPER}") for line in lines)


def _is_served(entry: Any) -> bool:
    if entry.rec_type == "response":
        return entry.http_headers is not None and entry.http_headers.get_statuscode() == "200"
    return bool(entry.rec_type == "resource")


def _is_html(entry: Any) -> bool:
    return _content_type(entry).partition(";")[0].strip().lower() in _PAGES


def _try_page(entry: Any, read: Read) -> Iterable[Record | BadRecord]:
    try:
        # One byte more than is allowed tells a bomb before it is unpacked.
        data = entry.content_stream().read(LARGEST_PAGE + 1)
        if len(data) <= LARGEST_PAGE and (missing := _count_missing(entry.raw_stream)):
            raise UnreadableArticle(f"the archive breaks off: {missing:,} bytes of this page are missing")
        return read(Page(_web_address(entry) or "", data, _content_type(entry)))
    except UnreadableArticle as error:
        return [BadRecord(error)]


def _content_type(entry: Any) -> str:
    headers = entry.http_headers or entry.rec_headers
    return headers.get_header("Content-Type") or ""


def _web_address(entry: Any) -> str | None:
    address = (entry.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    try:
        urlsplit(address)
    except ValueError:
        return None
    return address if address.startswith(("http://", "https://")) else None


def _count_missing(stream: Any) -> int:
    """How many bytes the entry should have beyond the end of the file."""
    while stream.read(1 << 16):
        pass
    return int(getattr(stream, "limit", 0))
