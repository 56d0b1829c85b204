"""The site has a page for every paper and a place for every name, and its links lead somewhere."""

from __future__ import annotations

import re

import pytest
from site_hooks import PAPERS_OUTSIDE, fetched_by, relinked

import claimx
from claimx import errors, models
from test_docs import DOCS, ROOT

PAGES = {
    "README.md": "start-here.md",
    "docs/README.md": "README.md",
    "docs/formats.md": "formats.md",
    "docs/recipes/datasette.md": "recipes/datasette.md",
}

pytestmark = pytest.mark.checkout


@pytest.mark.parametrize(
    ("paper", "written", "on_the_site"),
    [
        ("docs/README.md", "[all](formats.md#read)", "[all](formats.md#read)"),
        ("docs/README.md", "[README](../README.md)", "[README](start-here.md)"),
        ("README.md", "[formats](docs/formats.md), [docs](docs/README.md)", "[formats](formats.md), [docs](README.md)"),
        ("docs/recipes/datasette.md", "[start](../../README.md#input)", "[start](../start-here.md#input)"),
        ("docs/README.md", "[errors.py](../src/claimx/errors.py)", "`src/claimx/errors.py`"),
        ("docs/README.md", "the [story](../fixtures/stories)", "the story (`fixtures/stories`)"),
        ("docs/README.md", "[`merges`](formats.md)", "[`merges`](formats.md)"),
    ],
)
def test_a_link_leads_to_the_page_or_tells_the_file(paper: str, written: str, on_the_site: str) -> None:
    assert relinked(written, paper, PAGES) == on_the_site


@pytest.mark.parametrize(
    "written",
    [
        "[here](#read)",
        "[there](https://example.org/README.md)",
        "`[code](../README.md)`",
        "```md\n[code](../README.md)\n```",
        "![picture](img/report.png)",
    ],
)
def test_what_is_no_link_to_a_file_stays_as_it_is(written: str) -> None:
    assert relinked(written, "docs/README.md", PAGES) == written


def test_what_a_page_would_fetch_from_elsewhere_is_found() -> None:
    font = '<link rel="stylesheet" href="https://fonts.example/css">'
    script = "<script src=//cdn.example/x.js></script>"
    picture = '<img alt="" src="http://example.org/x.png">'
    html = f'{font}{script}{picture}<a href="https://example.org">there</a><img src="img/x.png"><script src="x.js">'
    assert fetched_by(html) == [font, "<script src=//cdn.example/x.js>", picture]


def test_every_paper_outside_is_there() -> None:
    assert [paper for paper in PAPERS_OUTSIDE.values() if not (ROOT / paper).is_file()] == []


def test_every_page_is_in_the_menu_and_in_the_table_of_contents() -> None:
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("\nnav:\n")[1]
    contents = (DOCS / "README.md").read_text(encoding="utf-8")
    pages = {str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md")}
    assert set(re.findall(r"([\w/-]+\.md)$", menu, re.MULTILINE)) == pages | PAPERS_OUTSIDE.keys()
    assert [page for page in pages - {"README.md"} if f"({page})" not in contents] == []


def test_every_name_of_the_front_door_is_in_the_api_reference() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in (DOCS / "api").glob("*.md"))
    shown = re.findall(r"^::: claimx\.(\w+)$", pages, re.MULTILINE)
    whole = {name for name in shown if name in ("models", "errors")}
    assert whole == {"models", "errors"}  # shown with all that they hold
    assert len(shown) == len(set(shown))
    assert set(shown) - whole == {
        name for name in dir(claimx) if not hasattr(models, name) and not hasattr(errors, name)
    }
