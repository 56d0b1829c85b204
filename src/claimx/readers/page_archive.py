"""Fetched pages → a WARC file (ISO 28500), so that what an article was read from stays when its publisher edits it.

Each load that keeps pages adds a `warcinfo` record that names claimx, and a `response` record a page, which refers to
it: so the reader knows that the page is to be called after its address, as when it was fetched.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from claimx._version import __version__
from claimx.errors import OutputError, UnreadableArticle
from claimx.readers.discovery import to_label
from claimx.readers.extras import require
from claimx.readers.fetching import Page
from claimx.readers.records import BadRecord, Record
from claimx.readers.web_archives import ARCHIVES, KEEPER, MOST_PAGES, read_web_archive
from claimx.whole_files import only_writer, require_writable, whole_file

_GZIP = b"\x1f\x8b"
_ANOTHER = "name another file"


class PageArchive:
    """A WARC file that is being written: `file` is at its end, and holds nothing or whole records.

    Each record is flushed as it is written: a full disk is told at once, and by the first before anything is fetched.
    """

    def __init__(self, file: BinaryIO, *, packed: bool) -> None:
        warcio = require("warcio", "warc")
        self._head = warcio.StatusAndHeaders
        self._writer = warcio.WARCWriter(file, gzip=packed, warc_version="1.1")
        info = {"software": f"{KEEPER}{__version__}", "format": "WARC File Format 1.1"}
        begin = self._writer.create_warcinfo_record(None, info)
        self._begin = begin.rec_headers.get_header("WARC-Record-ID")
        self.pages = 0
        self._writer.write_record(begin)

    def add(self, page: Page) -> None:
        """Add the page, with the server's status line and headers as they came."""
        head = self._head(page.status, [_as_kept(*header) for header in page.headers])
        # By itself warcio spells what is not ASCII in another way, and fails at some of it.
        head.to_ascii_bytes = partial(head.to_bytes, encoding="iso-8859-1")
        record = self._writer.create_warc_record(
            page.url,
            "response",
            payload=io.BytesIO(page.data),
            length=len(page.data),
            http_headers=head,
            warc_headers_dict={"WARC-Warcinfo-ID": self._begin},
        )
        self._writer.write_record(record)
        self.pages += 1


class _NothingKept(Exception):
    """No page was added: whatever keeps a file as it was keeps this one."""


@contextmanager
def open_archive(target: Path, expected: int) -> Iterator[PageArchive]:
    """An archive to add up to `expected` pages to; what it holds already stays. The folders above are made.

    All that is added is there at the end, or nothing: the archive is copied, added to, and put into its place. Where no
    page was added it stays as it was.
    Raises OutputError for a place that cannot be written, at once if that can be seen, for an archive that breaks off
    or would hold more than is read, and where another run is at it; UnreadableArticle where warcio is not installed.
    """
    _check_name(target)
    require("warcio", "warc")
    require_writable(target.parent)
    with _alone(target), suppress(_NothingKept), whole_file(target) as draft:
        old = target.stat().st_size if target.exists() else 0
        if old:
            _check_room(target, expected)
            shutil.copyfile(target, draft)
        with draft.open("rb+") as file:
            packed = file.read(2) == _GZIP if old else target.name.lower().endswith(".gz")
            file.seek(0, os.SEEK_END)
            archive = PageArchive(file, packed=packed)
            yield archive
        if not archive.pages:
            raise _NothingKept


def _as_kept(name: str, value: str) -> tuple[str, str]:
    """The body is kept in one piece: who reads it must not look for the chunks in which it came."""
    return (f"X-Crawler-{name}" if name.lower() == "transfer-encoding" else name), value


def _check_name(target: Path) -> None:
    if not target.name.lower().endswith(ARCHIVES):
        raise OutputError(f"pages are kept as {' or '.join(ARCHIVES)}, not as {to_label(target)}", hint=_ANOTHER)
    if to_label(target) != target.as_posix():
        raise OutputError(f"its name is not UTF-8: {to_label(target)}", hint=_ANOTHER)


def _check_room(target: Path, expected: int) -> None:
    """Read the archive once to its end: what stands behind a break, or behind the last page read, would be lost."""
    with target.open("rb") as stream:
        try:
            found = read_web_archive(stream, lambda page: [Record(text="", sha256="")])
        except UnreadableArticle as error:
            found = [BadRecord(error)]
    for one in found:
        if isinstance(one, BadRecord):
            raise OutputError(f"cannot add to {target}: {one.error.message}", hint=_ANOTHER)
    if len(found) + expected > MOST_PAGES:
        room = max(0, MOST_PAGES - len(found))
        raise OutputError(f"{target} has room for {room:,} more pages, not for {expected:,}", hint=_ANOTHER)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Keep other runs from adding to the archive meanwhile: the one that ended last would drop the others' pages."""
    place = Path(os.path.realpath(target))
    busy = partial(OutputError, f"another run is keeping pages in {target}", hint=f"wait for its end, or {_ANOTHER}")
    with only_writer(place.with_name(f".{place.name}.lock"), target, busy):
        yield
