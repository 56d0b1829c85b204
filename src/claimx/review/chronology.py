"""How one claim went: first made, repeated, hardened, softened, denied, corrected, withdrawn, as it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby

from claimx.models import (
    Article,
    ArticleSpan,
    Certainty,
    Change,
    Claim,
    Label,
    MergedClaim,
    Report,
    ResolvedSource,
    Source,
    Stance,
    TimelineEntry,
)
from claimx.text.measures import Measure, compare, read_measure

_RANKS: dict[Certainty, int] = {"possible": 1, "probable": 2, "certain": 3}
_CHANGES_NOTHING: frozenset[Change] = frozenset({"repeated", "queried", "commented"})
_TAKES_BACK = re.compile(
    r"\b(?:retract|withdr[ae]w|took back|takes back|zog\b.*\bzurück|zurückgezogen|widerruf|retir[oó]|s'est rétract)"
    r"|撤回|收回",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Utterance:
    """One stance in one article, with all that is known of where it stands."""

    claim: Claim
    stance: Stance
    article: Article | None
    holder: ResolvedSource | None

    @property
    def speaker(self) -> str:
        """Who is meant across articles; the publisher where the article speaks in its own voice."""
        if self.holder is not None and self.holder.id is not None:
            return self.holder.id
        if self.stance.holder is not None:
            return self.stance.holder.name
        return f"\0{(self.article and self.article.publisher) or self.claim.article_id}"

    @property
    def moment(self) -> datetime | None:
        return self.article.published_at if self.article is not None else None


@dataclass
class _Course:
    """What has been said so far. `level` is the strongest certainty of the last article that supports the claim."""

    stands: dict[str, tuple[Label, str]] = field(default_factory=dict)
    certainty: dict[str, Certainty] = field(default_factory=dict)
    level: Certainty | None = None
    figures: dict[str, list[tuple[Measure, _Utterance]]] = field(default_factory=dict)
    made: bool = False


def timeline(claim: MergedClaim, report: Report) -> tuple[TimelineEntry, ...]:
    """Every holder's stances toward a claim of `report`, by date of publication; articles without a date come last.

    One entry for each holder, label and article, and one more for each change within it. A claim hardens or softens
    against what the same holder said in an earlier article, or else against the last article that supports it; an
    article counts with the strongest that it gives. A later figure is an update where the count changes with time, or
    where the same holder gives it; it is a correction where it falls though such a count can only grow.
    """
    course, seen = _Course(), set[tuple[str, str, str]]()
    entries: list[TimelineEntry] = []
    for _, group in groupby(sorted(_utterances(claim, report), key=_order), key=lambda one: one.claim.article_id):
        utterances = list(group)
        shifts = _certainty_shifts(course, utterances)
        for utterance in utterances:
            change, detail = _change(course, utterance, shifts)
            key = (utterance.claim.article_id, utterance.speaker, utterance.stance.label)
            if key not in seen or change not in _CHANGES_NOTHING:
                entries.append(_entry(utterance, change, detail))
            seen.add(key)
    return tuple(entries)


def _utterances(claim: MergedClaim, report: Report) -> Iterator[_Utterance]:
    articles = {article.id: article for article in report.articles}
    resolved: dict[Source, ResolvedSource] = {
        given: position.source for position in claim.positions for given in position.source.as_given
    }
    for appearance in claim.appearances:
        for stance in appearance.stances:
            holder = None
            if stance.holder is not None:
                holder = resolved.get(stance.holder) or _by_itself(stance.holder)
            yield _Utterance(appearance, stance, articles.get(appearance.article_id), holder)


def _by_itself(source: Source) -> ResolvedSource:
    return ResolvedSource(**dict(source), id=None, as_given=(source,))


def _order(utterance: _Utterance) -> tuple[float, str, int, str]:
    moment = utterance.moment or datetime.max.replace(tzinfo=UTC)
    stamp = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return stamp, utterance.claim.article_id, utterance.stance.evidence[0].start, utterance.claim.id


def _change(course: _Course, utterance: _Utterance, shifts: dict[str, tuple[Change, str]]) -> tuple[Change, str | None]:
    """What the utterance changes of the course, which is led on by it."""
    label, speaker = utterance.stance.label, utterance.speaker
    if label == "query":
        return "queried", None
    if label == "comment":
        return "commented", None
    before, where = course.stands.get(speaker, (None, ""))
    course.stands[speaker] = label, utterance.claim.article_id
    elsewhere = where != utterance.claim.article_id
    if label == "deny":
        if (before == "support" and elsewhere) or _takes_back(utterance.stance):
            return "withdrawn", None
        return ("repeated" if before == "deny" else "denied"), None
    figure, first = _figure_change(course, utterance), not course.made
    course.made = True
    if before == "deny" and elsewhere:
        return "withdrawn", "an earlier denial"
    if first:
        return "first", None
    return figure or shifts.pop(speaker, None) or ("repeated", None)


def _certainty_shifts(course: _Course, utterances: Sequence[_Utterance]) -> dict[str, tuple[Change, str]]:
    """Who of the speakers of one article is surer, or less sure, than before."""
    strongest: dict[str, Certainty] = {}
    for utterance in utterances:
        certainty = utterance.stance.certainty
        if utterance.stance.label == "support" and certainty in _RANKS:
            strongest[utterance.speaker] = max(strongest.get(utterance.speaker, certainty), certainty, key=_rank)
    if not strongest:
        return {}
    level = max(strongest.values(), key=_rank)
    newcomer = next((speaker for speaker in strongest if strongest[speaker] == level), None)
    shifts = {}
    for speaker, certainty in strongest.items():
        before = course.certainty.get(speaker, course.level if speaker == newcomer else None)
        if before is not None and before != certainty:
            change: Change = "hardened" if _RANKS[certainty] > _RANKS[before] else "softened"
            shifts[speaker] = change, f"{before} → {certainty}"
    course.certainty |= strongest
    course.level = level
    return shifts


def _rank(certainty: Certainty) -> int:
    return _RANKS.get(certainty, 0)


def _takes_back(stance: Stance) -> bool:
    words = [span.exact for span in stance.evidence]
    if stance.attribution is not None and stance.attribution.cue is not None:
        words.append(stance.attribution.cue.exact)
    return any(_TAKES_BACK.search(exact) for exact in words)


def _figure_change(course: _Course, utterance: _Utterance) -> tuple[Change, str] | None:
    """Only where the claim gives one figure of its kind: of several, nobody can tell which follows which."""
    read = (read_measure(quantity, utterance.claim.text) for quantity in utterance.claim.quantities)
    measures = [measure for measure in read if measure is not None]
    changed: tuple[Change, str] | None = None
    for now in measures:
        if now.past or sum(one.kind == now.kind for one in measures) > 1:
            continue
        given = course.figures.setdefault(now.kind, [])
        if not given:
            given.append((now, utterance))
            continue
        last, by = given[-1]
        recalled = any(compare(earlier, now) == "equal" for earlier, _ in given)
        if not recalled and _supersedes(now, last) and _is_later(by, utterance):
            given.append((now, utterance))
            if last.fate or now.fate or by.speaker == utterance.speaker:
                lower = (last.grows or now.grows) and now.high < last.low
                changed = "corrected" if lower else "updated", f"{last.text} → {now.text}"
    return changed


def _supersedes(now: Measure, last: Measure) -> bool:
    """Another figure, or a bound that was raised: "at least 11" after "at least 4", but not after "17"."""
    how = compare(last, now)
    return how == "differ" or (how == "bound" and now.low > last.low)


def _is_later(earlier: _Utterance, later: _Utterance) -> bool:
    if earlier.claim.article_id == later.claim.article_id:
        return earlier.speaker == later.speaker
    return earlier.moment is not None and later.moment is not None and earlier.moment != later.moment


def _entry(utterance: _Utterance, change: Change, detail: str | None) -> TimelineEntry:
    stance = utterance.stance
    return TimelineEntry(
        moment=utterance.moment,
        article_id=utterance.claim.article_id,
        publisher=utterance.article.publisher if utterance.article is not None else None,
        holder=utterance.holder,
        label=stance.label,
        certainty=stance.certainty,
        change=change,
        detail=detail,
        evidence=ArticleSpan(**dict(stance.evidence[0]), article_id=utterance.claim.article_id),
    )
