"""Claims as a test states them, and the answer that a model would have given for them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from claimx.errors import CassetteInvalid
from claimx.llm import JSON
from claimx.models import Article, ClaimKind, Label, Source
from claimx.testing.fake_request import FakeRequest
from claimx.text import TextIndex, locate, one_line

Answer = dict[str, JSON]


@dataclass(frozen=True)
class FakeClaim:
    """One claim of one article, with one mention; a second with the same `text` adds a mention to it.

    `quote` is the words of the article that carry it, and `text` itself where they are the same.
    `holder` is whoever says, denies, … it: a name, or a `claimx.Source` for more; None is the article's own voice.
    `cue` is the article's words of saying ("told reporters"), in the sentence of the quote or beside it.
    `extra` holds the values of fields that a wire claim of your own has beyond ours.
    """

    text: str
    quote: str | None = None
    holder: str | Source | None = None
    label: Label = "support"
    kind: ClaimKind = "event"
    cue: str | None = None
    extra: Mapping[str, JSON] = field(default_factory=dict)

    @property
    def source(self) -> Source | None:
        """The holder in full; a bare name is taken for that of a person."""
        return Source(name=self.holder) if isinstance(self.holder, str) else self.holder


def nothing() -> Answer:
    """The answer of a model that finds no claim, or no further one."""
    return {"sources": [], "sayings": [], "claims": [], "furniture": []}


def answer_with(claims: Iterable[FakeClaim], request: FakeRequest) -> Answer:
    """The answer that gives those of `claims` whose quotes `request` shows, each at the sentence where it begins.

    Raises CassetteInvalid for a quote that stands nowhere in the article: it is a slip of the test, not of the model.
    """
    shown = _Shown(request.sentences)
    placed = [(claim, shown.sentence_of(_quote(claim, request.article))) for claim in claims]
    sources: dict[Source, str] = {}
    sayings: list[JSON] = []
    given: list[JSON] = []
    for claim, sentence in placed:
        if sentence is None:
            continue
        saying: int | None = None
        if claim.source is not None:
            key = sources.setdefault(claim.source, f"s{len(sources) + 1}")
            saying = len(sayings) + 1
            sayings.append(
                {"saying": saying, "sentence": sentence, "holder": key, "via": [], "cue": claim.cue, "when": None}
            )
        mention: JSON = {
            "sentence": sentence,
            "quote": claim.quote or claim.text,
            "label": claim.label,
            "saying": saying,
            "hedge": None,
        }
        plain: Answer = {"text": claim.text, "kind": claim.kind, "mentions": [mention], "figures": [], "time": None}
        given.append({**plain, **claim.extra})
    listed: list[JSON] = [{"key": key, **source.model_dump()} for source, key in sources.items()]
    return {**nothing(), "sources": listed, "sayings": sayings, "claims": given}


def _quote(claim: FakeClaim, article: Article | None) -> str:
    quote = claim.quote or claim.text
    if article is not None and locate(article.text, quote) is None:
        raise CassetteInvalid(
            f"FakeClaim({claim.text!r}): its quote {quote!r} does not stand in {article.id}",
            hint="copy the words from the article, or give a whole answer to test a quote that is made up",
        )
    return quote


class _Shown:
    """The sentences of one request, for finding out in which of them a quote begins."""

    def __init__(self, sentences: Mapping[int, str]) -> None:
        self._numbers = list(sentences)
        self._starts = list(accumulate((len(line) + 1 for line in sentences.values()), initial=0))
        self._index = TextIndex(" ".join(sentences.values()))

    def sentence_of(self, quote: str) -> int | None:
        """The number of the sentence; None where the quote is not shown."""
        span = self._index.locate(one_line(quote))
        return self._numbers[bisect_right(self._starts, span.start) - 1] if span is not None else None
