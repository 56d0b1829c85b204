"""As many different articles as a test wants, and endpoints that can tell them apart."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from claimx import Article
from faults.server import Body, FakeEndpoint, Reply, completion
from parrot import answer_like_a_parrot


def numbered_article(number: int) -> Article:
    """Two sentences; the number stands in both."""
    return Article(
        id=f"a{number:04}",
        text=f"Bridge {number} was closed.\nThe mayor said that bridge {number} was safe.\n",
        language="en",
    )


def articles(count: int) -> list[Article]:
    return [numbered_article(number) for number in range(1, count + 1)]


def files(folder: Path, count: int) -> Path:
    """The folder, with as many articles in it."""
    folder.mkdir(exist_ok=True)
    for article in articles(count):
        (folder / f"{article.id}.txt").write_text(article.text, encoding="utf-8")
    return folder


def number_in(body: Body) -> int:
    """Which article a request is about; 0 where it is about the story."""
    text = json.dumps(body["messages"][-1])
    found = re.search(r"[Bb]ridge (\d+)", text) if "ClaimsAnswer" in json.dumps(body["response_format"]) else None
    return int(found[1]) if found else 0


def endpoint(unless: Callable[[int], Reply | Body | None] = lambda number: None) -> FakeEndpoint:
    """A parrot, but for the articles whose number `unless` has another answer to."""

    def answer(body: Body) -> Any:
        other = unless(number_in(body))
        return completion(json.dumps(answer_like_a_parrot(body))) if other is None else other

    return FakeEndpoint(answer)
