"""From a source as one article names it to the one source it is across articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from claimx.models import MergedClaim, Report, ResolvedSource, Source

SourceIndex = Mapping[str, Sequence[ResolvedSource]]


def index_sources(sources: Iterable[ResolvedSource]) -> SourceIndex:
    """The sources by every name they go by. The own voice is none of them: no article names it."""
    index: dict[str, list[ResolvedSource]] = defaultdict(list)
    for source in sources:
        if source.id is not None:
            for name in dict.fromkeys((source.name, *source.aliases, *(given.name for given in source.as_given))):
                index[name].append(source)
    return dict(index)


def resolve(source: Source, index: SourceIndex, held_by: Collection[str | None] = ()) -> ResolvedSource | None:
    """The resolved source that goes by this very name; None where there is none.

    Several may: "officials" in two articles are not the same officials. Then the one that is given in this very form
    counts, then the one among `held_by` (the ids of those who hold a position by way of the appearance in question),
    then the likest in kind, role and affiliation.
    """

    def _likeness(candidate: ResolvedSource) -> tuple[bool, ...]:
        return (
            source in candidate.as_given,
            candidate.id in held_by,
            candidate.kind == source.kind,
            candidate.role == source.role,
            candidate.affiliation == source.affiliation,
            candidate.name == source.name,
        )

    return max(index.get(source.name, ()), key=_likeness, default=None)


def find_unresolved(report: Report, index: SourceIndex) -> tuple[ResolvedSource, ...]:
    """Sources that some article names and the report does not list, each with an id of its own.

    There should be none. If there is one all the same, a holder written as null would turn it into the article's own
    voice, and raising would cost a whole paid run for one name.
    """
    missing = {to_own_id(source): source for source in _named_in(report.claims) if source.name not in index}
    return tuple(
        ResolvedSource(**missing[own_id].model_dump(include=set(Source.model_fields)), id=own_id)
        for own_id in sorted(missing)
    )


def to_own_id(source: Source) -> str:
    """The id of a source that the report does not list."""
    return f"unresolved-{sha256(source.model_dump_json().encode()).hexdigest()[:8]}"


def _named_in(claims: Iterable[MergedClaim]) -> Iterator[Source]:
    for claim in claims:
        for appearance in claim.appearances:
            for stance in appearance.stances:
                if stance.holder is not None:
                    yield stance.holder
                if stance.attribution is not None:
                    yield from stance.attribution.via
