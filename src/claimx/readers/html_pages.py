"""Saved web pages → records, by trafilatura: the article without the menus, teasers and comments around it.

`Article.text` is the extracted text, and offsets count in it; the page itself stays where `path` points. What the page
does not show is taken out first and told (see hidden_markup).
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from hashlib import sha256
from typing import Any

from claimx.errors import UnreadableArticle
from claimx.models import Rejection
from claimx.readers.charsets import decode_page
from claimx.readers.composition import compose_text
from claimx.readers.details import Details
from claimx.readers.extras import require
from claimx.readers.hidden_markup import strip_hidden
from claimx.readers.page_metadata import read_page_details
from claimx.readers.plain_text import refuse_empty
from claimx.readers.records import Record
from claimx.text import find_hidden

LARGEST_PAGE = 20_000_000
"""Bytes. The largest article pages of today hold two million, nearly all of it script."""

_DEEPEST = 200
"""libxml2 drops what is nested too deeply without a word; a page that comes near is refused instead."""

_SHORT = 250

_MOST_ELEMENTS = 50_000
"""The extraction takes a second for 20,000 as a rule, but can be made to take time by the square of their number."""

_BLOCKS = frozenset(
    "p div section article li tr h1 h2 h3 h4 h5 h6 blockquote pre ul ol table figure figcaption hr dt dd".split()
)


def read_html(data: bytes, *, served_as: str | None = None, url: str | None = None) -> list[Record]:
    """The one record of a page. `served_as` and `url`: charset and address, where the page was served, not saved."""
    refuse_large(data)
    page = parse_page(decode_page(data, served_as))
    said = read_page_details(page)
    findings = (*_invisible(page), *strip_hidden(page))
    extracted = _extract(page)
    text = compose_text(said.headline, said.byline, extracted)
    if not text:
        raise UnreadableArticle("no article found in this page", hint="save its text as .txt instead")
    refuse_empty(text)
    return [to_text_record(text, said.filled_from(Details(url=url)), findings)]


def to_text_record(text: str, details: Details, findings: tuple[Rejection, ...] = ()) -> Record:
    """A record whose text is no stored file's: its hash is of the text itself."""
    return Record(text=text, sha256=sha256(text.encode("utf-8")).hexdigest(), details=details, findings=findings)


def refuse_large(data: bytes) -> None:
    """Raise UnreadableArticle for what is larger than any page."""
    if len(data) > LARGEST_PAGE:
        raise UnreadableArticle(f"larger than any page: {len(data):,} bytes, at most {LARGEST_PAGE:,} are read")


def parse_page(text: str) -> Any:
    """The page as an lxml tree, whole; raises UnreadableArticle where it is none or nested too deeply."""
    html = require("lxml.html", "web")
    etree = require("lxml.etree", "web")
    # Bytes, since lxml refuses a string that names an encoding. Without huge_tree libxml2 would stop, and say nothing,
    # at the first script or picture in the page of more than 10 MB.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise UnreadableArticle("empty: no page in it") from error
    _refuse_monstrous(page)
    return page


def read_fragment(markup: str) -> tuple[str, tuple[Rejection, ...]]:
    """The text of a piece of HTML that is all article, one line a block, and what in it was not shown."""
    if not markup.strip():
        return "", ()
    page = parse_page(markup)
    findings = (*_invisible(page), *strip_hidden(page))
    for element in [*page.iter("script", "style", "title", "figure", "iframe")]:
        element.clear(keep_tail=True)
    pieces: list[str] = []
    _collect(page, pieces)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line), findings


def _collect(element: Any, pieces: list[str]) -> None:
    edge = "\n" if element.tag in _BLOCKS or element.tag == "br" else ""
    # A line break of the markup is a space of the text.
    pieces += [edge, (element.text or "").replace("\n", " ")]
    for child in element:
        if isinstance(child.tag, str):
            _collect(child, pieces)
        pieces.append((child.tail or "").replace("\n", " "))
    pieces.append(edge)


def _extract(page: Any) -> str:
    """The article of the page. A short one is taken as it is, unless the page holds far more that may be the article.

    By itself trafilatura takes what is shorter than 250 characters for a failure, and falls back on all words of the
    page in one paragraph.
    """
    main = _bare_text(page, shortest=1)
    if len(main) >= _SHORT:
        return main
    rescued = _bare_text(page, shortest=_SHORT)
    return rescued if len(rescued) > 2 * max(len(main), _SHORT) else main or rescued


def _bare_text(page: Any, shortest: int) -> str:
    trafilatura = require("trafilatura", "web")
    config = require("trafilatura.settings", "web").use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(shortest))
    page = deepcopy(page)
    for element in page.iter():
        # Hidden from screen readers is shown to everybody else; trafilatura would drop it unsaid.
        element.attrib.pop("aria-hidden", None)
    document = trafilatura.bare_extraction(page, include_comments=False, config=config)
    return (document.text or "") if document is not None else ""


def _invisible(page: Any) -> tuple[Rejection, ...]:
    """Invisible characters of the page's words: the extraction drops most of them, and drops them silently."""
    body = page.find("body")
    found = find_hidden(" ".join((page if body is None else body).itertext())) if page is not None else []
    whys = dict.fromkeys(one.why for one in found)
    return tuple(Rejection(reason=f"hidden characters in the page: {why}", text="") for why in list(whys)[:20])


def _refuse_monstrous(page: Any) -> None:
    """Level by level, not by recursion: it is about pages on which recursion would fail."""
    depth, elements, level = 0, 0, [page]
    while level:
        depth, elements = depth + 1, elements + len(level)
        if depth > _DEEPEST:
            raise UnreadableArticle("nested too deeply")
        if elements > _MOST_ELEMENTS:
            raise UnreadableArticle(f"more than {_MOST_ELEMENTS:,} elements: larger than any page")
        level = [child for element in level for child in element if isinstance(child.tag, str)]


def with_position(record: Record, position: int | None) -> Record:
    """The record at its place in a file of several."""
    return replace(record, position=position)
