"""The article as the model sees it: one numbered sentence a line, between markers that the article cannot forge."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from itertools import accumulate, pairwise

from claimx.models import Article, Span
from claimx.text import LINE_BREAKS, Interval, Passage, Sentence, one_line, read_time
from claimx.text.nearest import occurrences
from claimx.text.speech import Quotation

_WORD = re.compile(r"[\w-]{2,}")


class NumberedArticle:
    """An article split once, for the requests and for grounding the answers."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.passage = Passage(article.text, article.language)
        self.sentences = _parted(self.passage.sentences, _headlines(article), article.text)

    @cached_property
    def code(self) -> str:
        """Part of the marker lines. Derived from the text, so that requests repeat.

        Should a text ever hold its own code, it could still not forge a marker: each line inside begins with a number.
        """
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
        return [(sentence.number, self.line(sentence.number)) for sentence in self.sentences]

    def line(self, number: int) -> str:
        return one_line(self.text_of(self.sentences[number - 1]))

    def text_of(self, sentence: Sentence) -> str:
        return self.article.text[sentence.start : sentence.end]

    def span_of(self, sentence: Sentence) -> Span:
        return self.span(sentence.start, sentence.end)

    def span(self, start: int, end: int) -> Span:
        return Span(start=start, end=end, exact=self.article.text[start:end])

    def window(self, number: int) -> tuple[int, int] | None:
        """Where the cited sentence begins and its successor ends (quotes run on); None for a number that is none."""
        if not 1 <= number <= len(self.sentences):
            return None
        following = self.sentences[min(number, len(self.sentences) - 1)]
        return self.sentences[number - 1].start, following.end

    def sentences_of(self, span: Span) -> list[Sentence]:
        """The sentences that the span touches."""
        return self.sentences[bisect_right(self._ends, span.start) : bisect_left(self._starts, span.end)]

    def around(self, first: int, last: int) -> tuple[int, int]:
        """Where the sentences from `first` to `last` and their two neighbours stand."""
        return self.sentences[max(0, first - 2)].start, self.sentences[min(last, len(self.sentences) - 1)].end

    def opens_paragraph(self, number: int) -> bool:
        """Whether a line ends between this sentence and the one before."""
        before, sentence = self.sentences[number - 2 : number]
        return LINE_BREAKS.search(self.article.text, before.end, sentence.start) is not None

    @cached_property
    def furniture(self) -> frozenset[int]:
        """The sentences that by rule are no part of the article."""
        text = self.article.text
        places: list[tuple[int, int]] = []
        for start, end in self.passage.furniture:
            if places and not text[places[-1][1] : start].strip():
                start = places.pop()[0]  # noqa: PLW2901 -- lines that follow each other may be one sentence
            places.append((start, end))
        inside = (self.sentences_within(start, end) for start, end in places)
        return frozenset(sentence.number for sentences in inside for sentence in sentences)

    def sentences_within(self, start: int, end: int) -> list[Sentence]:
        """The sentences that stand wholly from `start` to `end`."""
        return self.sentences[bisect_left(self._starts, start) : bisect_right(self._ends, end)]

    @cached_property
    def read_time(self) -> Callable[[str], Interval | None]:
        """The interval that a phrase means in this article; the same few phrases come again and again."""
        article = self.article
        return cache(lambda phrase: read_time(phrase, article.published_at, language=article.language))

    @property
    def quotations(self) -> list[Quotation]:
        return self.passage.quotations

    @cached_property
    def sizes(self) -> list[int]:
        """The bytes in the first 0, 1, 2, … sentences together."""
        texts = (self.text_of(sentence) for sentence in self.sentences)
        return list(accumulate((len(text.encode("utf-8", "surrogatepass")) for text in texts), initial=0))

    @cached_property
    def introductions(self) -> dict[str, int]:
        """Each name that ever follows another capitalised word ("Mayor Vik"), and the first sentence where it does.

        A rough rule: it only chooses which sentences are shown once more.
        """
        found: dict[str, int] = {}
        for number, line in self.lines():
            for before, word in pairwise(_WORD.findall(line)):
                if before[0].isupper() and word[0].isupper():
                    found.setdefault(word, number)
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def _ends(self) -> list[int]:
        return [sentence.end for sentence in self.sentences]


def _headlines(article: Article) -> list[tuple[int, int]]:
    """Where the headline stands in the text: pages print it again, run together with whatever follows."""
    headline = (article.headline or "").strip()
    if not headline:
        return []
    places = occurrences(article.text, headline, 0, len(article.text))
    return [(at, at + len(headline)) for at in places]


def _parted(sentences: list[Sentence], headlines: list[tuple[int, int]], text: str) -> list[Sentence]:
    """The sentences, those that hold a headline and more cut at its ends, numbered anew."""
    borders = sorted({border for headline in headlines for border in headline})
    if not borders:
        return sentences
    pieces = []
    for sentence in sentences:
        inside = borders[bisect_right(borders, sentence.start) : bisect_left(borders, sentence.end)]
        for start, end in pairwise((sentence.start, *inside, sentence.end)):
            piece = text[start:end]
            if stripped := piece.strip():
                begin = start + piece.index(stripped[0])
                pieces.append((begin, begin + len(stripped)))
    return [Sentence(number, start, end) for number, (start, end) in enumerate(pieces, start=1)]


def capitalised(line: str) -> Iterator[str]:
    """The words that may be names."""
    return (word for word in _WORD.findall(line) if word[0].isupper())
