"""Bytes of a page → characters, in the encoding that the page or its server names (WHATWG Encoding Standard).

Nothing is guessed and nothing repaired: bytes that do not fit are an error with their place. The one liberty: bytes
that are valid UTF-8 are UTF-8 whatever they are called, since text in another encoding practically never is.
"""

from __future__ import annotations

import codecs
import re

from claimx.errors import UnreadableArticle

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# What browsers take a label to mean, where Python takes it more narrowly.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_SEVEN_BIT = ("iso2022", "hz")
"""Encodings whose bytes are all ASCII: being valid UTF-8 says nothing about them."""

_NAMED = re.compile(rb"""<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_LOOKED_AT = 4096
"""Bytes in which a page may name its encoding: the standard says 1,024, but saved pages put comments first."""

_HINT = "open the page in a browser and save it as UTF-8"


def decode_page(data: bytes, served_as: str | None = None) -> str:
    """The text of a page. `served_as`: the charset of its HTTP header. Raises UnreadableArticle where it cannot be."""
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _refuse_binary(_decode(data[len(mark) :], marked))
    encoding = _find_encoding(data, served_as)
    if encoding is None or not encoding.startswith(_SEVEN_BIT):
        try:
            return _refuse_binary(data.decode("utf-8"))
        except UnicodeDecodeError:
            pass  # it is in the encoding that it names, or else `_decode` says what is wrong
    return _refuse_binary(_decode(data, encoding or "utf-8"))


def _find_encoding(data: bytes, served_as: str | None) -> str | None:
    match = _NAMED.search(data[:_LOOKED_AT])
    label = served_as or (match[1].decode("ascii") if match else None)
    if label is None:
        return None
    try:
        found = codecs.lookup(label)
    except LookupError as error:
        raise UnreadableArticle(f"its encoding is unknown: {label[:40]!r}", hint=_HINT) from error
    # Codecs such as zlib are no text encodings and can blow up; UTF-7 hides markup.
    if not getattr(found, "_is_text_encoding", True) or found.name in {"utf-7", "idna", "punycode", "unicode_escape"}:
        raise UnreadableArticle(f"its encoding is none for pages: {label[:40]!r}", hint=_HINT)
    return _MEANT.get(found.name, found.name)


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        place = f"byte 0x{data[error.start]:02x} at byte offset {error.start}"
        raise UnreadableArticle(f"not {encoding.upper()}: {place}", hint=_HINT) from error


def _refuse_binary(text: str) -> str:
    if (offset := text.find("\0")) >= 0:
        raise UnreadableArticle(f"not text but binary: NUL at character {offset}")
    return text
