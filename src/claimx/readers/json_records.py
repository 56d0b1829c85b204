"""JSON → records: one object, a list, `{"articles": [...]}`, or one object a line.

Fields are those of `Article`, or the schema.org NewsArticle spelling of them, or those of IPTC ninjs, or where a field
mapping says; other fields are left alone, since an export carries many. In a file of several, a bad record fails by
itself and the others go on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NoReturn

from claimx.errors import UnreadableArticle
from claimx.models import Rejection
from claimx.readers import ninjs
from claimx.readers.details import Details, FieldError, read_text_field, refuse_lone_surrogates
from claimx.readers.field_mapping import FieldMapping, find_field
from claimx.readers.names import read_names
from claimx.readers.plain_text import decode_utf8, refuse_empty
from claimx.readers.records import BadRecord, Record

_SCHEMA_ORG = {"articleBody": "text", "author": "byline", "datePublished": "published_at", "inLanguage": "language"}


_PLAIN: FieldMapping = {}


def read_json(data: bytes, fields: FieldMapping = _PLAIN) -> list[Record | BadRecord]:
    """The records of a `.json` file. `fields["articles"]` is where their list stands, if not under that name."""
    content = _parse(_decode(data))
    listed = find_field(content, fields.get("articles", "articles")) if isinstance(content, dict) else None
    if isinstance(listed, list):
        content = listed
    if not isinstance(content, list):
        return [_to_record(content, None, fields)]
    return to_records(content, fields)


def to_records(items: Sequence[object], fields: FieldMapping = _PLAIN) -> list[Record | BadRecord]:
    """A record for each object of a list, numbered where there are several. Raises UnreadableArticle for none."""
    numbered = len(items) > 1
    return _refuse_none([_try_record(item, place if numbered else None, fields) for place, item in enumerate(items, 1)])


def read_json_lines(data: bytes, fields: FieldMapping = _PLAIN) -> list[Record | BadRecord]:
    """The records of a `.jsonl` file; blank lines count as lines and hold nothing."""
    # Not splitlines(): U+2028 and its like may stand unescaped inside a JSON string.
    lines = [(number, line) for number, line in enumerate(_decode(data).split("\n"), start=1) if line.strip()]
    numbered = len(lines) > 1
    return _refuse_none([_try_line(line, number, numbered, fields) for number, line in lines])


def _decode(data: bytes) -> str:
    # Here, unlike in a .txt, no offset counts from the start of the file: the mark may go.
    return decode_utf8(data).removeprefix("\ufeff")


def _refuse_none(records: list[Record | BadRecord]) -> list[Record | BadRecord]:
    if not records:
        raise UnreadableArticle("empty: no article in it")
    return records


def _try_line(line: str, number: int, numbered: bool, fields: FieldMapping) -> Record | BadRecord:
    try:
        return _to_record(_parse(line, number), number if numbered else None, fields)
    except UnreadableArticle as error:
        return BadRecord(error, number)


def _try_record(item: object, position: int | None, fields: FieldMapping) -> Record | BadRecord:
    try:
        return _to_record(item, position, fields)
    except UnreadableArticle as error:
        return BadRecord(error, position)


def _parse(text: str, line: int | None = None) -> object:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        where = f"line {line or error.lineno}, column {error.colno}"
        raise UnreadableArticle(f"malformed JSON: {where}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error).partition(";")[0]
        where = f"line {line}: " if line else ""
        raise UnreadableArticle(f"malformed JSON: {where}{reason}") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _to_record(item: object, position: int | None, mapping: FieldMapping) -> Record:
    if not isinstance(item, dict):
        raise UnreadableArticle(f"an article must be a JSON object, not {type(item).__name__}")
    findings: tuple[Rejection, ...] = ()
    if not mapping.keys() - {"story"} and ninjs.is_ninjs(item):
        fields, findings = ninjs.to_article_fields(item)
    else:
        fields = _to_article_fields(item, mapping)
    try:
        text = _read_body(fields)
        identifier = read_text_field(fields, "id")
        details = Details.read(fields)
    except FieldError as error:
        raise UnreadableArticle(str(error)) from error
    digest = sha256(text.encode("utf-8")).hexdigest()
    return Record(text, digest, identifier, position, details, findings, _find_story(item, mapping))


def _find_story(item: Mapping[str, object], mapping: FieldMapping) -> str | None:
    """What stands where `mapping` says that a story is named; other people's fields of that name may mean anything."""
    named = find_field(item, mapping["story"]) if "story" in mapping else None
    return str(named).strip() or None if isinstance(named, str | int) and not isinstance(named, bool) else None


def _to_article_fields(item: Mapping[str, object], mapping: FieldMapping) -> dict[str, object]:
    """The object in our spelling; where both spellings are there, ours counts, and the mapping before both."""
    fields = {**item, **{ours: find_field(item, place) for ours, place in mapping.items()}}
    for theirs, ours in _SCHEMA_ORG.items():
        if fields.get(ours) is None:
            fields[ours] = fields.get(theirs)
    publisher = fields.get("publisher")
    if isinstance(publisher, dict):
        fields["publisher"] = publisher.get("name")
    fields["byline"] = ", ".join(read_names(fields["byline"]))
    # Databases export numbers as ids; True is an int to Python, but no id to anybody.
    if isinstance(fields.get("id"), int) and not isinstance(fields["id"], bool):
        fields["id"] = str(fields["id"])
    return fields


def _read_body(fields: Mapping[str, object]) -> str:
    text = fields.get("text")
    if text is None:
        raise UnreadableArticle('no "text" in it', hint='"articleBody" is read as well')
    if not isinstance(text, str):
        raise FieldError(f"text must be text, not {type(text).__name__}")
    refuse_lone_surrogates(text, "text")
    if (offset := text.find("\0")) >= 0:
        raise UnreadableArticle(f"not text but binary: NUL at character {offset}")
    refuse_empty(text)
    return text
