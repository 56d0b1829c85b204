"""IPTC ninjs, versions 2.x (`versioncreated`, `contenttype`) and 3.x (`versionCreated`, `contentType`) → our fields.

Of several bodies the plain one counts, whose characters are nobody's markup; else the HTML one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from claimx.errors import UnreadableArticle
from claimx.models import Rejection
from claimx.readers.composition import compose_text
from claimx.readers.html_pages import read_fragment

_MARKS = frozenset({"bodies", "body", "headlines", "versioncreated", "pubstatus", "contentcreated", "infosources"})
_TEXTUAL = frozenset({"text", "composite", "component", None})
_NO_MORE = frozenset({"canceled", "cancelled", "withheld"})


def is_ninjs(item: Mapping[str, object]) -> bool:
    """Whether the JSON object is a ninjs item: it has a `uri`, and more that nobody else spells so."""
    return isinstance(item.get("uri"), str) and "text" not in item and not _MARKS.isdisjoint(_lowered(item))


def to_article_fields(item: Mapping[str, object]) -> tuple[dict[str, object], tuple[Rejection, ...]]:
    """The item in our spelling, and what of its body was not shown. Raises UnreadableArticle for what is no text."""
    fields = _lowered(item)
    kind, status = fields.get("type"), fields.get("pubstatus")
    if kind not in _TEXTUAL:
        raise UnreadableArticle(f"a ninjs item of type {str(kind)[:40]!r} is no text")
    if status in _NO_MORE:
        raise UnreadableArticle(f"its publisher took it back: pubStatus is {str(status)!r}")
    headline = _pick(fields.get("headlines") or fields.get("headline"), ("main", "short"))
    byline = _text(fields.get("by") or fields.get("byline"))
    body, findings = _body(fields)
    address = fields.get("uri")
    return {
        "id": address,
        "text": compose_text(headline, byline, body),
        "headline": headline,
        "byline": byline,
        "publisher": _publisher(fields),
        "url": address if str(address).startswith(("http://", "https://")) else None,
        "published_at": fields.get("versioncreated") or fields.get("firstcreated") or fields.get("contentcreated"),
        "language": fields.get("language"),
    }, findings


def _lowered(item: Mapping[str, object]) -> dict[str, object]:
    return {key.lower(): value for key, value in item.items()}


def _body(fields: Mapping[str, object]) -> tuple[str, tuple[Rejection, ...]]:
    bodies = [_lowered(body) for body in _objects(fields.get("bodies") or fields.get("body"))]
    plain = [body for body in bodies if not _is_markup(body)]
    for body in plain or bodies:
        if value := _text(body.get("value")):
            return (value, ()) if plain else read_fragment(value)
    raise UnreadableArticle("a ninjs item without a body")


def _is_markup(body: Mapping[str, object]) -> bool:
    kind = f"{body.get('contenttype') or ''} {body.get('role') or ''} {body.get('name') or ''}".lower()
    return "html" in kind or "xml" in kind


def _pick(value: object, roles: Iterable[str]) -> str | None:
    """The headline of the first of these roles, or else the first one; early 2.0 spells `name`, `text`."""
    if isinstance(value, str):
        return value
    given = [_lowered(one) for one in _objects(value)]
    by_role = {str(one.get("role") or one.get("name") or ""): one for one in reversed(given)}
    chosen = next((by_role[role] for role in roles if role in by_role), given[0] if given else {})
    return _text(chosen.get("value") or chosen.get("text"))


def _publisher(fields: Mapping[str, object]) -> str | None:
    sources = [_lowered(one) for one in _objects(fields.get("infosources"))]
    named = [name for one in sources if (name := _text(one.get("name")))]
    return next(iter(named), None) or _text(fields.get("provider")) or _text(fields.get("copyrightholder"))


def _objects(value: object) -> list[Mapping[str, object]]:
    return (
        [cast("Mapping[str, object]", one) for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
