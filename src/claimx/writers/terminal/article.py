"""One article on a terminal: its sentences in order, and beneath each what it claims or that nobody read it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from claimx.models import Article, Span
from claimx.writers.terminal.claim import LABEL_WORDS, ClaimPrinter
from claimx.writers.terminal.excerpts import Excerpts
from claimx.writers.terminal.lines import moment_in_words, plain, print_line

_Note = tuple[tuple[int, int], Span, str, str]
"""The place of a sentence, the words in it, what to say of them, and in which style."""


def print_article(article: Article, printer: ClaimPrinter) -> None:
    """Who published it and when; each sentence with the claims that rest on it; what of an answer was rejected."""
    console, report = printer.console, printer.report
    print_line(console, plain(article.headline or article.id, "bold"))
    facts = [article.id, article.publisher, article.byline, moment_in_words(article.published_at), article.language]
    state = printer.outline.states[article.id]
    print_line(console, plain(" · ".join(fact for fact in (*facts, article.url, state) if fact), "dim"))
    excerpts = printer.excerpts(article.id)
    if not article.text:
        print_line(console, plain("its text is not at hand: quotes only", "yellow"))
    notes = sorted(_notes(article, printer, excerpts), key=lambda note: (note[0], note[1].start, note[2]))
    for _, group in groupby(notes, key=lambda note: note[0]):
        beneath = list(group)
        print_line(console)
        print_line(console, excerpts.quote({span for _, span, _, _ in beneath}))
        for told, style in dict.fromkeys((told, style) for _, _, told, style in beneath):
            print_line(console, plain(told, style), indent=4)
    for rejection in report.rejected.get(article.id, ()):
        print_line(console, ("rejected  ", "yellow"), plain(f"{rejection.reason}: “{rejection.text}”"))


def _notes(article: Article, printer: ClaimPrinter, excerpts: Excerpts) -> Iterator[_Note]:
    for claim in printer.report.claims:
        for appearance in claim.appearances:
            if appearance.article_id != article.id:
                continue
            for stance in appearance.stances:
                chain = printer.chain(stance, article.id)
                told = f"{printer.numbers[claim.id]} {LABEL_WORDS[stance.label]}, {chain}: {appearance.text}"
                for span in stance.evidence:
                    yield _sentence(span, excerpts), span, told, ""
    for spans, word in ((printer.report.unread, "unread"), (printer.report.furniture, "furniture")):
        for span in spans.get(article.id, ()):
            yield _sentence(span, excerpts), span, word, "yellow"


def _sentence(span: Span, excerpts: Excerpts) -> tuple[int, int]:
    """Where the sentence stands in which the span begins."""
    around = ((start, end) for start, end in excerpts.sentences if start <= span.start < end)
    return next(around, (span.start, span.end))
