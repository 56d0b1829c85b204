"""How merged claims bear on each other, by rule: only what the words themselves make plain, and seldom wrong."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from claimx.models import Article, Claim, MergedClaim, Relation, RelationKind
from claimx.reconciliation.matching.agreement import conflict
from claimx.reconciliation.matching.blocking import Neighbours
from claimx.reconciliation.matching.terms import Reading, read
from claimx.reconciliation.variants.figures import Finding, differences, measures_of
from claimx.reconciliation.variants.setting import Setting
from claimx.reconciliation.variants.times import can_compare, meeting
from claimx.text.measures import Measure, compare

BLOCK_CAP = 50
"""A term in more claims than this brings no two together: pairs stay linear in the number of claims."""

NEARLY_ALL, MUCH, SOME, LITTLE = 0.8, 0.6, 0.4, 0.15
"""How alike two claims must be, figures and dates aside, for a polarity or time, a count, or a scope to be compared;
the last where what is counted tells by itself that one count can hold the other."""

_ROUNDED_DOWN = 1 - 1e-9
"""Below what adding weights in another order can make up."""

_FATES_WITHIN = (frozenset({"injured", "hospital"}), frozenset({"rescued", "hospital"}))
"""One count can be part of the other. Of the dead beside the missing nobody takes one for the other."""

_AUXILIARIES = frozenset({"did", "do", "does"})
"""They come with a negation, and say nothing else."""

_UNKNOWN = re.compile(
    r"\b(?:not (?:yet )?(?:known|clear|disclosed|been disclosed)|unknown|unclear|undisclosed|nicht bekannt|unbekannt"
    r"|unklar|se desconoce|no se sabe|on ignore)\b|不明|尚不清楚|未知",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"\b(?:withdr[ae]w|withdrawn|retract(?:s|ed)?|took back|zog\b.*\bzurück|zurückgezogen|widerrief|retiró)\b"
    r"|撤回|收回",
    re.IGNORECASE,
)
_REVISED = re.compile(
    r"\b(?:lower(?:s|ed)?|rais(?:es|ed)|cut|revis(?:es|ed)|correct(?:s|ed)|senkte|gesenkt|erhöhte|korrigiert\w*|corrigió)\b"
    r"|下调|上调|更正|修正",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:other than|apart from|aside from|besides|except|excluding|without|abgesehen von|außer|ohne|neben|aparte de"
    r"|excepto|sin|à part|hormis|sauf|sans)\b|除|以外|之外",
    re.IGNORECASE,
)
_UNIQUE = re.compile(
    r"\b(?:the (?:first|last|only|sole|main|biggest|largest|winner|cause)|der (?:erste|letzte|einzige)"
    r"|die (?:erste|letzte|einzige)|el (?:primero|último|único)|le (?:premier|dernier|seul))\b|唯一|第一|最后一",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Told:
    """A merged claim by the appearance that stands for it."""

    claim: MergedClaim
    face: Claim
    reading: Reading
    terms: frozenset[str]
    measures: tuple[Measure, ...]
    first: float | None
    whole: float
    """What its terms weigh."""

    @cached_property
    def leaves_out(self) -> bool:
        return _LEFT_OUT.search(self.claim.text) is not None

    @cached_property
    def leaves_open(self) -> bool:
        return _UNKNOWN.search(self.claim.text) is not None

    @cached_property
    def takes_back(self) -> bool:
        return _TAKEN_BACK.search(self.claim.text) is not None

    @cached_property
    def revises(self) -> bool:
        return _REVISED.search(self.claim.text) is not None

    @cached_property
    def names_the_only(self) -> bool:
        return _UNIQUE.search(self.claim.text) is not None

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(self.reading.names)


def find_relations(claims: Sequence[MergedClaim], articles: Iterable[Article]) -> tuple[Relation, ...]:
    """The relations between `claims` that rules can be sure of, at most one for a pair, the weightiest.

    In `updates` the second claim is the later one, in `narrower` the first is the one that says more. A child is not
    related as narrower to what it stands under.
    """
    sources = {position.source.id: position.source for claim in claims for position in claim.positions}
    setting = Setting(
        {article.id: article for article in articles},
        {given: source for source in sources.values() for given in source.as_given},
    )
    ordered = sorted(claims, key=lambda claim: claim.id)
    terms = [_terms(claim) for claim in ordered]
    frequencies = Counter(term for one in terms for term in one)
    weights = {term: math.log((1 + len(terms)) / (0.5 + count)) ** 2 for term, count in frequencies.items()}
    told = [_tell(claim, one, weights, setting) for claim, one in zip(ordered, terms, strict=True)]
    parents = {claim.id: claim.parent for claim in claims}
    near = Neighbours(terms, frequencies, weights, BLOCK_CAP)
    found = (_relate(a, b, weights, setting, parents) for a, b in _candidates(told, near))
    return tuple(sorted(filter(None, found), key=lambda relation: (relation.a, relation.b)))


def unite(given: Sequence[Relation], by_rule: Sequence[Relation]) -> tuple[Relation, ...]:
    """What was given, then what rules find between other claims."""
    taken = {frozenset((relation.a, relation.b)) for relation in given}
    return (*given, *(relation for relation in by_rule if frozenset((relation.a, relation.b)) not in taken))


def _terms(claim: MergedClaim) -> frozenset[str]:
    """What the claim says, figures and times aside."""
    reading = read(claim.text)
    besides = reading.figures | _AUXILIARIES
    return frozenset(term for term in reading.terms if term[0] not in "#@" and term not in besides)


def _tell(claim: MergedClaim, terms: frozenset[str], weights: Mapping[str, float], setting: Setting) -> _Told:
    face = next((one for one in claim.appearances if one.text == claim.text), claim.appearances[0])
    reading = read(claim.text)
    dated = [moment for one in claim.appearances if (moment := setting.published(one)) is not None]
    measures, whole = tuple(measures_of(face)), _weight(terms, weights)
    return _Told(claim, face, reading, terms, measures, min(dated, default=None), whole)


def _candidates(told: Sequence[_Told], neighbours: Neighbours) -> Iterator[tuple[_Told, _Told]]:
    """Those that share a rare term, and can be alike enough by what all shared terms weigh at most."""
    wholes = [one.whole for one in told]
    some, little = SOME * _ROUNDED_DOWN, (LITTLE * _ROUNDED_DOWN) ** 2
    for place, near in neighbours.of_each():
        a = wholes[place]
        for other, most in near.items():
            b = wholes[other]
            if most >= some * a or most >= some * b or most * most >= little * a * b:
                yield told[place], told[other]


def _relate(
    a: _Told, b: _Told, weights: Mapping[str, float], setting: Setting, parents: Mapping[str, str | None]
) -> Relation | None:
    common = a.terms & b.terms
    shared = _weight(common, weights)
    if len(common) < 2 or not shared:
        return None
    alike = shared / math.sqrt(a.whole * b.whole)
    said_of_a, said_of_b = shared / a.whole, shared / b.whole
    if alike < LITTLE and max(said_of_a, said_of_b) < SOME:
        return None
    found = chain(
        _opposed(a, b, alike, min(said_of_a, said_of_b)),
        _figures(a, b, alike, setting),
        _apart(a, b, alike),
        _two_for_one_place(a, b),
        _turns(a, b, said_of_a, said_of_b),
        _turns(b, a, said_of_b, said_of_a),
        _narrower(a, b, said_of_a, parents),
        _narrower(b, a, said_of_b, parents),
    )
    return next(found, None)


def _opposed(a: _Told, b: _Told, alike: float, shared: float) -> Iterator[Relation]:
    """A negation turns the whole claim only where both say hardly anything else; an opposite tells by itself."""
    if max(alike, shared) < MUCH or a.leaves_open or b.leaves_open or _figure_or_name_differs(a, b):
        return
    why = conflict(a.reading, b.reading)
    if (why == "one is negated" and shared >= NEARLY_ALL) or (why == "they say opposite things" and alike >= MUCH):
        yield _relation(a, b, "contradicts", f"polarity: {why}")


def _figures(a: _Told, b: _Told, alike: float, setting: Setting) -> Iterator[Relation]:
    if not (a.measures and b.measures) or a.reading.negated != b.reading.negated or _names_differ(a, b):
        return
    for finding in differences(a.face, b.face, {a.face.id: a.measures, b.face.id: b.measures}, setting):
        if finding.how == "differ" and alike >= NEARLY_ALL and _times_meet(a, b):
            yield _relation(a, b, "contradicts", f"quantity: {finding.a.text} against {finding.b.text}")
        elif finding.how in ("later", "corrected") and alike >= MUCH:
            later, earlier = (a, b) if finding.b in a.measures else (b, a)
            yield _relation(earlier, later, "updates", f"a later count: {finding.a.text} → {finding.b.text}")
        elif finding.how == "scope" and alike >= (LITTLE if _part_of_one(finding) else SOME):
            why = f"what is counted differs: {finding.a.text} and {finding.b.text}"
            yield _relation(a, b, "different_scope", why)


def _part_of_one(finding: Finding) -> bool:
    """Whether one count can hold the other: the dead with the diver and without, the injured and those in hospital."""
    one, other = finding.a.fate, finding.b.fate
    return one is not None and other is not None and (one == other or frozenset({one, other}) in _FATES_WITHIN)


def _apart(a: _Told, b: _Told, alike: float) -> Iterator[Relation]:
    """One event at two times. States and repeated events may hold at both."""
    one, other = a.face, b.face
    if alike < NEARLY_ALL or _figure_or_name_differs(a, b) or a.reading.negated != b.reading.negated:
        return
    if one.kind != "event" or other.kind != "event" or _times_meet(a, b):
        return
    assert one.time is not None
    assert other.time is not None
    yield _relation(a, b, "contradicts", f"time: {one.time.text} against {other.time.text}")


def _two_for_one_place(a: _Told, b: _Told) -> Iterator[Relation]:
    """Two names where only one can stand: "the first to leave was …"."""
    if not (a.names_the_only and b.names_the_only) or len(a.terms & b.terms) < 3:
        return
    only_a, only_b = a.terms - b.terms, b.terms - a.terms
    if not (only_a and only_b and only_a <= a.names and only_b <= b.names):
        return
    yield _relation(a, b, "contradicts", "identity: two are named where only one can be meant")


def _turns(later: _Told, earlier: _Told, said_of_later: float, said_of_earlier: float) -> Iterator[Relation]:
    """Where `later` says by itself that it changes the other: found out, taken back, revised."""
    after = later.first is not None and earlier.first is not None and later.first > earlier.first
    found_out = earlier.leaves_open and not later.leaves_open
    if after and found_out and not later.reading.negated and max(said_of_later, said_of_earlier) >= MUCH:
        yield _relation(earlier, later, "updates", "what was not known before is told now")
    if said_of_earlier >= NEARLY_ALL and later.takes_back and not earlier.takes_back:
        yield _relation(earlier, later, "updates", "taken back")
    revised = len(later.measures) > 1 and said_of_earlier >= SOME and later.revises
    if revised and any(compare(one, other) == "equal" for one in later.measures for other in earlier.measures):
        yield _relation(earlier, later, "updates", "the figure was revised")


def _narrower(a: _Told, b: _Told, said_of_a: float, parents: Mapping[str, str | None]) -> Iterator[Relation]:
    """Whether `a` says all that `b` says and more, and `b` is the greater part of it: else it is of something else."""
    one, other = a.reading, b.reading
    if said_of_a < MUCH or not b.terms < a.terms or len(b.terms) < 4 or one.language != other.language:
        return
    if _nested(a.claim.id, b.claim.id, parents):
        return
    if not (
        other.figures | other.dates | other.clocks | other.years <= one.figures | one.dates | one.clocks | one.years
    ):
        return
    if conflict(one, other) is not None or a.leaves_open or b.leaves_open or a.leaves_out != b.leaves_out:
        return
    yield _relation(a, b, "narrower", "says the same and more besides")


def _nested(a: str, b: str, parents: Mapping[str, str | None]) -> bool:
    """Whether one stands under the other already."""
    return b in _above(a, parents) or a in _above(b, parents)


def _above(claim: str, parents: Mapping[str, str | None]) -> set[str]:
    line: set[str] = set()
    above = parents.get(claim)
    while above is not None and above not in line:
        line.add(above)
        above = parents.get(above)
    return line


def _times_meet(a: _Told, b: _Told) -> bool:
    one, other = a.face.time, b.face.time
    if one is None or other is None or not (can_compare(one) and can_compare(other)):
        return True
    return meeting(one, other) != "apart"


def _figure_or_name_differs(a: _Told, b: _Told) -> bool:
    figures_differ = a.reading.figures != b.reading.figures
    return figures_differ or _names_differ(a, b)


def _names_differ(a: _Told, b: _Told) -> bool:
    """Whether each names somebody or something that the other does not."""
    return not a.names <= b.terms and not b.names <= a.terms


def _weight(terms: Iterable[str], weights: Mapping[str, float]) -> float:
    return math.fsum(weights[term] for term in terms)


def _relation(a: _Told, b: _Told, kind: RelationKind, why: str) -> Relation:
    return Relation(a=a.claim.id, b=b.claim.id, kind=kind, why=why)
