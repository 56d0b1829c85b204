"""The line that names the authors, as each format gives it. It is told of the article, and no model is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from claimx.readers import load_articles

Put = Callable[..., Path]
PAGE = """<html><head><title>Crane fell</title><meta name="author" content="Jana Weiss"></head><body><article>
<h1>Crane fell</h1>{printed}<p>The crane fell at noon, the port authority said, and nobody was hurt by it.</p>
</article></body></html>"""
FEED = """<rss version="2.0"><channel><item><title>Crane fell</title>{author}
<description>The crane fell.</description></item></channel></rss>"""


@pytest.mark.parametrize(
    ("name", "content", "byline"),
    [
        ("a.html", PAGE.format(printed='<p class="byline">By Jana Weiss in Varn</p>'), "By Jana Weiss in Varn"),
        ("a.html", PAGE.format(printed=""), "Jana Weiss"),
        ("a.html", PAGE.format(printed="").replace("author", "x"), None),
        ("a.md", "---\nauthor: Jana Weiss\n---\nThe crane fell.", "Jana Weiss"),
        ("a.md", "---\nbyline: By Jana Weiss\nauthor:\n---\nThe crane fell.", "By Jana Weiss"),
        ("a.rss", FEED.format(author="<author>Jana Weiss</author>"), "Jana Weiss"),
        ("a.rss", FEED.format(author=""), None),
        ("a.json", {"text": "The crane fell.", "byline": "By Jana Weiss"}, "By Jana Weiss"),
        ("a.json", {"text": "The crane fell.", "author": {"name": "Jana Weiss"}}, "Jana Weiss"),
        ("a.json", {"text": "The crane fell.", "author": [{"name": "Jana Weiss"}, "Tom Ode"]}, "Jana Weiss, Tom Ode"),
        ("a.json", {"text": "The crane fell.", "author": "Jana Weiss", "byline": "By J.W."}, "By J.W."),
        ("a.json", {"text": "The crane fell.", "author": 7}, None),
        (
            "a.json",
            {"uri": "urn:x:1", "by": "Von Jana Weiss, opa", "body": [{"value": "Fiel."}]},
            "Von Jana Weiss, opa",
        ),
        ("a.txt", "By Jana Weiss\nThe crane fell.", None),
    ],
)
def test_the_byline_is_what_the_file_calls_so(put: Put, name: str, content: object, byline: str | None) -> None:
    assert load_articles(put(name, content))[0].byline == byline


def test_a_story_file_gives_the_byline_that_the_file_does_not(put: Put) -> None:
    put("s/a.txt", "The crane fell.")
    put("s/b.json", {"text": "The crane broke.", "author": "Tom Ode"})
    put(
        "s/story.toml",
        "".join(f'[[articles]]\nfile = "{name}"\nbyline = "Jana Weiss"\n' for name in ("a.txt", "b.json")),
    )
    assert [article.byline for article in load_articles("s")] == ["Jana Weiss", "Tom Ode"]


def test_a_mapping_says_where_it_stands(put: Put) -> None:
    record = {"text": "The crane fell.", "people": [{"called": "Jana Weiss"}]}
    assert load_articles(put("a.json", record), fields={"byline": "people.0.called"})[0].byline == "Jana Weiss"
