"""The article as the model sees it: one numbered sentence a line, between markers that the article cannot forge."""

from __future__ import annotations

import hashlib
import re
from functools import cached_property

from claimx.models import Article, Span
from claimx.text import Sentence, TextIndex, split_sentences

_LINE_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


class NumberedArticle:
    """An article split and indexed once, for the request and for grounding the answer."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.index = TextIndex(article.text)
        self.sentences = split_sentences(article.text, article.language)

    @cached_property
    def code(self) -> str:
        """Part of the marker lines. Derived from the text, so that requests repeat; no text can hold its own hash."""
        return hashlib.sha256(self.article.text.encode("utf-8", "surrogatepass")).hexdigest()[:10]

    def metadata(self) -> list[tuple[str, str]]:
        """What is known about the article, each on one line."""
        article = self.article
        published = article.published_at and f"{article.published_at.isoformat()} ({article.published_at:%A})"
        known = (
            ("Publisher", article.publisher),
            ("Headline", article.headline),
            ("Published", published),
            ("Language", article.language),
        )
        return [(name, one_line(value)) for name, value in known if value]

    def lines(self) -> list[tuple[int, str]]:
        """Every sentence with its number, on one line: a sentence cannot begin a line of its own making."""
        return [(sentence.number, one_line(self.text_of(sentence))) for sentence in self.sentences]

    def text_of(self, sentence: Sentence) -> str:
        return self.article.text[sentence.start : sentence.end]

    def span_of(self, sentence: Sentence) -> Span:
        return Span(start=sentence.start, end=sentence.end, exact=self.text_of(sentence))

    def window(self, number: int) -> tuple[int, int] | None:
        """Where the cited sentence begins and its successor ends (quotes run on); None for a number that is none."""
        if not 1 <= number <= len(self.sentences):
            return None
        following = self.sentences[min(number, len(self.sentences) - 1)]
        return self.sentences[number - 1].start, following.end

    def sentences_of(self, span: Span) -> list[Sentence]:
        """The sentences that the span touches."""
        return [sentence for sentence in self.sentences if sentence.start < span.end and span.start < sentence.end]


def one_line(text: str) -> str:
    """`text` with every kind of line break turned into a space."""
    return _LINE_BREAKS.sub(" ", text).strip()
