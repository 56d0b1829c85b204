"""What is still open of a story: new claims beside the groups that stand, each of these shown by one of its claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from claimx.models import Article, Claim, MergeMethod
from claimx.reconciliation.canonical import canonical_text
from claimx.reconciliation.joining import Joined
from claimx.reconciliation.matching.candidates import Pair, candidate_pairs
from claimx.reconciliation.matching.clustering import Group
from claimx.reconciliation.matching.embedding import Embed, nearest_pairs
from claimx.reconciliation.matching.likeness import Likeness
from claimx.reconciliation.overrides.binding import Ruling, Rulings, bind


class OpenClaims:
    """The claims a decision is wanted on; with no group standing, all of them.

    Places count `shown`, numbers count all claims of the story.
    """

    def __init__(
        self,
        claims: Sequence[Claim],
        likeness: Likeness,
        standing: Iterable[Joined],
        articles: dict[str, Article],
        embed: Embed | None = None,
    ) -> None:
        self._claims = claims
        groups = list(standing)
        decided = {number for joined in groups for number in joined.group}
        self._stands_for = {_face(joined, claims, articles): joined for joined in groups}
        self._numbers = [number for number in range(len(claims)) if number not in decided or number in self._stands_for]
        self._likeness = likeness
        self._embed = embed

    @property
    def shown(self) -> list[Claim]:
        return [self._claims[number] for number in self._numbers]

    @property
    def standing(self) -> frozenset[int]:
        """The places of what is decided already."""
        return frozenset(place for place, number in enumerate(self._numbers) if number in self._stands_for)

    @cached_property
    def likeness(self) -> Likeness:
        return Likeness(self.shown) if self._stands_for else self._likeness

    @cached_property
    def pairs(self) -> list[Pair]:
        near = nearest_pairs([claim.text for claim in self.shown], self._embed) if self._embed else ()
        return candidate_pairs(self.likeness, near)

    def closed(self, groups: Iterable[tuple[Group, MergeMethod]]) -> list[Joined]:
        """The groups of places as groups of all claims. Groups that stand are never joined with one another."""
        joined = [Joined.by(method, group) for group, method in groups]
        apart = Rulings(aparts=(Ruling(tuple(sorted(self.standing)), ""),)) if self._stands_for else Rulings()
        return [self._whole(one) for one in bind(joined, apart, self.likeness)]

    def _whole(self, joined: Joined) -> Joined:
        numbers = [self._numbers[place] for place in joined.group]
        parts = [self._stands_for.get(number) or Joined.by("rule", [number]) for number in numbers]
        return Joined.of(parts, joined.method, joined.why)


def _face(joined: Joined, claims: Sequence[Claim], articles: dict[str, Article]) -> int:
    """The claim that is shown for a group: the one whose text stands for it in the report."""
    text = canonical_text([claims[number] for number in joined.group], articles)
    return next(number for number in joined.group if claims[number].text == text)
