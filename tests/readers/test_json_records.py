"""JSON: four shapes, two spellings, and every way a record can be none."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest

from claimx.errors import NoArticles, UnreadableArticle
from claimx.readers import load_articles

Put = Callable[..., Path]
A, B = {"text": "First."}, {"text": "Second."}


def _ids(path: Path) -> list[str]:
    return [article.id for article in load_articles(path)]


def test_one_object_is_named_by_its_file(put: Put) -> None:
    assert _ids(put("dump.json", A)) == ["dump"]


@pytest.mark.parametrize("content", [[A, B], {"articles": [A, B]}])
def test_several_objects_are_numbered(put: Put, content: object) -> None:
    assert _ids(put("dump.json", content)) == ["dump-1", "dump-2"]


def test_lines_are_numbered_as_an_editor_numbers_them(put: Put) -> None:
    assert _ids(put("dump.jsonl", f"{json.dumps(A)}\r\n\n{json.dumps(B)}\n")) == ["dump-1", "dump-3"]


def test_a_line_separator_inside_a_string_ends_no_line(put: Put) -> None:
    assert load_articles(put("dump.jsonl", '{"text": "one\u2028two"}'))[0].text == "one\u2028two"


def test_an_own_id_goes_before_the_number(put: Put) -> None:
    assert _ids(put("dump.json", [A | {"id": "x"}, B | {"id": 17}])) == ["17", "x"]


def test_a_byte_order_mark_before_json_is_no_part_of_it(put: Put) -> None:
    assert load_articles(put("dump.json", b'\xef\xbb\xbf{"text": "First."}'))[0].text == "First."


def test_the_digest_is_of_the_text(put: Put) -> None:
    assert load_articles(put("dump.json", {"text": "Größe"}))[0].sha256 == sha256("Größe".encode()).hexdigest()


def test_all_fields_are_read(put: Put) -> None:
    fields = {"publisher": "Wire", "headline": "H", "url": "https://x.example", "language": "en"}
    article = load_articles(put("dump.json", A | fields | {"published_at": "2022-03-14T14:04:00-04:00"}))[0]
    assert article.model_dump(include=set(fields)) == fields
    assert article.published_at == datetime(2022, 3, 14, 14, 4, tzinfo=timezone(timedelta(hours=-4)))


def test_a_schema_org_article_is_read(put: Put) -> None:
    item = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "articleBody": "Body.",
        "datePublished": "2022-03-14",
        "inLanguage": "de",
        "publisher": {"@type": "Organization", "name": "Wire"},
    }
    article = load_articles(put("dump.json", item))[0]
    assert (article.text, article.publisher, article.language) == ("Body.", "Wire", "de")
    assert article.published_at == datetime(2022, 3, 14, tzinfo=UTC)


def test_a_bad_record_among_good_ones_fails_by_itself(put: Put) -> None:
    reading = load_articles(put("dump.jsonl", '{"text": "First."}\n{"text": \n{"text": "Third."}\n'))
    assert [article.id for article in reading] == ["dump-1", "dump-3"]
    assert [(f.article, f.retryable) for f in reading.failures] == [("dump.jsonl#2", False)]
    assert "malformed JSON: line 2, column" in reading.failures[0].reason


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"text": "x"', "malformed JSON: line 1, column 13"),
        ('{\n"text" "x"}', "malformed JSON: line 2, column 8"),
        ("[" * 100_000, "malformed JSON: nested too deeply"),
        ('{"text": "x", "n": ' + "9" * 5_000 + "}", "malformed JSON: Exceeds the limit"),
        ('{"text": "x", "n": NaN}', "malformed JSON: NaN is no JSON"),
        (r'{"text": "half \ud83d"}', "text holds a lone surrogate at character 5"),
        (r'{"text": "x", "publisher": "\udc00"}', "publisher holds a lone surrogate"),
        (r'{"text": "x\u0000y"}', "binary: NUL at character 1"),
        ('{"text": "  "}', "empty"),
        ('{"headline": "x"}', 'no "text"'),
        ('{"text": 5}', "text must be text, not int"),
        ('{"text": "x", "publisher": 5}', "publisher must be text, not int"),
        ('{"text": "x", "id": true}', "id must be text, not bool"),
        ('{"text": "x", "published_at": "Monday"}', "published_at is no ISO 8601 date: 'Monday'"),
        ('{"text": "x", "published_at": 1647266640}', "published_at must be a date"),
        ('"x"', "must be a JSON object, not str"),
        ("[]", "no article in it"),
        ("", "malformed JSON"),
        (b'{"text": "caf\xe9"}', "byte 0xe9 at byte offset 13"),
    ],
)
def test_a_file_that_holds_no_article_is_refused_by_name(put: Put, content: str | bytes, told: str) -> None:
    with pytest.raises(UnreadableArticle, match=told):
        load_articles(put("dump.json", content))


def test_a_line_nested_too_deeply_is_named(put: Put) -> None:
    reading = load_articles(put("dump.jsonl", '{"text": "x"}\n' + "[" * 100_000))
    assert reading.failures[0].reason == "malformed JSON: line 2: nested too deeply"


def test_no_line_at_all_is_no_article(put: Put) -> None:
    with pytest.raises(UnreadableArticle, match="no article in it"):
        load_articles(put("dump.jsonl", "\n\n"))


def test_a_list_of_bad_records_tells_all_reasons(put: Put) -> None:
    with pytest.raises(NoArticles, match=r"none of 2 inputs.*dump\.json#1: no \"text\".*dump\.json#2: empty"):
        load_articles(put("dump.json", [{}, {"text": ""}]))
