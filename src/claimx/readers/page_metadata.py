"""What a page says of itself: schema.org JSON-LD first, then its meta elements, then its markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from claimx.readers.details import Details, FieldError, read_moment
from claimx.readers.names import read_name, read_names

_ARTICLE_TYPES = re.compile(r"(?:News|Reportage|Opinion|Analysis|Background|Blog)?(?:Article|Posting)|Report")
_META = {
    "headline": ("og:title", "twitter:title", "dc.title", "parsely-title"),
    "publisher": ("og:site_name", "application-name", "dc.publisher"),
    "url": ("og:url", "parsely-link"),
    "published_at": (
        "article:published_time",
        "parsely-pub-date",
        "datepublished",
        "dc.date",
        "dcterms.created",
        "date",
    ),
    "language": ("og:locale", "content-language", "dc.language"),
    "byline": ("author", "article:author", "parsely-author", "dc.creator", "byl"),
}
_LONGEST_BYLINE = 160
_DEEPEST = 30


def read_page_details(page: Any) -> Details:
    """The details of an lxml tree. What cannot be understood is left out: a page's word is no user's word.

    `byline` is as the page prints it where it can be found, or else the names of the authors.
    """
    fields: dict[str, object] = {}
    for found in (*_from_json_ld(page), _from_meta(page), _from_markup(page)):
        for name, value in found.items():
            if isinstance(value, str) and value.strip():
                fields.setdefault(name, " ".join(value.split()))
    if "byline" in fields:
        fields["byline"] = _printed_byline(page, str(fields["byline"]))
    return _to_details(fields)


def _to_details(fields: dict[str, object]) -> Details:
    try:
        moment = read_moment(fields, "published_at")
    except FieldError:
        moment = None
    language = re.match(r"[A-Za-z]{2,3}(?:[-_]\w+)*", str(fields.get("language", "")))
    texts = {name: str(fields[name]) for name in ("publisher", "headline", "byline", "url") if name in fields}
    details = Details(**texts, published_at=moment, language=language[0].replace("_", "-") if language else None)
    return details if (details.url or "").startswith(("http://", "https://")) else replace(details, url=None)


def _from_json_ld(page: Any) -> Iterator[dict[str, object]]:
    for script in page.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            content = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _items(content):
            kinds = item.get("@type")
            if any(_ARTICLE_TYPES.fullmatch(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                yield _from_article(item)


def _items(content: object, depth: int = 0) -> Iterator[Mapping[str, object]]:
    if depth > _DEEPEST:
        return
    if isinstance(content, list):
        for one in content:
            yield from _items(one, depth + 1)
    elif isinstance(content, dict):
        yield content
        yield from _items(content.get("@graph"), depth + 1)


def _from_article(item: Mapping[str, object]) -> dict[str, object]:
    address = item.get("url") or item.get("mainEntityOfPage")
    return {
        "headline": item.get("headline"),
        "publisher": read_name(item.get("publisher")),
        "url": address.get("@id") if isinstance(address, dict) else address,
        "published_at": item.get("datePublished"),
        "language": read_name(item.get("inLanguage")),
        "byline": ", ".join(read_names(item.get("author") or item.get("creator"))),
    }


def _from_meta(page: Any) -> dict[str, object]:
    said: dict[str, str] = {}
    for meta in page.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        if name and meta.get("content"):
            said.setdefault(name.strip().lower(), meta.get("content"))
    found = {ours: next((said[name] for name in theirs if name in said), None) for ours, theirs in _META.items()}
    if str(found["byline"] or "").startswith("http"):
        found["byline"] = None  # a profile page, as Open Graph asks for
    return dict(found)


def _from_markup(page: Any) -> dict[str, object]:
    root = page.getroottree().getroot()
    canonical = next((link.get("href") for link in page.iter("link") if (link.get("rel") or "") == "canonical"), None)
    heading = next((" ".join("".join(one.itertext()).split()) for one in page.iter("h1")), None)
    moment = next((one.get("datetime") for one in page.iter("time") if one.get("datetime")), None)
    title = next((one.text for one in page.iter("title")), None)
    return {
        "url": canonical,
        "headline": heading or title,
        "published_at": moment,
        "language": root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"),
    }


def _printed_byline(page: Any, names: str) -> str:
    """The shortest line of the page that is marked as its byline and names the first author; else the names."""
    first = names.partition(",")[0].strip().casefold()
    lines = []
    for element in page.iter():
        marks = f"{element.get('class') or ''} {element.get('rel') or ''} {element.get('itemprop') or ''}".lower()
        if isinstance(element.tag, str) and ("byline" in marks or "author" in marks):
            line = " ".join("".join(element.itertext()).split())
            if first in line.casefold() and len(line) <= _LONGEST_BYLINE:
                lines.append(("byline" not in marks, len(line), line))
    return min(lines)[2] if lines else names[:_LONGEST_BYLINE]
