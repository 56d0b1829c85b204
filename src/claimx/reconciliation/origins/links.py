"""The verdict on two articles: whether they carry one text, what shows it, and which of the two was first.

What an editor would believe:

- Shared runs of words outside quotations, a fair part of the shorter article, make one origin.
- So does an article whose sentences follow those of the other one by one.
- A credit makes none by itself. "Told the Post" says where one utterance was made, and a reporter may add it to a
  report of his own. Where texts agree as well, a credit that names the other's publisher, or an agency that both name,
  tells that the agreement is no chance, and half of it will do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Literal

from claimx.models import Article, OriginLink
from claimx.reconciliation.origins.bodies import Body, excerpt
from claimx.reconciliation.origins.credits import Credit, agencies_in_common, find_credits, names_publisher
from claimx.reconciliation.origins.rewrites import follow, leaves_traces, read_sentences
from claimx.reconciliation.origins.runs import Overlap
from claimx.reconciliation.origins.shingles import Shingler

COPIED = 0.15
"""Least part of the shorter article in shared runs for a copy; with a credit, half of it will do."""

REWRITTEN = 0.4
"""Least part of the shorter article in sentences that follow the other's; with a credit, half of it will do."""

LEAST_SENTENCES = 3
"""Sentences that have to follow; one or two alike are the news itself, which leaves little choice of words."""

KEPT = 2_048
"""Articles of which sentences and credits are kept at once."""

_Kind = Literal["shared_text", "rewrite", "credit"]


class Reader:
    """What is read of an article only when it is compared; of the last few it is kept, as copies stand together."""

    def __init__(self, shingler: Shingler) -> None:
        self.shingler = shingler
        self.sentences = lru_cache(maxsize=KEPT)(read_sentences)
        self.credits = lru_cache(maxsize=KEPT)(self._credits)

    def _credits(self, body: Body) -> tuple[Credit, ...]:
        return find_credits(body.article.text)


class Comparison:
    """Two articles and what they share. `weights`: what each shared word counts, by its place in the shorter."""

    def __init__(
        self, shorter: Body, longer: Body, found: Overlap, weights: Mapping[int, float], reader: Reader
    ) -> None:
        self.shorter, self.longer, self.found, self.weights, self.reader = shorter, longer, found, weights, reader

    def links(self) -> Iterator[OriginLink]:
        """None, or what shows that the two carry one text: the agreement first, then the credits."""
        agreement = self._shared_text() or self._rewrite()
        if agreement is None:
            return
        yield self._link(*agreement)
        if self._credits:
            yield self._link("credit", "; ".join(self._credits))

    def _shared_text(self) -> tuple[_Kind, str] | None:
        shared = sum(self.weights.values())
        part = shared / max(1, self.shorter.length)
        grain = self.shorter.grain
        if shared < grain.least or part < COPIED / 2 or (part < COPIED and not self._credits):
            return None
        longest = max(self.found.runs, key=lambda run: (run[1] - run[0], -run[0]))
        words = excerpt(self.shorter, *longest)
        several = len(self.found.runs) > 1
        runs = f"{len(self.found.runs)} run{'s' if several else ''} of {grain.run} {grain.unit} or more"
        shown = f"{', the longest' if several else ''}: {words}"
        return "shared_text", f"{part:.0%} of {self.shorter.article.id} in {runs}{shown}"

    def _rewrite(self) -> tuple[_Kind, str] | None:
        worthless = {place for place, weight in self.weights.items() if weight < 1}
        if not leaves_traces(self.shorter, self.longer, worthless, self.reader.shingler):
            return None
        following = follow(self.shorter, self.longer, self.weights, self.reader.sentences, REWRITTEN / 2)
        if following is None:
            return None
        few = following.sentences < LEAST_SENTENCES or following.words < 2 * self.shorter.grain.least
        if few or following.part < REWRITTEN / 2 or (following.part < REWRITTEN and not self._credits):
            return None
        assert following.best is not None
        mine, theirs = (excerpt(body, *place) for body, place in zip(self._both, following.best, strict=True))
        counted = f"{following.sentences} of {following.of} sentences of {self.shorter.article.id}"
        return "rewrite", f"{counted} follow {self.longer.article.id} one by one, such as: {mine} / {theirs}"

    @property
    def _both(self) -> tuple[Body, Body]:
        return self.shorter, self.longer

    def _link(self, kind: _Kind, evidence: str) -> OriginLink:
        derived, origin, why = self._direction
        return OriginLink(kind=kind, a=derived.id, b=origin.id, evidence=f"{evidence} [{why}]")

    @cached_property
    def _given(self) -> tuple[tuple[Credit, ...], tuple[Credit, ...]]:
        return self.reader.credits(self.shorter), self.reader.credits(self.longer)

    @cached_property
    def _named(self) -> list[tuple[Article, Article, Credit]]:
        """Who credits whom of the two."""
        one, other = self.shorter.article, self.longer.article
        sides = ((one, other, self._given[0]), (other, one, self._given[1]))
        return [
            (crediting, credited, credit)
            for crediting, credited, given in sides
            for credit in given
            if names_publisher(credit, credited.publisher) and not names_publisher(credit, crediting.publisher)
        ]

    @cached_property
    def _credits(self) -> list[str]:
        said = [
            f"{crediting.id} credits {credited.id}: “{credit.exact}”" for crediting, credited, credit in self._named
        ]
        common = agencies_in_common(*self._given)
        return [*dict.fromkeys(said), *([f"both credit: {', '.join(common)}"] if common else [])]

    @cached_property
    def _direction(self) -> tuple[Article, Article, str]:
        """The derived article, the one it is derived from, and how that is known.

        A credit goes before dates: the page that was copied is often stamped anew after the copy was made.
        """
        credited = {(crediting.id, origin.id): (crediting, origin) for crediting, origin, _ in self._named}
        if len(credited) == 1:
            ((derived, origin),) = credited.values()
            return derived, origin, f"{derived.id} credits {origin.id}"
        first, second = sorted((self.shorter.article, self.longer.article), key=lambda article: article.id)
        if first.published_at and second.published_at:
            dates = first.published_at, second.published_at
            if (dates[0].tzinfo is None) == (dates[1].tzinfo is None) and dates[0] != dates[1]:
                earlier, later = (first, second) if dates[0] < dates[1] else (second, first)
                return later, earlier, f"{earlier.id} is earlier: {_day(earlier)}, {later.id}: {_day(later)}"
        if (first.published_at is None) != (second.published_at is None):
            undated, dated = (first, second) if first.published_at is None else (second, first)
            return undated, dated, f"{undated.id} bears no date, {dated.id}: {_day(dated)}"
        return first, second, "which was first is not known"


def _day(article: Article) -> str:
    assert article.published_at is not None
    return article.published_at.isoformat(sep=" ", timespec="minutes")
