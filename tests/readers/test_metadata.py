"""story.toml: what the user says of the articles counts, and every slip in it fails the load."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from claimx.errors import InvalidMetadata
from claimx.readers import load_articles

Put = Callable[..., Path]

STORY = """
title = "A story"
note = "Invented."
[[articles]]
file = "a.txt"
publisher = "Harbor Wire"
headline = "Headline"
url = "https://harbor-wire.example"
published_at = 2022-03-14T14:04:00-04:00
language = "en"
"""


@pytest.mark.parametrize("given", ["story", "story/a.txt"])
def test_it_labels_the_articles_of_its_folder(put: Put, given: str) -> None:
    put("story/a.txt", "Text.")
    put("story/story.toml", STORY)
    article = load_articles(given)[0]
    assert article.publisher == "Harbor Wire"
    assert article.headline == "Headline"
    assert article.url == "https://harbor-wire.example"
    assert article.language == "en"
    assert article.published_at == datetime(2022, 3, 14, 14, 4, tzinfo=timezone(timedelta(hours=-4)))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2022-03-14T14:04:00", datetime(2022, 3, 14, 14, 4, tzinfo=UTC)),
        ("2022-03-14", datetime(2022, 3, 14, tzinfo=UTC)),
        ('"2022-03-14T14:04:00Z"', datetime(2022, 3, 14, 14, 4, tzinfo=UTC)),
        ('""', None),
    ],
)
def test_a_moment_without_an_offset_is_utc(put: Put, written: str, read: datetime | None) -> None:
    put("a.txt", "Text.")
    put("story.toml", f'[[articles]]\nfile = "a.txt"\npublished_at = {written}\n')
    assert load_articles("a.txt")[0].published_at == read


def test_it_reaches_into_the_folders_below(put: Put) -> None:
    put("story/deep/a.txt", "Text.")
    put("story/story.toml", '[[articles]]\nfile = "deep/a.txt"\npublisher = "Above"\n')
    assert load_articles("story")[0].publisher == "Above"


def test_the_nearest_one_counts(put: Put) -> None:
    put("story/deep/a.txt", "Text.")
    put("story/story.toml", '[[articles]]\nfile = "deep/a.txt"\npublisher = "Above"\n')
    put("story/deep/story.toml", '[[articles]]\nfile = "a.txt"\npublisher = "Beside"\n')
    assert load_articles("story")[0].publisher == "Beside"


def test_what_a_json_object_says_of_itself_goes_before_it(put: Put) -> None:
    put("a.json", {"text": "Text.", "publisher": "Own"})
    put("story.toml", '[[articles]]\nfile = "a.json"\npublisher = "Other"\nlanguage = "en"\n')
    article = load_articles("a.json")[0]
    assert (article.publisher, article.language) == ("Own", "en")


@pytest.mark.parametrize(
    ("story", "told"),
    [
        ("title = ", "malformed TOML"),
        (b'title = "caf\xe9"', "malformed TOML"),
        ("a = " + "[" * 20_000, "malformed TOML: nested too deeply"),
        ("n = " + "9" * 5_000, "malformed TOML"),
        ('titel = "x"', r"unknown key 'titel' \(did you mean title\?\)"),
        (
            '[[articles]]\nfile = "a.txt"\npublsher = "x"',
            r"\[\[articles\]\] 1: unknown key 'publsher' \(did you mean publisher\?\)",
        ),
        ('[[articles]]\nfile = "b.txt"', r"no such file: b\.txt \(did you mean a\.txt\?\)"),
        ('[[articles]]\npublisher = "x"', "no file is named"),
        ('[[articles]]\nfile = "../a.txt"', "must lie in the story's folder"),
        ('[[articles]]\nfile = "/etc/passwd"', "must lie in the story's folder"),
        ('[[articles]]\nfile = "a.txt"\n[[articles]]\nfile = "./a.txt"', "stands here twice"),
        ('articles = "a.txt"', "articles must be tables"),
        ("articles = [1]", "articles must be tables"),
        ('[[articles]]\nfile = "a.txt"\npublisher = 5', "publisher must be text, not int"),
        ('[[articles]]\nfile = "a.txt"\npublished_at = 14:04:00', "published_at must be a date"),
    ],
)
def test_every_slip_fails_the_load(put: Put, story: str | bytes, told: str) -> None:
    put("story/a.txt", "Text.")
    put("story/story.toml", story)
    with pytest.raises(InvalidMetadata, match=told) as caught:
        load_articles("story")
    assert "story/story.toml" in str(caught.value)


def test_an_entry_without_its_file_fails_even_where_there_is_no_article(put: Put) -> None:
    put("story/story.toml", '[[articles]]\nfile = "gone.txt"')
    with pytest.raises(InvalidMetadata, match="no such file"):
        load_articles("story")
