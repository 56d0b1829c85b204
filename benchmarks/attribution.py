"""Score reported speech found without a model against PolNeAR's development set, as a Markdown table.

    python benchmarks/attribution.py --data polnear_dev.jsonl

The data are not part of the project: one article a line, `{doc, text, attributions_by_annotator: {name: [{source, cue,
content}]}}`, each a list of `[start, end]`. An attribution is found where the contents overlap by half (intersection
over union of their characters, one found to one gold, best overlap first); "with source": where the sources share a
character too, or both have none. Spans are scored over the pairs matched by content: a span that is missing on one side
counts against it. An article annotated by several people counts once, each of them by their share.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claimx.text.passage import Passage
from claimx.text.speech.cues import ReportedSpeech, find_reported_speech

# PolNeAR annotates beliefs and intentions beside speech. A cue is mental where it holds one of these, and speech else.
MENTAL = frozenset(
    """believe believes believed believing think thinks thought thinking expect expects expected expecting plan plans
    planned planning want wants wanted wanting hope hopes hoped hoping fear fears feared fearing know knows knew known
    knowing feel feels felt feeling worry worries worried worrying understand understands understood understanding doubt
    doubts doubted suspect suspects suspected see sees saw seen seeing view views viewed viewing consider considers
    considered considering like likes liked love loves loved hate hates hated intend intends intended wish wishes wished
    decide decides decided seem seems seemed appear appears appeared belief hopes fears realize realizes realized learn
    learns learned hear heard assume assumes assumed regard regards regarded prefer prefers preferred admire admires
    remember remembers remembered forget desire opinion""".split()
)
PARTS = ("source", "cue", "content")


@dataclass(frozen=True)
class Attribution:
    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    mental: bool


@dataclass
class Tally:
    """Weighted counts, from which F1 follows."""

    matched: float = 0.0
    found: float = 0.0
    gold: float = 0.0

    def add(self, matched: float, found: float, gold: float, weight: float) -> None:
        self.matched += weight * matched
        self.found += weight * found
        self.gold += weight * gold

    @property
    def precision(self) -> float:
        return self.matched / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.matched / (self.found + self.gold) if self.found + self.gold else 0.0


@dataclass
class Scores:
    attributions: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    spans: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="PATH")
    arguments = parser.parse_args()
    if not arguments.data.is_file():
        parser.error(f"no data at {arguments.data}: PolNeAR's development set is not part of the project")
    with arguments.data.open(encoding="utf-8") as lines:
        print("\n".join(markdown(score(map(json.loads, lines)))))


def score(articles: Iterable[dict[str, object]]) -> Scores:
    scores = Scores()
    for article in articles:
        text, annotated = str(article["text"]), article["attributions_by_annotator"]
        found = [from_found(one, text) for one in find_reported_speech(Passage(text, "en"))]
        assert isinstance(annotated, dict)
        for given in annotated.values():
            gold = [from_gold(one, text) for one in given if one["content"]]
            count(scores, found, gold, 1 / len(annotated))
    return scores


def count(scores: Scores, found: Sequence[Attribution], gold: Sequence[Attribution], weight: float) -> None:
    pairs = list(match(found, gold))
    with_source = [(one, other) for one, other in match(found, gold, with_source=True)]
    for name, kept in (("content", pairs), ("content and source", with_source)):
        for kind, wanted in (("all", (False, True)), ("speech", (False,)), ("mental", (True,))):
            # What was found goes by its own cue, unless it met a gold attribution of the other kind.
            met = {id(one): other.mental for one, other in kept}
            scores.attributions[f"{name}, {kind}"].add(
                sum(other.mental in wanted for _, other in kept),
                sum(met.get(id(one), one.mental) in wanted for one in found),
                sum(one.mental in wanted for one in gold),
                weight,
            )
    for part in PARTS:
        for one, other in pairs:
            a, b = getattr(one, part), getattr(other, part)
            scores.spans[f"{part}, exact"].add(bool(a) and a == b, bool(a), bool(b), weight)
            scores.spans[f"{part}, characters"].add(len(a & b), len(a), len(b), weight)


def match(
    found: Sequence[Attribution], gold: Sequence[Attribution], *, with_source: bool = False
) -> Iterator[tuple[Attribution, Attribution]]:
    """One found to one gold: first the pairs whose sources overlap too, then by overlap of content."""
    candidates = [
        (bool(one.source & other.source) or not (one.source or other.source), overlap, i, j)
        for i, one in enumerate(found)
        for j, other in enumerate(gold)
        if (overlap := iou(one.content, other.content)) >= 0.5
    ]
    taken: set[int] = set()
    met: set[int] = set()
    for same_source, _, i, j in sorted(candidates, key=lambda pair: (not pair[0], -pair[1], pair[2], pair[3])):
        if i not in taken and j not in met and (same_source or not with_source):
            taken.add(i)
            met.add(j)
            yield found[i], gold[j]


def iou(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b) if a & b else 0.0


def from_found(one: ReportedSpeech, text: str) -> Attribution:
    return attribution(text, [one.source] if one.source else [], [one.cue] if one.cue else [], one.content)


def from_gold(one: dict[str, list[list[int]]], text: str) -> Attribution:
    return attribution(text, *(([(start, end) for start, end in one[part]]) for part in PARTS))


def attribution(
    text: str, source: Iterable[tuple[int, int]], cue: Iterable[tuple[int, int]], content: Iterable[tuple[int, int]]
) -> Attribution:
    cue = list(cue)
    words = {word for start, end in cue for word in text[start:end].lower().split()}
    return Attribution(places(source), places(cue), places(content), bool(words & MENTAL))


def places(spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(place for start, end in spans for place in range(start, end))


def markdown(scores: Scores) -> Iterator[str]:
    yield "| attributions | precision | recall | F1 | gold |"
    yield "|---|---:|---:|---:|---:|"
    for name, tally in scores.attributions.items():
        yield f"| {name} | {tally.precision:.2f} | {tally.recall:.2f} | {tally.f1:.2f} | {tally.gold:.0f} |"
    yield ""
    yield "| spans of matched attributions | exact F1 | character F1 |"
    yield "|---|---:|---:|"
    for part in PARTS:
        exact, characters = scores.spans[f"{part}, exact"], scores.spans[f"{part}, characters"]
        yield f"| {part} | {exact.f1:.2f} | {characters.f1:.2f} |"


if __name__ == "__main__":
    main()
