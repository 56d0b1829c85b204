"""RSS and Atom → records, one an entry, by feedparser.

A feed seldom holds the whole article. Where an entry has no more than a summary, the article made of it tells.
"""

from __future__ import annotations

import io
import re
from calendar import timegm
from datetime import UTC, datetime
from typing import Any

from claimx.errors import UnreadableArticle
from claimx.models import Rejection
from claimx.readers.composition import compose_text
from claimx.readers.details import Details
from claimx.readers.extras import require
from claimx.readers.html_pages import read_fragment, refuse_large, to_text_record, with_position
from claimx.readers.records import BadRecord, Record

_DEEPEST = 5_000
"""Tags open at once, line breaks and the like that nobody closes among them. feedparser is quadratic in this."""

_TAG = re.compile(rb"<(?P<close>/)?[A-Za-z][^<>]*>")
_SUMMARY = Rejection(reason="the feed holds a summary of this article only", text="")


def read_feed(data: bytes) -> list[Record | BadRecord]:
    """The records of a feed; one that breaks off gives the entries before the break, and a bad record for the rest."""
    refuse_large(data)
    if b"<!ENTITY" in data:
        raise UnreadableArticle("a feed that declares entities: they can multiply without end, or name files")
    _refuse_deep(data)
    feedparser = require("feedparser", "feeds")
    # As a stream: a string would be taken for an address and fetched, bytes for a file's name.
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    broken = feed.get("bozo_exception") if feed.get("bozo") else None
    if isinstance(broken, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType):
        broken = None  # it was read all the same, and whole
    if not feed.get("version") and not feed.entries:
        raise UnreadableArticle(f"no RSS or Atom feed{_told(broken)}")
    if not feed.entries:
        raise UnreadableArticle(f"a feed without entries{_told(broken)}")
    records = [_try_entry(entry, feed.feed, place) for place, entry in enumerate(feed.entries, start=1)]
    if broken is not None:
        records.append(BadRecord(UnreadableArticle(f"the feed is malformed{_told(broken)}"), len(records) + 1))
    return records


def _refuse_deep(data: bytes) -> None:
    first, *rest = data.split(b"<![CDATA[")
    depth = 0
    for part in (first, *(part.partition(b"]]>")[2] for part in rest)):
        for tag in _TAG.finditer(part):
            if tag["close"]:
                depth -= 1
            elif not tag[0].endswith(b"/>"):
                depth += 1
                if depth > _DEEPEST:
                    raise UnreadableArticle("malformed feed: nested too deeply")


def _told(error: BaseException | None) -> str:
    return f": {' '.join(str(error).split())[:120]}" if error is not None else ""


def _try_entry(entry: Any, feed: Any, place: int) -> Record | BadRecord:
    try:
        return with_position(_to_record(entry, feed), place)
    except UnreadableArticle as error:
        return BadRecord(error, place)


def _to_record(entry: Any, feed: Any) -> Record:
    full = [content.value for content in entry.get("content", ()) if content.get("value")]
    markup = max(full, key=len, default="") or entry.get("summary", "")
    body, findings = read_fragment(markup)
    title, _ = read_fragment(entry.get("title", ""))
    text = compose_text(title, entry.get("author"), body)
    if not text:
        raise UnreadableArticle("an entry without a text")
    link = entry.get("link", "")
    details = Details(
        publisher=entry.get("source", {}).get("title") or feed.get("title") or None,
        headline=title or None,
        byline=entry.get("author") or None,
        url=link if link.startswith(("http://", "https://")) else None,
        published_at=_moment(entry),
        language=entry.get("language") or feed.get("language") or None,
    )
    return to_text_record(text, details, findings if full else (*findings, _SUMMARY))


def _moment(entry: Any) -> datetime | None:
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (OverflowError, ValueError, OSError):
        return None  # the year 99999: a feed's word is no user's word
