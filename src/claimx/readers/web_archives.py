"""WARC files (ISO 28500) → records, one for each page that was served whole, by warcio.

Only successful responses with HTML are articles; pictures, redirects and the archive's own records are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from claimx.errors import UnreadableArticle
from claimx.readers.extras import require
from claimx.readers.html_pages import LARGEST_PAGE, read_html, with_position
from claimx.readers.records import BadRecord, Record

_PAGES = ("text/html", "application/xhtml+xml")
_MOST_PAGES = 10_000
_LARGEST_ENTRY = 1_000_000_000
"""Bytes unpacked. Even to read past an entry it must be unpacked: a larger one ends the reading."""


def read_web_archive(stream: BinaryIO) -> list[Record | BadRecord]:
    """The pages of a `.warc` or `.warc.gz`; `position` counts all records of the archive.

    Where the file breaks off, the pages before the break are kept and the rest is a bad record.
    """
    records = list(_records(stream))
    if not records:
        raise UnreadableArticle("no page in this archive")
    return records


def _records(stream: BinaryIO) -> Iterator[Record | BadRecord]:
    warcio = require("warcio", "warc")
    broken = require("warcio.exceptions", "warc").ArchiveLoadFailed
    position = pages = 0
    try:
        for entry in warcio.ArchiveIterator(stream):
            position += 1
            if (entry.length or 0) > _LARGEST_ENTRY:
                yield BadRecord(
                    UnreadableArticle(f"an entry of {entry.length:,} bytes: the rest is not read"), position
                )
                return
            if not _is_page(entry):
                continue
            pages += 1
            if pages > _MOST_PAGES:
                yield BadRecord(UnreadableArticle(f"more than {_MOST_PAGES:,} pages: the rest is not read"), position)
                return
            yield _try_page(entry, position)
    except (broken, EOFError, OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:120] or "it breaks off"
        yield BadRecord(UnreadableArticle(f"malformed archive: {reason}"), position + 1)


def _is_page(entry: Any) -> bool:
    if entry.rec_type not in {"response", "resource"}:
        return False
    if entry.rec_type == "response" and (entry.http_headers is None or entry.http_headers.get_statuscode() != "200"):
        return False
    return _content_type(entry).partition(";")[0].strip().lower() in _PAGES


def _try_page(entry: Any, position: int) -> Record | BadRecord:
    address = entry.rec_headers.get_header("WARC-Target-URI") or ""
    try:
        # One byte more than is allowed tells a bomb before it is unpacked.
        data = entry.content_stream().read(LARGEST_PAGE + 1)
        if len(data) <= LARGEST_PAGE and (missing := _count_missing(entry.raw_stream)):
            raise UnreadableArticle(f"the archive breaks off: {missing:,} bytes of this page are missing")
        charset = _content_type(entry).lower().partition("charset=")[2].strip("\"' ") or None
        (record,) = read_html(data, served_as=charset, url=_web_address(address))
    except UnreadableArticle as error:
        return BadRecord(error, position)
    return with_position(record, position)


def _content_type(entry: Any) -> str:
    headers = entry.http_headers or entry.rec_headers
    return headers.get_header("Content-Type") or ""


def _web_address(address: str) -> str | None:
    return address.strip("<>") if address.strip("<>").startswith(("http://", "https://")) else None


def _count_missing(stream: Any) -> int:
    """How many bytes the entry should have beyond the end of the file."""
    while stream.read(1 << 16):
        pass
    return int(getattr(stream, "limit", 0))
