"""The page: a template, our own script and style, and the report as data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import chain

from claimx.models import Report
from claimx.writers.html.details import to_details
from claimx.writers.html.embedding import to_json, to_policy
from claimx.writers.html.full_texts import to_texts
from claimx.writers.html.index import to_index
from claimx.writers.html.lookups import Lookups, in_words
from claimx.writers.html.templates import render_template
from claimx.writers.html.visible import show_all

_STYLES = ("colours", "page", "filters", "claims", "matrix", "details", "articles", "pictures", "print")
_SCRIPTS = (
    "elements", "data", "words", "stances", "pieces", "appearances", "claim_details", "claim_rows", "claim_filters",
    "claim_list", "articles", "origins", "timeline", "views",
)  # fmt: skip
"""In the order in which they are read; they share one scope."""


def render_html(report: Report, *, texts: bool = True) -> str:
    """The report as one HTML page that needs no other file and no network.

    Without `texts` it holds the sentences that are quoted and not the articles around them. The same report gives the
    same bytes.
    """
    lookups = Lookups(report)
    script, style = _script(), _style()
    return render_template(
        "page.html.jinja",
        report=report,
        outline=lookups.outline,
        policy=to_policy([script], [style]),
        script=script,
        style=style,
        blocks={
            "index": to_json(show_all(to_index(lookups))),
            "details": to_json(show_all(to_details(lookups))),
            "texts": to_json(show_all(to_texts(lookups), longest=None) if texts else None),
        },
        publishers=list(dict.fromkeys(lookups.outline.publisher(article.id) for article in report.articles)),
        dates=sorted({in_words(one.published_at)[:10] for one in report.articles if one.published_at is not None}),
        unread=sum(map(len, report.unread.values())),
        rejected=sum(map(len, report.rejected.values())),
        overrides=len(list(chain(report.overrides.join, report.overrides.apart, report.overrides.source))),
    )


@cache
def _script() -> str:
    parts = [_read("script", f"{name}.js") for name in _SCRIPTS]
    return '\n"use strict";\n(() => {\n' + "\n".join(parts) + "})();\n"


@cache
def _style() -> str:
    return "\n" + "\n".join(_read("style", f"{name}.css") for name in _STYLES)


def _read(folder: str, name: str) -> str:
    # Line ends are part of what the policy's hash is of, and browsers read each of them as one \n.
    content = files("claimx.writers.html").joinpath(folder, name).read_text(encoding="utf-8")
    return content.replace("\r\n", "\n")
