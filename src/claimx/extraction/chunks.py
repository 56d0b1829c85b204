"""A long article in chunks: each is asked for by itself, with enough of the article around it to be understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from claimx.extraction.numbering import NumberedArticle, capitalised
from claimx.models import Span
from claimx.text import Passage, TextIndex

ONE_REQUEST = 8_000
"""Most bytes (UTF-8) of an article in one request. Claims take some two tokens a byte to write down, and many models
write 16,000 tokens at most; bytes, because a Chinese character says and costs about what three Latin ones do."""

CONTEXT = 600
"""Most bytes of each kind of context."""


@dataclass(frozen=True, eq=False)
class Chunk:
    """The sentences `first` to `last` of an article, which are to be read, and the context that is shown with them.

    The prompt does not tell context apart: it is numbered like the rest, and what is claimed of it is grounded like the
    rest. An article that fits one request is the case of one chunk, without context.
    """

    numbered: NumberedArticle
    first: int
    last: int

    @classmethod
    def whole(cls, numbered: NumberedArticle) -> Chunk:
        return cls(numbered, 1, len(numbered.sentences))

    def __str__(self) -> str:
        return f"sentence {self.first}" if self.first == self.last else f"sentences {self.first} to {self.last}"

    @property
    def own(self) -> range:
        return range(self.first, self.last + 1)

    @property
    def own_start(self) -> int:
        """Where `own_text` begins in the article."""
        return 0 if self._is_whole else self.numbered.sentences[self.first - 1].start

    @cached_property
    def own_text(self) -> Passage:
        """The chunk's own sentences, without context; the article as it is where they are all of it."""
        if self._is_whole:
            return self.numbered.passage
        article, end = self.numbered.article, self.numbered.sentences[self.last - 1].end
        return Passage(article.text[self.own_start : end], article.language)

    @property
    def _is_whole(self) -> bool:
        return len(self.own) == len(self.numbered.sentences)

    @property
    def size(self) -> int:
        return self._size(self.first, self.last)

    @property
    def can_be_halved(self) -> bool:
        return self.first < self.last

    def lines(self) -> list[tuple[int, str]]:
        return [(number, self.numbered.line(number)) for number in sorted({*self.own, *self.context})]

    def sentence(self, number: int) -> tuple[int, int] | None:
        """Where the sentence stands; None for one that was not shown."""
        if number not in self.own and number not in self.context:
            return None
        sentence = self.numbered.sentences[number - 1]
        return sentence.start, sentence.end

    def locate_in_sentence(self, quote: str, number: int) -> Span | None:
        """Find `quote` in the cited sentence; else from there into its successor, for quotes run on; else anywhere.

        The sentence by itself comes first: a headline is printed twice, and each is cited by its number.
        """
        alone = self.sentence(number)
        if alone is not None:
            span = self.locate(quote, alone)
            if span is not None and alone[0] <= span.start and span.end <= alone[1]:
                return span
        return self.locate(quote, self.numbered.window(number) if alone else None)

    def locate(self, quote: str, near: tuple[int, int] | None) -> Span | None:
        """Find `quote` near the cited sentence, or else in the chunk: what was not shown cannot have been quoted.

        Not looking farther also keeps the time for each quote independent of the length of the article.
        """
        if near is not None and not (self._start <= near[0] and near[1] <= self._end):
            return self._locate_in(TextIndex(self.numbered.article.text[slice(*near)]), near[0], quote)
        return self._locate_in(self._index, self._start, quote, near)

    def halves(self) -> tuple[Chunk, Chunk]:
        """Two chunks of about half the size; they part between paragraphs if any two meet near the middle."""
        size = self.size

        def badness(opening: int) -> float:
            off_the_middle = abs(self._size(self.first, opening - 1) - size / 2)
            return off_the_middle + (0 if self.numbered.opens_paragraph(opening) else size / 6)

        opening = min(range(self.first + 1, self.last + 1), key=badness)
        return Chunk(self.numbered, self.first, opening - 1), Chunk(self.numbered, opening, self.last)

    @cached_property
    def context(self) -> frozenset[int]:
        """The article's lead, the sentences just before the chunk, and those that introduce who is spoken of in it."""
        if self.first == 1:
            return frozenset()
        shown = {*self._few(range(1, self.first)), *self._just_before}
        return frozenset((*shown, *self._few(number for number in self._introductions() if number not in shown)))

    @cached_property
    def _just_before(self) -> list[int]:
        return self._few(range(self.first - 1, 0, -1))

    def _few(self, numbers: Iterable[int]) -> list[int]:
        """The first of `numbers`, as many as there is room for.

        The room shrinks with the chunk. A chunk is halved because its answer was too long, and the answer covers the
        context too: that must become shorter with each halving, down to a sentence by itself.
        """
        room = min(CONTEXT, self.size // 8)
        taken: list[int] = []
        for number in numbers:
            room -= self._size(number, number)
            if room < 0:
                break
            taken.append(number)
        return taken

    def _introductions(self) -> list[int]:
        """Earlier sentences that first give names met here in full, those of the most frequent names first."""
        introduced = self.numbered.introductions
        words = (word for number in self.own for word in capitalised(self.numbered.line(number)))
        found = Counter(introduced[word] for word in words if introduced.get(word, self.first) < self.first)
        return sorted(found, key=lambda number: (-found[number], number))

    def _size(self, first: int, last: int) -> int:
        sizes = self.numbered.sizes
        return sizes[last] - sizes[first - 1]

    @property
    def _start(self) -> int:
        before = self._just_before
        first = before[-1] if before else self.first
        return self.numbered.sentences[first - 1].start if first > 1 else 0

    @property
    def _end(self) -> int:
        sentences, text = self.numbered.sentences, self.numbered.article.text
        return sentences[self.last - 1].end if self.last < len(sentences) else len(text)

    @cached_property
    def _index(self) -> TextIndex:
        return TextIndex(self.numbered.article.text[self._start : self._end])

    @staticmethod
    def _locate_in(index: TextIndex, at: int, quote: str, near: tuple[int, int] | None = None) -> Span | None:
        span = index.locate(quote, near and (near[0] - at, near[1] - at))
        if at == 0:
            return span
        return span and span.model_copy(update={"start": span.start + at, "end": span.end + at})


def chunks_of(numbered: NumberedArticle) -> list[Chunk]:
    """The whole article, halved until every chunk fits one request."""
    return _fitting(Chunk.whole(numbered))


def _fitting(chunk: Chunk) -> list[Chunk]:
    if chunk.size <= ONE_REQUEST or not chunk.can_be_halved:
        return [chunk]
    return [part for half in chunk.halves() for part in _fitting(half)]
