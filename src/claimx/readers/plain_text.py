"""Bytes → text, strictly: what cannot be read is refused with its place, never repaired.

A byte order mark stays as the first character (U+FEFF) and line ends stay as they are: `Article.text` is the file,
character for character, and whoever decodes the same bytes as UTF-8 finds every quote at the offsets claimx gives.
"""

from __future__ import annotations

import codecs
import unicodedata
from hashlib import sha256

from claimx.errors import UnreadableArticle
from claimx.readers.records import Record

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE_AS_UTF8 = "save it as UTF-8"


def read_plain_text(data: bytes) -> list[Record]:
    """The one record of a `.txt` file."""
    text = decode_utf8(data)
    refuse_empty(text)
    return [Record(text=text, sha256=sha256(data).hexdigest())]


def decode_utf8(data: bytes) -> str:
    """The text, whole, or an error that names the first byte that is not text."""
    if data.startswith(_UTF16_MARKS):
        raise UnreadableArticle("not UTF-8: byte offset 0 starts a UTF-16 text", hint=_SAVE_AS_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        reason = f"not UTF-8: byte 0x{data[error.start]:02x} at byte offset {error.start}"
        raise UnreadableArticle(reason, hint=_SAVE_AS_UTF8) from error
    if (offset := data.find(b"\0")) >= 0:
        raise UnreadableArticle(f"not text but binary: NUL at byte offset {offset}")
    return text


def refuse_empty(text: str) -> None:
    """Blank is also a text of nothing but marks that print nothing, such as a lone byte order mark."""
    if all(char.isspace() or unicodedata.category(char) == "Cf" for char in text):
        raise UnreadableArticle("empty: no text in it")
