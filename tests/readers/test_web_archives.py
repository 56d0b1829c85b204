"""WARC files → articles: pages that were served whole."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimx.errors import NoArticles, UnreadableArticle
from claimx.readers import load_articles

pytest.importorskip("warcio")
Put = Callable[..., Path]

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>The crane fell at noon while two ships were being unloaded, the port authority said in a statement.</p>
<p>Nobody was hurt, it said, but the berth will stay closed until the summer of next year at least.</p></article></body></html>"""


def record(address: str, body: bytes, kind: str, status: str, *more: str) -> bytes:
    """A response record as ISO 28500 has it."""
    http = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *more, "", ""]
    block = "\r\n".join(http).encode() + body
    head = ["WARC/1.0", "WARC-Type: response", f"WARC-Target-URI: {address}", "WARC-Date: 2024-03-14T17:02:00Z"]
    head += ["WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789abc>"]
    head += ["Content-Type: application/http; msgtype=response", f"Content-Length: {len(block)}", "", ""]
    return "\r\n".join(head).encode() + block + b"\r\n\r\n"


def warc(*pages: tuple[Any, ...], compressed: bool = True) -> bytes:
    """Pages as (address, body, content type, status, further headers)."""
    records = [record(*one) for one in pages]
    return b"".join(gzip.compress(one) if compressed else one for one in records)


def page(title: str, *, kind: str = "text/html; charset=utf-8", status: str = "200 OK") -> tuple[str, bytes, str, str]:
    encoding = kind.partition("charset=")[2] or "utf-8"
    return f"https://post.example/{title}", PAGE.format(title=title).encode(encoding), kind, status


@pytest.mark.parametrize(("name", "compressed"), [("saved.warc.gz", True), ("saved.warc", False)])
def test_each_page_is_an_article_with_its_address(put: Put, name: str, compressed: bool) -> None:
    reading = load_articles(put(name, warc(page("one"), page("two"), compressed=compressed)))
    assert [(article.headline, article.url) for article in reading] == [
        ("one", "https://post.example/one"),
        ("two", "https://post.example/two"),
    ]
    assert reading[0].text.startswith("one\nThe crane fell at noon")


def test_pictures_redirects_and_missing_pages_are_passed_over(put: Put) -> None:
    content = warc(
        ("https://post.example/x.png", b"\x89PNG", "image/png", "200 OK"),
        page("gone", status="404 Not Found"),
        page("one"),
    )
    reading = load_articles(put("saved.warc.gz", content))
    assert [article.headline for article in reading] == ["one"]
    assert reading.failures == ()


def test_the_charset_that_the_server_named_counts(put: Put) -> None:
    content = warc(page("pont dété à côté", kind="text/html; charset=iso-8859-1"))
    assert load_articles(put("saved.warc.gz", content))[0].headline == "pont dété à côté"


def test_an_address_is_only_an_address(put: Put) -> None:
    _, body, kind, status = page("one")
    content = warc(("https://post.example/../../CON", body, kind, status))
    article = load_articles(put("saved.warc.gz", content))[0]
    assert (article.id, article.url, article.path) == ("saved-1", "https://post.example/../../CON", "saved.warc.gz")


def test_a_page_without_an_address_is_told(put: Put) -> None:
    content = warc(page("one")) + gzip.compress(record(*page("two")).replace(b"WARC-Target-URI", b"X-Other"))
    reading = load_articles(put("saved.warc.gz", content))
    assert [article.headline for article in reading] == ["one"]
    assert [failure.reason for failure in reading.failures] == ["malformed archive: a response without an address"]


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("missing", [200, 20])
def test_an_archive_that_breaks_off_gives_the_pages_before_the_break(put: Put, compressed: bool, missing: int) -> None:
    content = warc(page("one"), page("two"), compressed=compressed)[:-missing]
    reading = load_articles(put("saved.warc.gz" if compressed else "saved.warc", content))
    assert [article.headline for article in reading] == ["one"]
    assert len(reading.failures) == 1
    assert "breaks off" in reading.failures[0].reason or "malformed" in reading.failures[0].reason


def test_a_page_that_unpacks_without_end_is_refused_and_the_others_go_on(put: Put) -> None:
    _, _, kind, status = page("one")
    content = warc(page("one"), ("https://post.example/bomb", b" " * 60_000_000, kind, status), page("two"))
    assert len(content) < 200_000
    reading = load_articles(put("saved.warc.gz", content))
    assert [article.headline for article in reading] == ["one", "two"]
    assert "larger than any page" in reading.failures[0].reason


def test_a_body_compressed_again_is_no_bomb_either(put: Put) -> None:
    body = gzip.compress(b"<p>" + b" " * 60_000_000)
    content = warc(("https://x.example", body, "text/html", "200 OK", "Content-Encoding: gzip"))
    with pytest.raises(UnreadableArticle, match="larger than any page"):
        load_articles(put("saved.warc.gz", content))


@pytest.mark.parametrize(
    "content",
    [b"", b"WARC/1.0\r\n", b"no archive at all\r\n" * 50, b"\x1f\x8b\x08garbage", gzip.compress(b"x" * 100)],
    ids=["empty", "headless", "text", "broken-gzip", "other-gzip"],
)
def test_what_is_no_archive_is_refused(put: Put, content: bytes) -> None:
    with pytest.raises((UnreadableArticle, NoArticles)):
        load_articles(put("saved.warc", content))
