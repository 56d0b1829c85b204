"""Addresses → pages, from a real server on this machine."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from claimx.errors import InputError, UnreadableArticle
from claimx.readers import load_articles
from claimx.readers.fetching import AGENT, Fetcher, Page, is_public, to_path
from claimx.readers.formats import read_page
from claimx.readers.records import Record
from page_server import Answer, Server, answer, only_here, serving


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(100):
            handler.wfile.write(b"x")
            time.sleep(0.1)
    except OSError:
        pass  # the other side hung up, as it should


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


def _fetch(server: Server, path: str, *, seconds: float = 10) -> bytes:
    return Fetcher(seconds=seconds, allows=only_here).fetch(server.url(path)).data


def test_a_page_is_fetched_by_an_agent_with_a_name(server: Server) -> None:
    server.answers["/a?b=c"] = answer()
    page = Fetcher(allows=only_here).fetch(server.url("/a?b=c"))
    assert (page.data, page.charset, page.url) == (b"<p>Hello</p>", "utf-8", server.url("/a?b=c"))
    assert server.asked == [("/robots.txt", AGENT), ("/a?b=c", AGENT)]


def test_nothing_is_fetched_that_was_not_asked_for(server: Server) -> None:
    with pytest.raises(InputError, match=r"not fetched: .* \(ask for it: --fetch, or fetch=True in Python\)"):
        load_articles(server.url("/a"))
    assert server.asked == []


def test_this_machine_is_not_reached_even_when_asked_for(server: Server) -> None:
    with pytest.raises(UnreadableArticle, match=r"127\.0\.0\.1, which is no public address"):
        load_articles(server.url("/a"), fetch=True)
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    (
        "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 240.0.0.1 ::1 :: fe80::1 "
        "fd00::1 ff02::1 ::ffff:127.0.0.1 2002:7f00:1:: 64:ff9b::a00:1"
    ).split(),
)
def test_an_address_of_a_network_of_ones_own_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_a_redirect_is_followed_and_its_address_checked_too(server: Server) -> None:
    server.answers["/a"] = answer(302, Location="/b")
    server.answers["/b"] = answer()
    assert _fetch(server, "/a") == b"<p>Hello</p>"
    server.answers["/b"] = answer(301, Location=server.url("/c").replace("127.0.0.1", "127.0.0.2"))
    with pytest.raises(UnreadableArticle, match=r"127\.0\.0\.2, which is no public address"):
        _fetch(server, "/a")


def test_a_redirect_leads_to_no_file(server: Server) -> None:
    server.answers["/a"] = answer(302, Location="file:///etc/passwd")
    with pytest.raises(UnreadableArticle, match="no http address"):
        _fetch(server, "/a")


def test_redirects_end(server: Server) -> None:
    server.answers["/a"] = answer(302, Location="/a")
    with pytest.raises(UnreadableArticle, match="more than 5 redirects"):
        _fetch(server, "/a")


def test_what_robots_txt_forbids_is_not_fetched(server: Server) -> None:
    server.answers["/robots.txt"] = answer(body=b"User-agent: claimx\nDisallow: /private/\n", Content_Type="text/plain")
    server.answers["/private/a"] = server.answers["/open"] = answer()
    assert _fetch(server, "/open")
    with pytest.raises(UnreadableArticle, match=r"robots\.txt of 127\.0\.0\.1 forbids it"):
        _fetch(server, "/private/a")


def test_robots_txt_that_cannot_be_had_for_a_fault_of_the_server_forbids_all(server: Server) -> None:
    server.answers["/robots.txt"] = answer(503)
    server.answers["/a"] = answer()
    with pytest.raises(UnreadableArticle, match="forbids it"):
        _fetch(server, "/a")


def test_robots_txt_is_asked_once_a_host(server: Server) -> None:
    server.answers["/a"] = server.answers["/b"] = answer()
    fetcher = Fetcher(allows=only_here)
    fetcher.fetch(server.url("/a"))
    fetcher.fetch(server.url("/b"))
    assert [path for path, _ in server.asked] == ["/robots.txt", "/a", "/b"]


def test_a_server_that_drips_is_left_in_time(server: Server) -> None:
    server.answers["/a"] = drip
    begin = time.monotonic()
    with pytest.raises(UnreadableArticle, match=r"took longer than 0\.5 s"):
        _fetch(server, "/a", seconds=0.5)
    assert time.monotonic() - begin < 5


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (answer(404), "HTTP 404"),
        (answer(body=b"x" * 20_000_001), "larger than 20,000,000 bytes"),
        (answer(Content_Encoding="gzip"), "packed as 'gzip'"),
        (answer(Content_Length="100"), "IncompleteRead|incomplete|more expected"),
    ],
    ids=["missing", "large", "packed", "cut"],
)
def test_what_is_no_page_is_a_named_failure(server: Server, given: Answer, told: str) -> None:
    server.answers["/a"] = given
    with pytest.raises(UnreadableArticle, match=told):
        _fetch(server, "/a", seconds=20)


@pytest.mark.parametrize(
    "url",
    [
        "http://user:pw@127.0.0.1/",
        "http://",
        "http://127.0.0.1:99999/",
        "http://[::1/",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/\r\nX:1",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UnreadableArticle, match="not fetched"):
        Fetcher(allows=only_here).fetch(url)


@pytest.mark.parametrize(
    ("kind", "data", "text"),
    [
        ("text/html; charset=iso-8859-1", "<h1>Été</h1><p>He said so, and she said no.</p>".encode("cp1252"), "Été"),
        (
            "application/rss+xml",
            b"<rss version='2.0'><channel><item><title>A</title><description>B</description></item>",
            "A",
        ),
        ("application/json", b'{"text": "He said so."}', "He said so."),
        ("text/plain", b"He said so.", "He said so."),
    ],
    ids=["page", "feed", "json", "text"],
)
def test_what_was_fetched_is_read_as_the_server_calls_it(kind: str, data: bytes, text: str) -> None:
    record = read_page(Page("https://post.example/x", data, kind))[0]
    assert isinstance(record, Record)
    assert record.text.startswith(text)


@pytest.mark.parametrize("kind", ["", "application/pdf", "image/png"])
def test_what_is_no_article_is_not_read(kind: str) -> None:
    with pytest.raises(UnreadableArticle, match="not a format claimx reads"):
        read_page(Page("https://post.example/x", b"%PDF", kind))


def test_a_fetched_page_has_the_address_it_ended_at(server: Server) -> None:
    server.answers["/a"] = answer(302, Location="/b")
    server.answers["/b"] = answer(body=b"<html><body><h1>Cracks</h1><p>He said so, and she said no.</p></body></html>")
    record = read_page(Fetcher(allows=only_here).fetch(server.url("/a")))[0]
    assert isinstance(record, Record)
    assert record.details.url == server.url("/b")


def test_a_page_is_called_after_its_address() -> None:
    assert to_path("https://post.example/2024/../%2e%2e/CON.html?x=1").as_posix() == "post.example/2024/CON.html"
