"""What the site needs besides the pages: papers that lie outside docs/, and links that lead somewhere.

mkdocs calls the functions whose names begin with `on_` (mkdocs.yml, `hooks`).
"""

from __future__ import annotations

import logging
import os
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[1]
PAPERS_OUTSIDE = {
    "start-here.md": "README.md",
    "fixtures.md": "fixtures/README.md",
    "contributing.md": "CONTRIBUTING.md",
    "changelog.md": "CHANGELOG.md",
}
"""Page of the site → paper of the checkout."""

_CODE_OR_LINK = re.compile(
    r"^(?P<fence>```+|~~~+).*?^(?P=fence)[ \t]*$"  # a fenced block
    r"|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"  # code in a line
    r"|(?<!!)\[(?P<text>(?:[^\[\]`]|`[^`]*`)*)\]\((?!\w+:|#)(?P<path>[^)#\s]+)(?P<anchor>#[^)\s]*)?\)",
    re.MULTILINE | re.DOTALL,
)
_FETCHED = re.compile(r"<(?:script|img|iframe|source|link)\b[^>]*\b(?:src|href)=\"?(?:https?:)?//[^>]*>")

log = logging.getLogger("mkdocs.hooks.site")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The papers outside docs/ become pages."""
    from mkdocs.structure.files import File

    for page, paper in PAPERS_OUTSIDE.items():
        files.append(File.generated(config, page, abs_src_path=str(ROOT / paper)))
    return files


def on_page_markdown(markdown: str, page: Page, files: Files, **_: Any) -> str:
    """Links as the site needs them."""
    pages = {
        _in_checkout(file.abs_src_path): file.src_uri
        for file in files
        if file.abs_src_path and file.inclusion.is_included()
    }
    return relinked(markdown, _in_checkout(page.file.abs_src_path or ""), pages)


def on_post_page(output: str, page: Page, **_: Any) -> str:
    """A page that would make its reader's browser fetch something from elsewhere is a warning: it ends make site."""
    for element in fetched_by(output):
        log.warning("%s fetches from elsewhere: %s", page.file.src_uri, element)
    return output


def relinked(markdown: str, paper: str, pages: Mapping[str, str]) -> str:
    """`markdown` of a paper with its links as the site needs them.

    `paper` is its path in the checkout, and `pages` maps such paths to pages of the site. A link to one of them leads
    there. A link to any other file has no place to lead to: its path is told instead. Code is left alone.
    """

    def replace(found: re.Match[str]) -> str:
        if found["path"] is None:
            return found[0]
        target = posixpath.normpath(posixpath.join(posixpath.dirname(paper), found["path"]))
        if target not in pages:
            return _told(found["text"], target)
        way = posixpath.relpath(pages[target], posixpath.dirname(pages[paper]) or ".")
        return f"[{found['text']}]({way}{found['anchor'] or ''})"

    return _CODE_OR_LINK.sub(replace, markdown)


def fetched_by(html: str) -> list[str]:
    """The elements of a page that make a browser fetch something from another host; links do not."""
    return _FETCHED.findall(html)


def _told(text: str, path: str) -> str:
    """The path behind the text, or in its place where the text is but the end of it."""
    return f"`{path}`" if path.endswith(text.strip("`")) else f"{text} (`{path}`)"


def _in_checkout(path: str) -> str:
    return Path(os.path.relpath(path, ROOT)).as_posix()
