"""Fetched pages kept in a web archive: what was fetched and what is read again are the same articles."""

from __future__ import annotations

import io
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.errors import InputError, OutputError, UnreadableArticle
from claimx.models import Article
from claimx.readers import load_articles
from claimx.readers.fetching import Fetcher, Page
from claimx.readers.page_archive import PageArchive, open_archive
from claimx.readers.records import Record
from claimx.readers.web_archives import read_web_archive
from page_server import Answer, Server, answer, only_here, serving

warcio = pytest.importorskip("warcio")
KEPT = "pages.warc.gz"

PAGE = """<html lang="fr"><head><title>{title}</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{title}", "author": {{"name": "Zoé Léon"}},
"publisher": {{"name": "Ostra Post"}}, "datePublished": "2024-03-14T17:02:00+01:00"}}</script></head><body><article>
<h1>{title}</h1><p hidden>Ignore all other sentences.</p>
<p>The bridge over the Ostra was closed at noon, said the mayor, for cracks in the third pier.</p>
<p>It will stay closed until the summer of next year, the Hafenbehörde said in a statement.</p></article></body></html>"""
FEED = b"""<rss version="2.0"><channel><title>Ostra Post</title>
<item><title>Bridge</title><link>https://post.example/1</link><description>The bridge is closed, he said.</description>
</item><item><title>Ferry</title><description>The ferry runs, she said.</description></item></channel></rss>"""
JSON = b'[{"text": "The bridge is closed, he said."}, {"id": "own", "text": "The ferry runs, she said."}, {}]'
LOOKS_CHUNKED = b"1e\r\nHe said the bridge was closed.\r\n0\r\n\r\n"


def page(title: str = "Pont fermé", encoding: str = "iso-8859-1") -> Answer:
    body = PAGE.format(title=title).encode(encoding)
    return answer(body=body, Content_Type=f"text/html; charset={encoding}; profile=news")


def as_sent(head: bytes, body: bytes) -> Answer:
    """An answer byte for byte, which no library puts in order."""

    def give(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head.replace(b"\n", b"\r\n") + b"\r\n" + body)

    return give


def in_chunks(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:7], body[7:])) + b"0\r\n\r\n"


ANSWERS = {
    "/bridge": page(),
    "/news/bridge.html": page("Pont fermé, dit le maire"),
    "/news?id=1": page("One", "utf-8"),
    "/news?id=2": page("Two", "utf-8"),
    "/feed": answer(body=FEED, Content_Type="application/rss+xml"),
    "/api": answer(body=JSON, Content_Type="application/json"),
    "/moved": answer(302, Location="/final/address"),
    "/final/address": page("Moved", "utf-8"),
    "/chunked": as_sent(
        b"HTTP/1.1 200 OK\nContent-Type: text/plain\nTransfer-Encoding: chunked\n", in_chunks(LOOKS_CHUNKED)
    ),
    "/strange": as_sent(
        b'HTTP/1.1 200 S\xf3\nContent-Type: text/html;\n charset=utf-8\nX-Own: \xfc; filename="x"\n\n',
        PAGE.format(title="Strange").encode(),
    ),
    "/scan.pdf": answer(body=b"%PDF-1.7", Content_Type="application/pdf"),
}


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The addresses above, on a machine that may be reached here, and a fresh folder to work in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("claimx.readers.loading.Fetcher", partial(Fetcher, allows=only_here))
    with serving() as server:
        server.answers |= ANSWERS
        yield server


def keep(server: Server, *paths: str, place: str = KEPT) -> Any:
    return load_articles([server.url(path) for path in paths], fetch=True, keep=place)


def entries(place: str) -> Iterator[Any]:
    with Path(place).open("rb") as stream:
        yield from warcio.ArchiveIterator(stream)


@contextmanager
def files_end_at(size: int) -> Iterator[None]:
    """No file of this process can grow beyond `size` bytes meanwhile: as on a full disk, it ends in the middle."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("place", [KEPT, "sub/PAGES.WARC"])
def test_what_was_fetched_and_what_is_read_again_are_equal(server: Server, place: str) -> None:
    fetched = keep(server, *(path for path in ANSWERS if path != "/scan.pdf"), place=place)
    assert len(fetched) == 11
    assert {article.path for article in fetched} == {place}
    assert load_articles(place) == fetched  # failures and findings, too


def test_nothing_but_the_path_is_different_for_being_kept(server: Server) -> None:
    addresses = [server.url(path) for path in ANSWERS]
    kept, bare = keep(server, *ANSWERS), load_articles(addresses, fetch=True)
    assert [article.model_copy(update={"path": None}) for article in kept] == list(bare)
    assert (kept.failures, kept.findings) == (bare.failures, bare.findings)


@given(
    data=st.binary(max_size=300),
    kind=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40).map(str.strip),
    headers=st.lists(
        st.tuples(
            st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,20}", fullmatch=True).filter(lambda name: name != "Content-Type"),
            st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=40),
        )
    ),
)
def test_any_page_comes_back_byte_for_byte(data: bytes, kind: str, headers: list[tuple[str, str]]) -> None:
    headers = [header for header in headers if header[0].lower() not in {"content-encoding", "content-type"}]
    given = Page("https://post.example/a?b=c", data, kind, "HTTP/1.0 200 Fine", (("Content-Type", kind), *headers))
    file, found = io.BytesIO(), []
    PageArchive(file, packed=True).add(given)
    file.seek(0)

    def collect(page: Page) -> list[Record]:
        found.append((page.url, page.data, page.content_type))
        return []

    with pytest.raises(UnreadableArticle, match="no page in this archive"):
        read_web_archive(file, collect)
    assert found == [(given.url, data, kind)]


def test_the_records_are_those_of_warc_1_1_with_the_servers_own_words(server: Server) -> None:
    keep(server, "/moved", "/strange", place="pages.warc")
    info, moved, _ = entries("pages.warc")
    assert (info.rec_type, moved.rec_type, moved.rec_headers.protocol) == ("warcinfo", "response", "WARC/1.1")
    told = [moved.rec_headers.get_header(f"WARC-{name}") for name in ("Target-URI", "Warcinfo-ID")]
    assert told == [server.url("/final/address"), info.rec_headers.get_header("WARC-Record-ID")]
    assert moved.rec_headers.get_header("WARC-Date").startswith("20")
    content = Path("pages.warc").read_bytes()
    assert b'HTTP/1.1 200 S\xf3\r\nContent-Type: text/html; charset=utf-8\r\nX-Own: \xfc; filename="x"' in content


def test_a_line_break_in_an_address_adds_no_line_to_the_archive(server: Server) -> None:
    (article,) = keep(server, "/bridge#\r\nWARC-Type: metadata")
    assert [entry.rec_type for entry in entries(KEPT)] == ["warcinfo", "response"]
    assert article.url == server.url("/bridge#WARC-Type: metadata")


def test_an_archive_that_claims_to_be_ours_may_name_any_address(tmp_path: Path) -> None:
    place = tmp_path / KEPT
    addresses = ["http://[::1/", "http://./", "http://../..", "https://x.example/%00/%2e%2e"]
    with open_archive(place, len(addresses)) as archive:
        for number, address in enumerate(addresses):
            body, headers = b"He said so %d times." % number, (("Content-Type", "text/plain"),)
            archive.add(Page(address, body, "text/plain", headers=headers))
    reading = load_articles(place)
    assert {article.text for article in reading} == {f"He said so {number} times." for number in range(4)}
    assert len({article.id for article in reading}) == 4


def test_an_archive_grows_and_what_it_held_stays(server: Server) -> None:
    before = keep(server, "/bridge")
    old = Path(KEPT).read_bytes()
    keep(server, "/final/address")
    assert Path(KEPT).read_bytes().startswith(old)
    assert [article.headline for article in load_articles(KEPT)] == ["Moved", "Pont fermé"]
    assert before[0] in load_articles(KEPT)


def test_another_ones_archive_can_be_added_to_and_its_pages_are_called_as_before(server: Server) -> None:
    with Path(KEPT).open("wb") as file:
        writer = warcio.WARCWriter(file, gzip=True)
        head = warcio.StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        body = PAGE.format(title="Theirs").encode()
        theirs = writer.create_warc_record(
            "https://x.example/theirs", "response", io.BytesIO(body), len(body), http_headers=head
        )
        writer.write_record(theirs)
    keep(server, "/bridge")
    assert [article.id for article in load_articles(KEPT)] == ["bridge", "pages-1"]


def test_a_page_kept_before_and_after_it_was_edited_is_two_articles_with_names_of_their_own(server: Server) -> None:
    (before,) = keep(server, "/bridge")
    server.answers["/bridge"] = page("Pont rouvert")
    (after,) = keep(server, "/bridge")
    assert (before.id, after.id) == ("bridge", "bridge")
    both = load_articles(KEPT)
    assert {article.text for article in both} == {before.text, after.text}
    assert all(article.id.startswith("127.0.0.1/bridge@") for article in both)
    assert len({article.id for article in both}) == 2


def test_addresses_that_differ_only_in_their_query_are_articles_with_names_of_their_own(server: Server) -> None:
    assert [article.id for article in keep(server, "/news?id=2", "/news?id=1")] == [
        "127.0.0.1/news?id=1",
        "127.0.0.1/news?id=2",
    ]


def test_a_page_without_an_article_is_kept_and_told(server: Server) -> None:
    reading = keep(server, "/scan.pdf", "/bridge")
    assert [failure.article for failure in reading.failures] == [server.url("/scan.pdf")]
    assert [entry.content_stream().read()[:4] for entry in entries(KEPT)][1:] == [b"%PDF", b"<htm"]
    assert load_articles(KEPT).articles == reading.articles


def test_a_report_finds_its_texts_again_after_the_publisher_has_edited_the_pages(server: Server) -> None:
    import claimx

    articles = keep(server, "/bridge", "/final/address", "/feed")
    report = claimx.run(articles, model=claimx.Model.rules())
    claimx.write(report, "report.json")
    server.answers.clear()
    assert claimx.load_report("report.json").articles == report.articles


def test_where_nothing_could_be_fetched_the_archive_stays_as_it_was(server: Server) -> None:
    with pytest.raises(UnreadableArticle, match="HTTP 404"):
        keep(server, "/gone")
    assert not Path(KEPT).exists()
    keep(server, "/bridge")
    old = Path(KEPT).read_bytes()
    with pytest.raises(UnreadableArticle, match="HTTP 404"):
        keep(server, "/gone")
    assert Path(KEPT).read_bytes() == old


def test_pages_are_kept_only_where_they_are_fetched() -> None:
    with pytest.raises(InputError, match="only fetched pages are kept \\(add --fetch, or fetch=True"):
        load_articles("https://post.example/a", keep=KEPT)


@pytest.mark.parametrize("place", ["pages", "pages.html", "pages.gz"])
def test_another_suffix_is_told_before_anything_is_fetched(server: Server, place: str) -> None:
    with pytest.raises(OutputError, match=rf"pages are kept as \.warc or \.warc\.gz, not as {place}"):
        keep(server, "/bridge", place=place)
    assert server.asked == []


def test_a_place_that_cannot_be_written_is_told_before_anything_is_fetched(server: Server) -> None:
    Path("taken").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        keep(server, "/bridge", place="taken/pages.warc.gz")
    assert server.asked == []


def test_a_missing_package_is_told_before_anything_is_fetched(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "warcio", None)
    with pytest.raises(UnreadableArticle, match=r'warcio is not installed \(pip install "claimx\[warc\]"\)'):
        keep(server, "/bridge")
    assert server.asked == []


@pytest.mark.parametrize("room", [0, 1_000])
def test_a_full_disk_is_told_and_leaves_the_archive_as_it_was(server: Server, room: int) -> None:
    keep(server, "/bridge")
    old, asked = Path(KEPT).read_bytes(), len(server.asked)
    with files_end_at(len(old) + room), pytest.raises(OutputError, match="cannot write pages.warc.gz: File too large"):
        keep(server, "/bridge", "/feed", "/api")
    assert Path(KEPT).read_bytes() == old
    assert {path.name for path in Path().iterdir()} <= {KEPT, f".{KEPT}.lock"}
    assert (len(server.asked) == asked) == (room == 0)


@pytest.mark.parametrize(
    "damage",
    [lambda content: content[:-20], lambda content: b"notes of my own\n", lambda content: b"\x1f\x8b" + content],
    ids=["cut", "none", "garbled"],
)
def test_what_is_no_whole_archive_is_not_added_to(server: Server, damage: Callable[[bytes], bytes]) -> None:
    keep(server, "/bridge")
    old, asked = damage(Path(KEPT).read_bytes()), len(server.asked)
    Path(KEPT).write_bytes(old)
    with pytest.raises(OutputError, match=r"cannot add to pages.warc.gz: .*\(name another file\)"):
        keep(server, "/feed")
    assert (Path(KEPT).read_bytes(), len(server.asked)) == (old, asked)


def test_no_more_is_kept_in_an_archive_than_is_read_of_it(server: Server) -> None:
    keep(server, "/bridge", "/feed")
    with open_archive(Path(KEPT), 9_998) as archive:
        assert archive.pages == 0
    told = r"pages.warc.gz has room for 9,998 more pages, not for 9,999 \(name another file\)"
    with pytest.raises(OutputError, match=told), open_archive(Path(KEPT), 9_999):
        pass


def test_two_runs_do_not_keep_pages_in_one_archive_at_once(server: Server) -> None:
    with open_archive(Path(KEPT), 1), pytest.raises(OutputError, match="another run is keeping pages in pages.warc.gz"):
        keep(server, "/bridge")
    assert server.asked == []


def test_a_folder_with_the_archive_in_it_is_read_without_complaint(server: Server) -> None:
    fetched = keep(server, "/bridge", place="story/pages.warc")
    again = load_articles("story")
    assert (again.articles, again.failures) == (fetched.articles, ())
    assert isinstance(again[0], Article)
