"""docs/extraction.md shows what the code gives today, and promises no more."""

from __future__ import annotations

import asyncio
import json
import re
import runpy
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest

from claimx import Article, Extraction, Usage, aextract
from claimx.llm import Answer, Message
from test_docs import DOCS, ROOT, blocks, spans_in

PAGE = DOCS / "extraction.md"
STORIES = ROOT / "fixtures" / "stories"
ARTICLES = {"unread": STORIES / "ferry-fire" / "norvia-public-radio.txt"}
LANTERN = STORIES / "aid-request" / "pacific-lantern.txt"

pytestmark = pytest.mark.checkout


@cache
def script() -> dict[str, Any]:
    return runpy.run_path(str(DOCS / "make_extraction.py"))


@cache
def excerpts() -> dict[str, str]:
    return dict(script()["excerpts"]())


@cache
def shown() -> dict[str, Any]:
    """The JSON on the page, by the name of its place."""
    places = re.findall(r"<!-- (\w+) -->\n```json\n(.*?)\n```\n", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return {name: json.loads(block) for name, block in places}


def test_every_excerpt_is_what_the_code_gives_today() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert script()["filled_in"](text) == text, "python docs/make_extraction.py"


def test_every_excerpt_has_one_place() -> None:
    places = re.findall(r"^<!-- (\w+) -->$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(places) == sorted(excerpts())


def test_no_box_on_the_page_is_written_by_hand() -> None:
    boxes = [box for language in ("json", "text") for box in blocks(PAGE, language)]
    made = [block.split("\n", 1)[1].removesuffix("```") for block in excerpts().values()]
    assert sorted(boxes) == sorted(made)


@pytest.mark.parametrize("name", sorted(shown()))
def test_every_span_on_the_page_stands_in_its_article(name: str) -> None:
    text = ARTICLES.get(name, LANTERN).read_bytes().decode("utf-8")
    spans = [span for span in spans_in(shown()[name]) if "start" in span]
    assert all(text[span["start"] : span["end"]] == span["exact"] for span in spans)


def test_the_snippet_gives_the_extraction_that_the_page_walks_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Extraction] = {}
    exec(compile(blocks(PAGE, "python")[0], str(PAGE), "exec"), names)
    extraction = names["extraction"]
    rest = shown()["rest"]
    assert {name: rest[name] for name in ("claims", "rejected", "unread", "furniture")} == {
        "claims": len(extraction.claims),
        "rejected": 0,
        "unread": 0,
        "furniture": len(extraction.furniture),
    }
    assert rest["usage"]["calls"] == 1
    assert extraction.provenance.model is None
    assert not extraction.provenance.replayed


def test_the_words_around_the_excerpts_fit_them() -> None:
    page = shown()
    assert "\n" in page["stored"]["exact"]
    assert [mention["sentence"] for mention in page["wire"]["claims"][0]["mentions"]] == [6, 15, 16]
    assert [stance["label"] for stance in page["claim"]["stances"]] == ["comment", "deny", "deny"]
    assert "holder" not in page["claim"]["stances"][0]
    assert "types of\u00a0weapons" in page["claim"]["evidence"][0]["exact"]
    assert "types of weapons" in page["wire"]["claims"][0]["mentions"][0]["quote"]
    found = [one["found"] and one["found"]["alignment"] for one in page["grounding"]]
    assert found == ["exact", "normalized", "fuzzy", None, None, None]
    assert [(one["holder"], one["label"]) for one in page["denial"]["stances"]] == [
        ("Russia", "deny"),
        ("China", "deny"),
    ]
    assert [one["label"] for one in page["decline"]["stances"]] == ["comment"]
    assert page["chain"]["stances"][0]["via"] == ["The Washington Post"]
    assert (page["hedge"]["stances"][0]["label"], page["hedge"]["stances"][0]["certainty"]) == ("support", "possible")
    assert "value" not in page["figure"]["quantities"][0]
    assert page["figure"]["time"]["text"] == "By Monday"
    assert "start" not in page["figure"]["time"]
    assert page["time"]["time"]["start"][:7] == "2021-11"
    assert len(page["unread"]) == 2
    assert len(page["rejected"]["rejected"]) == len(page["rejected"]["unread"]) == 1


class Silent:
    """Finds nothing, and is heard out."""

    def __init__(self) -> None:
        self.asked: list[Message] = []

    async def ask(self, messages: Sequence[Message], schema: type[Any]) -> Answer[Any]:
        self.asked = list(messages)
        return Answer(schema(sources=[], claims=[], furniture=[]), Usage(), "silent")


def test_only_lines_as_short_as_the_page_says_are_not_asked_about() -> None:
    lines = ("Two words.", "Five words without an end", "Three whole words.", "Six words, and yet no end")
    read = asyncio.run(aextract(Article(id="a", text="\n\n".join(lines), language="en"), model=Silent()))
    assert [span.exact for span in read.unread] == list(lines[2:])


def test_the_static_prompt_is_the_same_for_every_article() -> None:
    first, second = Silent(), Silent()
    asyncio.run(aextract(Article(id="a", text="Three whole words."), model=first))
    asyncio.run(aextract(Article(id="b", text="Another three words.", publisher="Ostra Post"), model=second))
    assert first.asked[0] == second.asked[0]
    assert first.asked[0]["role"] == "system"
    assert first.asked[1] != second.asked[1]
