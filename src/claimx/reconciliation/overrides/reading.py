"""`merges.toml`: what an editor decided, read, checked for conflict, and turned to the claims and sources at hand."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ValidationError
from rapidfuzz.distance import Indel

from claimx.errors import InvalidOverrides, OverridesConflict
from claimx.models import Article, Claim, ClaimOverride, ClaimReference, Overrides, Source, SourceOverride, Span
from claimx.reconciliation.matching.clustering import Group
from claimx.reconciliation.overrides.binding import Ruling, Rulings, components
from claimx.text import locate

_HEADER = re.compile(r"\s*\[\[\s*(join|apart|source)\s*\]\]")
Kind = Literal["join", "apart", "source"]


def load_overrides(path: str | Path) -> Overrides:
    """Read a `merges.toml`: `[[join]]` and `[[apart]]` with `claims`, `[[source]]` with `names`.

    Raises InvalidOverrides for a file that is not there or cannot be understood, OverridesConflict where it joins by
    the same words what it keeps apart.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
        content = tomllib.loads(text)
    except OSError as error:
        raise InvalidOverrides(f"cannot read {path}: {error.strerror or error}") from error
    except ValueError as error:  # no TOML, or no UTF-8
        raise InvalidOverrides(f"{path} is no TOML: {error}") from error
    try:
        overrides = Overrides.model_validate(_with_lines(content, text))
    except ValidationError as error:
        raise InvalidOverrides(f"{path}: {_first_fault(error)}") from error
    _check_wording(overrides)
    return overrides


def as_overrides(given: Overrides | str | Path | None) -> Overrides:
    """The overrides themselves, whichever way they were given."""
    if given is None:
        return Overrides()
    if isinstance(given, Overrides):
        _check_wording(given)
        return given
    return load_overrides(given)


def rulings_on(claims: Sequence[Claim], overrides: Overrides, articles: Mapping[str, Article]) -> Rulings:
    """The overrides by the numbers of the claims they mean.

    Raises OverridesConflict where what is joined, be it through others, is kept apart too.
    """
    finder = _Finder(claims, articles)
    joins, unmet = finder.rulings("join", overrides.join)
    aparts, unmet_aparts = finder.rulings("apart", overrides.apart)
    _check(joins, aparts)
    return Rulings(joins=tuple(joins), aparts=tuple(aparts), unmet=(*unmet, *unmet_aparts))


def same_sources(sources: Sequence[Source], overrides: Overrides) -> tuple[list[Group], list[str]]:
    """The places of the sources that are one by override; and in words, which names no article gives."""
    by_name: dict[str, list[int]] = {}
    for number, source in enumerate(sources):
        by_name.setdefault(_folded(source.name), []).append(number)
    groups: list[Group] = []
    unmet: list[str] = []
    for place, override in enumerate(overrides.source, start=1):
        unknown = [name for name in override.names if _folded(name) not in by_name]
        unmet += (f"{_told('source', place, override)}: no article names a source “{name}”" for name in unknown)
        known = [number for name in override.names for number in by_name.get(_folded(name), ())]
        if known:
            groups.append(tuple(sorted(known)))
    return groups, unmet


@dataclass(frozen=True)
class _Finder:
    claims: Sequence[Claim]
    articles: Mapping[str, Article]

    def rulings(self, kind: Kind, overrides: Iterable[ClaimOverride]) -> tuple[list[Ruling], list[str]]:
        """The rulings, and what of the overrides could not be met."""
        rulings: list[Ruling] = []
        unmet: list[str] = []
        for place, override in enumerate(overrides, start=1):
            told = _told(kind, place, override)
            found = [self._find(reference) for reference in override.claims]
            unmet += (f"{told}: {why}" for why in found if isinstance(why, str))
            numbers = [number for number in found if isinstance(number, int)]
            if kind == "apart" and len(set(numbers)) < len(numbers):
                unmet.append(f"{told}: two of its references mean one claim, which cannot be parted")
            if len(set(numbers)) > 1:
                rulings.append(Ruling(tuple(sorted(set(numbers))), f"{told}{_note(override)}"))
        return rulings, unmet

    def _find(self, reference: ClaimReference) -> int | str:
        """The number of the claim that is meant, or in words why none is."""
        article = self.articles.get(reference.article)
        if article is None:
            return f"no article {reference.article!r}"
        places = list(_places(article.text, reference))
        if not places:
            return f"“{reference.quote}” does not stand in {reference.article}"
        overlaps = {
            number: overlap
            for number, claim in enumerate(self.claims)
            if claim.article_id == reference.article and (overlap := _overlap(claim, places))
        }
        if not overlaps:
            return f"no claim of {reference.article} rests on “{reference.quote}”"
        if reference.text is not None:
            wanted = reference.text
            return min(overlaps, key=lambda number: (Indel.distance(wanted, self.claims[number].text), number))
        best = max(overlaps.values())
        meant = [number for number, overlap in overlaps.items() if overlap == best]
        if len(meant) > 1:
            return f"{len(meant)} claims of {reference.article} rest on “{reference.quote}”; give the text of the one"
        return meant[0]


def _places(text: str, reference: ClaimReference) -> Iterator[Span]:
    """Where the words stand: at `start` if it is given, else wherever they do."""
    quote = reference.quote
    if reference.start is not None:
        near = (reference.start, reference.start + len(quote))
        if (span := locate(text, quote, near)) is not None:
            yield span
        return
    at = text.find(quote)
    while at >= 0:
        yield Span(start=at, end=at + len(quote), exact=quote)
        at = text.find(quote, at + 1)
    if quote not in text and (span := locate(text, quote)) is not None:
        yield span


def _overlap(claim: Claim, places: Sequence[Span]) -> float:
    """How nearly words a claim rests on are the words meant: shared characters by all characters, 0 to 1."""
    spans = [*claim.evidence, *(span for stance in claim.stances for span in stance.evidence)]
    return max((_jaccard(span, place) for span in spans for place in places), default=0.0)


def _jaccard(a: Span, b: Span) -> float:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared / (max(a.end, b.end) - min(a.start, b.start)) if shared > 0 else 0.0


def _check_wording(overrides: Overrides) -> None:
    """The check that needs no article, and can be made before anything is paid for: the very same words."""
    references = {reference for one in (*overrides.join, *overrides.apart) for reference in one.claims}
    number = {
        reference: place for place, reference in enumerate(sorted(references, key=ClaimReference.model_dump_json))
    }

    def rulings(kind: Kind, given: Sequence[ClaimOverride]) -> list[Ruling]:
        return [
            Ruling(tuple(number[reference] for reference in one.claims), _told(kind, place, one))
            for place, one in enumerate(given, start=1)
        ]

    _check(rulings("join", overrides.join), rulings("apart", overrides.apart))


def _check(joins: Sequence[Ruling], aparts: Sequence[Ruling]) -> None:
    for component, chain in components(joins):
        for apart in aparts:
            if len(set(apart.group).intersection(component)) > 1:
                told = ", ".join(ruling.told for ruling in chain)
                raise OverridesConflict(
                    f"{apart.told} keeps apart what is joined by {told}", hint="take one of them out of merges.toml"
                )


def _with_lines(content: dict[str, object], text: str) -> dict[str, object]:
    """The content with the line of each entry's header; without, where an entry is written in another way."""
    lines: dict[str, list[int]] = {"join": [], "apart": [], "source": []}
    for line, written in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(written):
            lines[header[1]].append(line)
    counts = Counter({kind: len(entries) for kind, entries in content.items() if isinstance(entries, list)})
    return {
        kind: [{**entry, "line": line} for entry, line in zip(entries, lines[kind], strict=True)]
        if isinstance(entries, list) and kind in lines and counts[kind] == len(lines[kind])
        else entries
        for kind, entries in content.items()
    }


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in fault["loc"])
    return f"{place}: {fault['msg']}"


def _told(kind: Kind, place: int, override: ClaimOverride | SourceOverride) -> str:
    where = f"line {override.line}" if override.line is not None else f"no. {place}"
    return f"merges.toml, {kind} at {where}"


def _note(override: ClaimOverride) -> str:
    return f": {override.note}" if override.note else ""


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
