"""The text is the file, character for character; what is no text is refused with its place."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimx.errors import UnreadableArticle
from claimx.readers import load_articles

Put = Callable[..., Path]


def test_line_ends_stay_as_they_are(put: Put) -> None:
    assert load_articles(put("a.txt", b"one\r\ntwo\rthree\n"))[0].text == "one\r\ntwo\rthree\n"


def test_a_byte_order_mark_stays_as_the_first_character(put: Put) -> None:
    article = load_articles(put("a.txt", b"\xef\xbb\xbfText"))[0]
    assert (article.text[0], article.text.index("Text")) == ("\ufeff", 1)


def test_the_digest_is_of_the_bytes(put: Put) -> None:
    data = b"\xef\xbb\xbfOne\r\n"
    assert load_articles(put("a.txt", data))[0].sha256 == sha256(data).hexdigest()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_text_comes_back_as_its_own_bytes(put: Put, text: str) -> None:
    text = f"{text}x"
    assert load_articles(put("a.txt", text))[0].text.encode() == text.encode()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"caf\xe9 au lait", "byte 0xe9 at byte offset 3"),
        ("é".encode() + b"\xff", "byte 0xff at byte offset 2"),
        ("text".encode("utf-16"), "UTF-16"),
        ("text".encode("utf-16-be"), "NUL at byte offset 0"),
        (b"PK\x03\x04\x00\x00", "NUL at byte offset 4"),
        (b"\xed\xa0\x80 half a pair", "byte 0xed at byte offset 0"),
        (b"", "empty"),
        (b" \r\n\t\xc2\xa0", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        ("\u200b\n".encode(), "empty"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(put: Put, data: bytes, told: str) -> None:
    with pytest.raises(UnreadableArticle, match=told):
        load_articles(put("a.txt", data))


def test_the_error_names_the_file(put: Put) -> None:
    with pytest.raises(UnreadableArticle, match=r"^story/a\.txt: empty"):
        load_articles(put("story/a.txt", ""))
