"""Markdown → a record. The text stays as it stands, markup included: offsets count in the file below its front matter.

Front matter (`---`, `key: value` lines, `---`) tells of the article what a story.toml would, in our words or in those
that static sites use. Comments are no text that a reader sees, and are told.
"""

from __future__ import annotations

import re

from claimx.errors import UnreadableArticle
from claimx.models import Rejection
from claimx.readers.details import Details, FieldError
from claimx.readers.html_pages import to_text_record
from claimx.readers.plain_text import decode_utf8, refuse_empty
from claimx.readers.records import Record

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<lines>.*?\r?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LINE = re.compile(r"(?P<key>[A-Za-z_][\w-]*)[ \t]*:[ \t]*(?P<value>.*?)[ \t]*\r?")
_OURS = {
    "title": "headline",
    "author": "byline",
    "date": "published_at",
    "lang": "language",
    "site": "publisher",
    "source": "publisher",
}
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_SHOWN = 200


def read_markdown(data: bytes) -> list[Record]:
    """The one record of a `.md` file."""
    text = decode_utf8(data)
    details = Details()
    if front := _FRONT.match(text):
        details = _read_front(front["lines"] or "")
        text = text[front.end() :]
    refuse_empty(text)
    comments = (" ".join(comment.split()) for comment in _COMMENT.findall(text))
    findings = tuple(Rejection(reason="a comment, not shown; kept", text=one[:_SHOWN]) for one in comments if one)
    return [to_text_record(text, details, findings)]


def _read_front(lines: str) -> Details:
    """Single lines only: lists and what is nested say nothing that an article has a field for."""
    fields: dict[str, object] = {}
    for line in lines.split("\n"):
        if match := _LINE.fullmatch(line):
            key, value = match["key"].lower(), match["value"]
            if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            fields.setdefault(_OURS.get(key, key), value)
    try:
        return Details.read(fields)
    except FieldError as error:
        raise UnreadableArticle(f"front matter: {error}") from error
