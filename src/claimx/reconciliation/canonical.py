"""The text that stands for a merged claim: of one of its appearances, never a new one, so nothing can slip into it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence, Set
from functools import lru_cache

from claimx.models import Article, Claim
from claimx.text.languages import primary_tag

_WORD = re.compile(r"[^\W_]+(?:[.,:’'-][^\W_]+)*")
_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
_SHORT = 3
"""Words of fewer letters weigh half: they say little, unless they are figures."""


def canonical_text(
    appearances: Sequence[Claim], articles: Mapping[str, Article], copies: Collection[str] = frozenset()
) -> str:
    """The text of the fullest appearance without oddities, in the language of most articles.

    `copies` are ids of articles derived from others. They count like all others, but their words are taken only where
    there are no others in that language: a rewrite may garble what it rewrites.

    Full is a text that has what at least half of the articles say; odd is a word, a name or a figure that fewer have.
    Of two articles each is half: the fuller text wins. Equals are decided by length, then by the order given.
    """
    if len({claim.text for claim in appearances}) == 1:
        return appearances[0].text
    language = _commonest_language(appearances, articles)
    candidates = [claim for claim in appearances if primary_tag(articles[claim.article_id].language) == language]
    words = {claim.text: _words(claim.text) for claim in candidates}
    said_in: dict[str, set[str]] = defaultdict(set)
    for claim in candidates:
        for word in words[claim.text]:
            said_in[word].add(claim.article_id)
    half = len({claim.article_id for claim in candidates}) / 2
    common = {word for word, carried in said_in.items() if len(carried) >= half}
    whole = _weight(common)
    scores = {text: _agreement(_weight(bag & common), _weight(bag) + whole) for text, bag in words.items()}
    own = [claim for claim in candidates if claim.article_id not in copies]
    return max(own or candidates, key=lambda claim: (scores[claim.text], len(claim.text))).text


def _agreement(shared: float, total: float) -> float:
    """The harmonic mean of how much of the common is there and how much of what is there is common, 0 to 1."""
    return round(2 * shared / total, 9) if total else 0.0


def _weight(words: Set[str]) -> float:
    return sum(map(_worth, words))


@lru_cache(maxsize=4096)
def _worth(word: str) -> float:
    return 0.5 if len(word) <= _SHORT and word.isalpha() and word.isascii() else 1.0


def _words(text: str) -> frozenset[str]:
    """Words and figures; pairs of characters where a script has no spaces."""
    spaced = _SPACELESS.sub(" ", text)
    pairs = {run[at : at + 2] for run in _SPACELESS.findall(text) for at in range(max(1, len(run) - 1))}
    return frozenset({word.casefold() for word in _WORD.findall(spaced)} | pairs)


def _commonest_language(appearances: Sequence[Claim], articles: Mapping[str, Article]) -> str:
    """Counted by article; of equals, the one that comes first."""
    by_article = {claim.article_id: primary_tag(articles[claim.article_id].language) for claim in appearances}
    return Counter(by_article.values()).most_common(1)[0][0]
