"""Who holds something else toward an appearance in one report than in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from claimx.models import Certainty, Claim, Label, MergedClaim, Report, Source, StanceChange
from claimx.review.appearance_pairs import Pairs

_Held = set[tuple[Label, Certainty]]


@dataclass
class _Holder:
    """One holder toward one appearance. `names`: all that it goes by, in any case; none for the article's own voice."""

    shown: str | None
    names: frozenset[str]
    held: _Held = field(default_factory=set)

    def is_same(self, other: _Holder) -> bool:
        return not self.names.isdisjoint(other.names) or not (self.names or other.names)


class StanceComparer:
    """Compares stances of paired appearances. Holders are the same who share a name: their ids are another run's."""

    def __init__(self, a: Report, b: Report, pairs: Pairs) -> None:
        self._names = [_names(a), _names(b)]
        self._pairs = pairs
        self._in_b = {appearance.id: appearance for claim in b.claims for appearance in claim.appearances}

    def changes(self, claims: Iterable[MergedClaim]) -> Iterator[StanceChange]:
        """What changed toward the paired appearances of these claims of the first report."""
        for claim in claims:
            for appearance in claim.appearances:
                if appearance.id in self._pairs:
                    yield from self._compare(appearance, self._in_b[self._pairs[appearance.id]])

    def _compare(self, a: Claim, b: Claim) -> Iterator[StanceChange]:
        after = self._holders(b, self._names[1])
        for before in self._holders(a, self._names[0]):
            same = next((holder for holder in after if holder.is_same(before)), None)
            if same is not None:
                after.remove(same)
            held = same.held if same is not None else set()
            if held != before.held:
                yield _change(a, before.shown, before.held, held)
        for holder in after:
            yield _change(a, holder.shown, set(), holder.held)

    def _holders(self, appearance: Claim, names: dict[Source, frozenset[str]]) -> list[_Holder]:
        found: dict[frozenset[str], _Holder] = {}
        for stance in appearance.stances:
            shown = stance.holder.name if stance.holder is not None else None
            known = names.get(stance.holder) if stance.holder is not None else None
            key = known or (frozenset({shown.casefold()}) if shown is not None else frozenset())
            found.setdefault(key, _Holder(shown, key)).held.add((stance.label, stance.certainty))
        return list(found.values())


def _names(report: Report) -> dict[Source, frozenset[str]]:
    """Each source as an article gives it → every name of whom it means."""
    names: dict[Source, set[str]] = defaultdict(set)
    for source in report.sources:
        known = {name.casefold() for name in (source.name, *source.aliases, *(given.name for given in source.as_given))}
        for given in source.as_given:
            names[given] |= known
    return {source: frozenset(known) for source, known in names.items()}


def _change(appearance: Claim, holder: str | None, before: _Held, after: _Held) -> StanceChange:
    return StanceChange(
        article_id=appearance.article_id, holder=holder, before=tuple(sorted(before)), after=tuple(sorted(after))
    )
