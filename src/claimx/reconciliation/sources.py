"""One source, however many articles name it: by rule, or by the model where there is one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from claimx.models import Extraction, ResolvedSource, Source
from claimx.reconciliation.matching.clustering import Group, as_partition
from claimx.text import one_line

_INDEFINITE = re.compile(
    r"(an?|one|two|three|some|several|another|unnamed|anonymous|senior|eine?r?|zwei|einige|mehrere)\b|[一某多有]", re.I
)
_TITLE = re.compile(r"^(?:the|mr|mrs|ms|dr|prof|sir|der|die|das|frau|herr)\.?\s+", re.I)


def sources_of(extractions: Iterable[Extraction]) -> list[tuple[str, Source]]:
    """Every source that holds or relays something, once an article, with the article's id, in a fixed order."""
    found = {
        (extraction.article.id, source)
        for extraction in extractions
        for claim in extraction.claims
        for source in claim.sources()
    }
    return sorted(found, key=lambda entry: (entry[0], entry[1].name, entry[1].model_dump_json()))


def group_by_rule(sources: Sequence[Source]) -> list[Group]:
    """Named sources by name, a person also by surname where only one bears it; unnamed ones by their description."""
    keys = [_key(source) for source in sources]
    surnames = defaultdict(set)
    for source, key in zip(sources, keys, strict=True):
        if source.named and source.kind == "person" and " " in key:
            surnames[key.split()[-1]].add(key)
    groups: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for number, (source, key) in enumerate(zip(sources, keys, strict=True)):
        bearers = surnames.get(key, set()) if source.named else set()
        groups[source.named, next(iter(bearers)) if len(bearers) == 1 else key].append(number)
    return as_partition(groups.values())


def line(article: str, source: Source) -> str:
    """One source as the model sees it."""
    about = [source.kind if source.named else f"{source.kind}, unnamed", source.role, source.affiliation]
    return one_line(f"{article} {source.name} [{'; '.join(filter(None, about))}]")


def resolve(
    sources: Sequence[Source], groups: Sequence[Group], overridden: Sequence[Group] = ()
) -> dict[Source, ResolvedSource]:
    """Each source as given → the one it is. The same form in two articles is one row, whatever the groups say.

    The groups in `overridden` are an editor's word: they join also what rules and model may not.
    """
    resolved: dict[Source, ResolvedSource] = {}
    taken: set[str] = set()
    given = Counter(_key(source) for source in sources)
    rows = [(_face(members, given), members) for members in _joined(sources, groups, overridden)]
    for face, members in sorted(rows, key=lambda row: (_key(row[0]), row[0].model_dump_json())):
        one = ResolvedSource(
            id=_unused(_slug(face), taken),
            name=face.name,
            kind=face.kind,
            role=_most_alike(source.role for source in members),
            affiliation=_most_alike(source.affiliation for source in members),
            named=face.named,
            aliases=tuple(sorted({source.name for source in members} - {face.name})),
            as_given=tuple(members),
        )
        resolved |= dict.fromkeys(members, one)
    return resolved


def _joined(sources: Sequence[Source], groups: Sequence[Group], overridden: Sequence[Group]) -> list[list[Source]]:
    """The groups as sources; an indefinite description ("a U.S. official") never stands with a name."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(sources)
    for group in groups:
        members = [sources[number] for number in group]
        named = [source for source in members if source.named]
        vague = [source for source in members if not source.named and _INDEFINITE.match(source.name)]
        definite = [source for source in members if source not in vague]
        for chain in (definite if named else members, vague if named else []):
            nx.add_path(graph, chain)
    for group in overridden:
        nx.add_path(graph, [sources[number] for number in group])
    place = {source: number for number, source in reversed(list(enumerate(sources)))}
    return [sorted(component, key=place.__getitem__) for component in nx.connected_components(graph)]


def _key(source: Source) -> str:
    name = _TITLE.sub("", re.sub(r"[^\w\s]", "", source.name).casefold().strip())
    if source.named:
        return name
    # "two U.S. officials" and "U.S. officials" are one row: numbers and articles say nothing of who they are.
    return re.sub(r"\b(an?|the|one|two|three|some|several|of)\b", " ", name).strip()


def _face(members: Sequence[Source], given: Mapping[str, int]) -> Source:
    """The member whose name stands for all: of names one that holds the others, of descriptions the commonest.

    The longest description says most about one article ("those of the officials who spoke last week"), not about all.
    """
    named = [source for source in members if source.named]
    if not named:
        return max(members, key=lambda source: (given[_key(source)], -len(source.name)))
    words = {source: set(_key(source).split()) for source in named}
    return max(
        named,
        key=lambda source: (sum(words[other] < words[source] for other in named), given[_key(source)]),
    )


def _most_alike(values: Iterable[str | None]) -> str | None:
    """The wording that shares most words with the others; the shortest of several: a garbled copy stands alone."""
    given = [value for value in values if value]
    words = {value: set(re.findall(r"\w+", value.casefold())) for value in given}
    shared = {value: sum(len(words[value] & words[other]) for other in given) for value in given}
    return max(given, key=lambda value: (shared[value], -len(value)), default=None)


def _slug(source: Source) -> str:
    slug = re.sub(r"[^\w]+", "-", source.name.casefold()).strip("-") or "source"
    return slug if source.named else f"unnamed-{slug}"


def _unused(slug: str, taken: set[str]) -> str:
    candidate, number = slug, 2
    while candidate in taken:
        candidate, number = f"{slug}-{number}", number + 1
    taken.add(candidate)
    return candidate
