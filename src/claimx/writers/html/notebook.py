"""A report in a cell of a notebook: the claims by status, with who holds what in which words.

Markup and style only. A script would run with the rights of the notebook, which may read its user's files and start
programs; and viewers that are handed a notebook drop scripts and frames, and show nothing in their place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from claimx.models import MergedClaim, Report
from claimx.writers.html.templates import render_template
from claimx.writers.outline import LABEL_WORDS, STATUS_WORDS, Outline, count

_MOST = 40
"""Claims at the top that a cell shows: more are for the page."""


class _Told(NamedTuple):
    number: str
    claim: MergedClaim


@dataclass(frozen=True)
class ReportView:
    """Shows a report where a notebook looks for `_repr_html_`, and says what it is where nobody does."""

    report: Report

    def __repr__(self) -> str:
        claims, articles = count(len(self.report.claims), "claim"), count(len(self.report.articles), "article")
        return f"<claimx report: {claims} in {articles}>"

    def _repr_html_(self) -> str:
        outline = Outline(self.report)
        shown = list(islice(_with_details(outline), _MOST))
        return render_template(
            "notebook.html.jinja",
            report=self.report,
            outline=outline,
            publishers=list(dict.fromkeys(outline.publisher(article.id) for article in self.report.articles)),
            groups=[
                (words, group)
                for status, words in STATUS_WORDS.items()
                if (group := [family for family in shown if family[0].claim.status == status])
            ],
            labels=LABEL_WORDS,
            statuses=STATUS_WORDS,
            more=len(outline.top_level) - len(shown),
        )


def display(report: Report) -> ReportView:
    """The report for a notebook: give it as the last line of a cell. Needs no IPython, and runs no script.

    Shown are the 40 most salient claims at the top, by status, each with its positions, their quotes, and the narrower
    claims beneath it. `write(report, "report.html")` has all of it, and the articles.
    """
    return ReportView(report)


def _with_details(outline: Outline) -> Iterator[list[_Told]]:
    """Each claim at the top, and behind it those beneath it."""
    family: list[_Told] = []
    for number, claim in outline.numbered():
        if family and "." not in number:
            yield family
            family = []
        family.append(_Told(number, claim))
    if family:
        yield family
