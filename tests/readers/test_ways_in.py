"""Patterns, standard input and the fields of other people's JSON."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from claimx.errors import InputError, PathNotFound, UnreadableArticle
from claimx.readers import load_articles

Put = Callable[..., Path]


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    def _pipe(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    return _pipe


def test_a_pattern_means_the_files_it_fits(put: Put) -> None:
    for name in ("s/a.txt", "s/deep/b.txt", "s/deep/c.md"):
        put(name, name)
    assert [article.id for article in load_articles("s/**/*.txt")] == ["a", "b"]


@pytest.mark.parametrize("folder", ["Crane fell_files", "Crane fell-Dateien", "Crane fell_fichiers"])
def test_what_a_browser_saved_beside_a_page_is_passed_over(put: Put, folder: str) -> None:
    put("s/Crane fell.html", "<html><body><h1>Crane</h1><p>The crane fell at noon.</p></body></html>")
    put(f"s/{folder}/advert.html", "<html><body><p>Buy this crane now.</p></body></html>")
    put(f"s/{folder}/style.css", "p {}")
    put("s/Ship_files/a.txt", "No page is beside this folder.")
    reading = load_articles("s")
    assert ([article.id for article in reading], reading.failures) == (["Crane fell", "a"], ())


def test_a_pattern_that_fits_nothing_is_told(put: Put) -> None:
    with pytest.raises(PathNotFound, match=r"no such file or folder: s/\*\.txt"):
        load_articles("s/*.txt")


def test_a_file_named_like_a_pattern_is_that_file(put: Put) -> None:
    put("a[1].txt", "This one.")
    put("a1.txt", "Not this one.")
    assert [article.text for article in load_articles("a[1].txt")] == ["This one."]


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (b"He said so.", ["He said so."]),
        (b'{"text": "He said so."}', ["He said so."]),
        (b'[{"text": "One."}, {"text": "Two."}]', ["One.", "Two."]),
        (b'{"text": "One."}\n{"text": "Two."}\n', ["One.", "Two."]),
        (b'{\n "text": "One."\n}\n', ["One."]),
        (
            b"\xef\xbb\xbf<!DOCTYPE html><body><h1>Cracks</h1><p>He said so, and she said no.</p>",
            ["Cracks\nHe said so, and she said no."],
        ),
        (
            b'<?xml version="1.0"?><rss version="2.0"><channel><item><title>Cracks</title><description>So.</description></item></channel></rss>',
            ["Cracks\nSo."],
        ),
    ],
    ids=["text", "object", "list", "lines", "pretty", "page", "feed"],
)
def test_standard_input_is_read_as_what_it_is(pipe: Callable[[bytes], None], content: bytes, texts: list[str]) -> None:
    pipe(content)
    reading = load_articles("-")
    assert [article.text for article in reading] == texts
    assert [article.path for article in reading] == [None] * len(texts)


def test_an_article_from_standard_input_is_called_after_it_and_stands_beside_files(
    put: Put, pipe: Callable[[bytes], None]
) -> None:
    pipe(b"From the pipe.")
    assert [article.id for article in load_articles(["-", put("a.txt", "A.")])] == ["a", "stdin"]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"[" * 100_000, b"{" * 100_000, b"<html>" + b"<div>" * 100_000]
)
def test_bad_standard_input_is_a_named_failure_and_the_files_go_on(
    put: Put, pipe: Callable[[bytes], None], content: bytes
) -> None:
    pipe(content)
    with pytest.raises(UnreadableArticle, match="-: "):
        load_articles("-")
    pipe(content)
    reading = load_articles(["-", put("a.txt", "A.")])
    assert ([article.id for article in reading], [failure.article for failure in reading.failures]) == (["a"], ["-"])


def test_fields_stand_where_the_mapping_says(put: Put) -> None:
    record = {
        "_id": 7,
        "body": {"content": ["He said so."]},
        "meta.site": "Post",
        "title": "Cracks",
        "text": "not this",
    }
    fields = {"text": "body.content.0", "publisher": "meta.site", "headline": "title", "id": "_id"}
    article = load_articles(
        put("dump.json", {"hits": {"items": [record]}}), fields={**fields, "articles": "hits.items"}
    )[0]
    assert (article.id, article.text, article.publisher, article.headline) == ("7", "He said so.", "Post", "Cracks")


def test_a_mapping_holds_for_each_line(put: Put) -> None:
    lines = b'{"body": "One."}\n{"body": "Two."}\n{"text": "no body"}\n'
    reading = load_articles(put("dump.jsonl", lines), fields={"text": "body"})
    assert [article.text for article in reading] == ["One.", "Two."]
    assert reading.failures[0].reason.startswith('no "text" in it')


def test_a_field_that_articles_do_not_have_is_told(put: Put) -> None:
    with pytest.raises(InputError, match=r"no field 'txt' \(did you mean text\?\)"):
        load_articles(put("a.json", {"text": "A."}), fields={"txt": "text"})


@pytest.mark.parametrize("name", ["../../x", "CON", "/etc/passwd", "a\u202eb", "NUL.txt"])
def test_an_id_of_a_record_is_only_an_id(put: Put, name: str) -> None:
    article = load_articles(put("a.json", {"id": name, "text": "He said so."}))[0]
    assert (article.id, article.path) == (name, "a.json")
