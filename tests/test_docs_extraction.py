"""docs/extraction.md shows what the code gives today, and promises no more."""

from __future__ import annotations

import json
import re
import runpy
from functools import cache
from typing import Any

import pytest

from claimx import Article, Extraction, extract
from claimx.testing import FakeModel
from test_docs import DOCS, ROOT, blocks, spans_in

PAGE = DOCS / "extraction.md"
STORIES = ROOT / "fixtures" / "stories"
LANTERN = STORIES / "aid-request" / "pacific-lantern.txt"
LEDGER = STORIES / "aid-request" / "eastern-ledger.txt"
ARTICLES = {"unread": LEDGER}

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


def test_the_words_around_the_claim_fit_it() -> None:
    page = shown()
    mentions = page["wire"]["claims"][0]["mentions"]
    assert "\n" in page["stored"]["exact"]
    assert [mention["sentence"] for mention in mentions] == [7, 7, 16, 17]
    assert "types of weapons" in mentions[0]["quote"]
    assert "types of\u00a0weapons" in page["claim"]["evidence"][0]["exact"]
    stances = page["claim"]["stances"]
    assert [stance["label"] for stance in stances] == ["comment", "comment", "deny", "deny"]
    assert (mentions[0]["saying"], mentions[0]["hedge"]["words"]) == (None, "purportedly")
    assert ("holder" in stances[0], "holder" in stances[1], "hedge" in stances[1]) == (True, False, True)
    assert [stance["attribution"]["mode"] for stance in stances[2:]] == ["indirect", "direct"]
    assert [mention["hedge"] for mention in mentions[1:]] == [None, None, None]
    assert [stances[number]["certainty"] for number in (0, 2, 3)] == ["unspecified", "certain", "certain"]


def test_the_words_around_quotes_and_stances_fit_them() -> None:
    page = shown()
    found = [one["found"] and one["found"]["alignment"] for one in page["grounding"]]
    assert found == ["exact", "normalized", "fuzzy", "exact", None, None, None]
    assert [one["found"].get("ambiguous", False) for one in page["grounding"][:4]] == [False, False, False, True]
    assert [(one["holder"], one["label"]) for one in page["denial"]["stances"]] == [
        ("Russia", "deny"),
        ("China", "deny"),
        ("Zhao Lijian", "deny"),
    ]
    assert [one["label"] for claim in page["decline"] for one in claim["stances"]] == ["comment", "comment"]
    assert (page["chain"]["stances"][0]["holder"], page["chain"]["stances"][0]["via"]) == ("Jake Sullivan", ["CNN"])
    assert (page["hedge"]["stances"][0]["label"], page["hedge"]["stances"][0]["certainty"]) == ("support", "possible")


def test_the_words_around_figures_times_and_furniture_fit_them() -> None:
    page = shown()
    assert "value" not in page["figure"]["quantities"][0]
    assert page["figure"]["time"]["text"] == "By Monday"
    assert "start" not in page["figure"]["time"]
    assert page["time"]["time"]["start"][:7] == "2021-11"
    assert page["marked"]["by rule"] == page["marked"]["by the model"]
    assert page["rest"]["furniture"] == len(page["marked"]["by the model"])


def test_the_words_around_the_second_look_fit_it() -> None:
    page = shown()
    assert [claim["text"] for claim in page["added"]["claims"]] == ["2", "3", "4"]
    assert [len(claim["mentions"]) for claim in page["added"]["claims"]] == [1, 1, 1]
    assert len(page["unread"]) == 1
    assert page["unread"][0]["exact"] in excerpts()["again"]
    questions = [line for line in excerpts()["unfound"].splitlines() if line.startswith(("These ", "The texts "))]
    assert len(questions) == 3
    assert page["rejected"]["claim"].startswith("Jake Sullivan and Yang Jiechi ")
    assert len(page["rejected"]["rejected"]) == len(page["rejected"]["unread"]) == 1


def test_only_lines_as_short_as_the_page_says_are_not_asked_about() -> None:
    lines = ("Two words.", "Five words without an end", "Three whole words.", "Six words, and yet no end")
    article = Article(id="a", text="\n\n".join(lines), language="en")
    read = extract(article, model=FakeModel({"a": []}))
    assert [span.exact for span in read.unread] == list(lines[2:])


def test_both_static_prompts_are_the_same_for_every_article() -> None:
    model = FakeModel({"a": [], "b": []})
    extract(Article(id="a", text="Three whole words."), model=model)
    extract(Article(id="b", text="Another three words.", publisher="Ostra Post"), model=model)
    asked = [request.messages for request in model.requests]
    assert [system["role"] for system, _ in asked] == ["system"] * 4
    first, second = asked[:2], asked[2:]
    assert [system for system, _ in first] == [system for system, _ in second]
    assert [user for _, user in first] != [user for _, user in second]
