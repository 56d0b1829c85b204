"""Write the excerpts of reconciliation.md, each between `<!-- name -->` and `<!-- /name -->`, from what the code gives.

python docs/make_reconciliation.py
"""

from __future__ import annotations

import asyncio
import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from excerpts import put_in_place

import claimx
from claimx.llm import Answer, Asker, Message, connect, load_prompt
from claimx.reconciliation.adjudication.partitioning import ask_partition
from claimx.reconciliation.adjudication.wire import GroupsAnswer, NestingAnswer
from claimx.reconciliation.joining import SEEN_AGAIN
from claimx.reconciliation.matching.agreement import conflict
from claimx.reconciliation.matching.blocking import twins
from claimx.reconciliation.matching.candidates import Pair, candidate_pairs
from claimx.reconciliation.matching.likeness import Likeness

ROOT = Path(__file__).parents[1]
PAGE = Path(__file__).with_name("reconciliation.md")
STORY = ROOT / "fixtures" / "stories" / "aid-request"
CASSETTE = ROOT / "fixtures" / "cassettes" / "aid-request.yaml"
WIDTH = 118

DENIAL = "no request for military aid in the Ukraine war was ever made"
"""The disputed claim is the first that these words of harbor-wire deny, whatever a recording calls it."""

LEFT_OUT = "eastern-ledger"
"""The article that goes and comes again."""

FEW = 6
"""Claims that are shown of those under the claim."""


class Listener:
    """Passes questions on, and keeps them with their schemas and answers."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        self.heard: list[tuple[list[Message], type[Any], Any]] = []

    async def ask(self, messages: Sequence[Message], schema: type[Any]) -> Answer[Any]:
        answer = await self.asker.ask(messages, schema)
        self.heard.append((list(messages), schema, answer.value))
        return answer

    def question(self, schema: type[Any], what: str) -> tuple[list[str], Any]:
        """The lines about claims or sources that were last shown with this schema, and the answer."""
        return next(
            (numbered_lines(messages), answer)
            for messages, asked, answer in reversed(self.heard)
            if asked is schema and messages[1]["content"].startswith(f"=== {what} ")
        )


class Careless:
    """Answers twice: the first time it loses the last number and gives the first one twice."""

    def __init__(self) -> None:
        self.heard: list[list[Message]] = []

    async def ask(self, messages: Sequence[Message], schema: type[Any]) -> Answer[Any]:
        self.heard.append(list(messages))
        groups = [[1, 2], [1], [9]] if len(self.heard) == 1 else [[1, 2], [3]]
        return Answer(schema(groups=groups), claimx.Usage(), "careless")


class Onlooker:
    """Joins nothing, and keeps what it was shown."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    async def ask(self, messages: Sequence[Message], schema: type[Any]) -> Answer[Any]:
        lines = numbered_lines(list(messages))
        if schema is NestingAnswer:
            return Answer(schema(same=[], parents=[], relations=[]), claimx.Usage(), "onlooker")
        if messages[1]["content"].startswith("=== claims "):
            self.shown = lines
        return Answer(schema(groups=[[number] for number in range(1, len(lines) + 1)]), claimx.Usage(), "onlooker")


@dataclass(frozen=True)
class Walk:
    """The story as the recording tells it, and the claim that the page follows."""

    extractions: list[claimx.Extraction]
    report: claimx.Report
    listener: Listener

    @cached_property
    def claim(self) -> claimx.MergedClaim:
        return next(claim for claim in self.report.claims if self.by_words(claim, DENIAL))

    @cached_property
    def claims(self) -> list[claimx.Claim]:
        """All claims, in the order in which the model is shown them."""
        return [claim for one in self.extractions for claim in one.claims]

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each claim's line, by id."""
        return {claim.id: number for number, claim in enumerate(self.claims, start=1)}

    @cached_property
    def likeness(self) -> Likeness:
        return Likeness(self.claims)

    @staticmethod
    def by_words(claim: claimx.MergedClaim, words: str) -> bool:
        return any(words in span.exact for position in claim.positions for span in position.evidence)


def main() -> None:
    PAGE.write_text(filled_in(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def filled_in(text: str) -> str:
    """`text` with every excerpt put in place."""
    return put_in_place(text, excerpts())


def excerpts() -> dict[str, str]:
    """The fenced block of each name."""
    walk = take_walk()
    boxes = {
        "appearances": appearances(walk.claim),
        "pairs": pairs(walk),
        "rules": by_rule(walk),
        "grouping": grouping(walk),
        "complaint": complaint(),
        "sources": sources(walk),
        "origins": origins(walk.report),
        "positions": positions(walk.claim),
        "variants": (line for variant in walk.claim.variants for line in variant_lines(variant)),
        "elsewhere": elsewhere(walk),
        "counts": counts(walk),
        "same": same(walk),
        "nested": nested(walk),
        "relations": relations(walk),
        "timeline": timeline(walk),
        "overridden": overridden(walk),
        "updated": updated(walk),
    }
    return {name: fenced(lines) for name, lines in boxes.items()}


def take_walk() -> Walk:
    """The five articles extracted and reconciled, as `claimx.run` does it, with every question overheard."""

    async def walked() -> Walk:
        async with connect(claimx.default_model()) as session:
            listener = Listener(session)
            articles = sorted(claimx.load_articles(STORY), key=lambda article: article.id)
            extractions = await asyncio.gather(*(claimx.aextract(one, model=listener) for one in articles))
            return Walk(list(extractions), await claimx.areconcile(extractions, model=listener), listener)

    with claimx.replay(CASSETTE):
        return asyncio.run(walked())


def appearances(claim: claimx.MergedClaim) -> Iterator[str]:
    for one in claim.appearances:
        yield from wrapped(f"{one.id:20}  ", one.text)


def pairs(walk: Walk) -> Iterator[str]:
    """The first appearance beside the others, then the likest claims outside: two in doubt, and two in conflict.

    Where another claim reads the same as one, and was compared in its place, the verdict is that one's.
    """
    inside = [walk.number[one.id] - 1 for one in walk.claim.appearances]
    first = inside[0]
    looked_at = candidate_pairs(walk.likeness)
    stands_in = {second: one for one, second in twins(walk.likeness.readings)}
    for other in inside[1:]:
        wanted = ({first, other}, {first, stands_in.get(other, other)})
        pair = next((one for one in looked_at if {one.a, one.b} in wanted), None)
        yield pair_line(walk, first, other, verdict(walk, pair))
    outside = sorted(
        (pair for pair in looked_at if len({pair.a, pair.b}.intersection(inside)) == 1), key=lambda pair: -pair.score
    )
    in_doubt = [pair for pair in outside if first in (pair.a, pair.b) and verdict(walk, pair) == "in doubt"]
    apart = [pair for pair in outside if verdict(walk, pair) not in ("one", "in doubt")]
    for pair in [*in_doubt[:2], *apart[:2]]:
        member, stranger = (pair.a, pair.b) if pair.a in inside else (pair.b, pair.a)
        yield f"{pair_line(walk, member, stranger, verdict(walk, pair))}: {walk.claims[stranger].text}"
    every, sure = len(walk.claims) * (len(walk.claims) - 1) // 2, sum(pair.joins for pair in looked_at)
    yield f"{every:,} pairs of {len(walk.claims)} claims, {len(looked_at)} worth a look, {sure} one by rule"


def verdict(walk: Walk, pair: Pair | None) -> str:
    if pair is None:
        return "two"
    why = conflict(walk.likeness.readings[pair.a], walk.likeness.readings[pair.b])
    return why or ("one" if pair.joins else "in doubt")


def pair_line(walk: Walk, a: int, b: int, told: str) -> str:
    return f"{walk.likeness.score(a, b):.2f}  {told:14}  {walk.claims[a].id} / {walk.claims[b].id}"


def by_rule(walk: Walk) -> Iterator[str]:
    """The groups that rules alone make of the appearances; in brackets what else they put there."""
    inside = {one.id for one in walk.claim.appearances}
    for merged in claimx.reconcile(walk.extractions).claims:
        members = [one.id for one in merged.appearances]
        if not inside.isdisjoint(members):
            yield from wrapped("", ", ".join(name if name in inside else f"({name})" for name in members), indent=4)


def grouping(walk: Walk) -> Iterator[str]:
    """Some lines of the appearances as the model was shown them, and the groups it put all of them into."""
    lines, answer = walk.listener.question(GroupsAnswer, "claims")
    wanted = [walk.number[one.id] for one in walk.claim.appearances]
    for number in sorted(wanted[:3]):
        yield from wrapped("", lines[number - 1], indent=4)
    for group in answer.groups:
        if not set(wanted).isdisjoint(group):
            yield f"→ {group}"


def complaint() -> Iterator[str]:
    """What is said to a model that answers about three lines and gives no partition of them."""
    careless = Careless()
    asyncio.run(ask_partition(careless, load_prompt("grouping"), ["A1 …", "A2 …", "A3 …"]))
    for message in careless.heard[1][2:]:
        yield from wrapped(f"{message['role']}: ", message["content"])


def sources(walk: Walk) -> Iterator[str]:
    """Two descriptions of who supports the claim: as the model was shown them, and the row that became of each."""
    lines, answer = walk.listener.question(GroupsAnswer, "sources")
    rows = (position.source for position in walk.claim.positions if position.label == "support")
    for row in [row for row in rows if not row.named and "official" in row.name][:2]:
        names = {given.name for given in row.as_given}
        places = [number for number, line in enumerate(lines, start=1) if line.split(" ", 2)[2].split(" [")[0] in names]
        assert places in answer.groups
        yield from (lines[number - 1] for number in places)
        yield f"→ {places}  {row.id}"


def origins(report: claimx.Report) -> Iterator[str]:
    for origin in report.origins:
        yield f"{origin.id:24} {', '.join(origin.articles)}"
        for link in origin.why:
            yield from wrapped(f"    {link.kind}, {link.a} from {link.b}: ", link.evidence, indent=8)


def positions(claim: claimx.MergedClaim) -> Iterator[str]:
    for position in claim.positions:
        where = ", ".join(dict.fromkeys(span.article_id for span in position.evidence))
        yield f"{position.label:8} {position.source.name:22} {where}"


def variant_lines(variant: claimx.Variant) -> Iterator[str]:
    yield from wrapped(f"{kind_of(variant)}: ", variant.why, indent=4)
    for value in variant.values:
        yield from wrapped("    ", f"“{value.value}” {', '.join(value.appearances)}", indent=8)


def elsewhere(walk: Walk) -> Iterator[str]:
    """Of other claims: a figure, a name, and words that are not what they were."""
    every = [variant for claim in walk.report.claims for variant in claim.variants]
    for words in ("seven-hour", "TP2", "evil intent"):
        variant = next(one for one in every if any(words in value.value for value in one.values))
        names = f": {' / '.join(value.value for value in variant.values)}" if variant.kind == "name" else ""
        yield from wrapped(f"{kind_of(variant)}: ", f"{variant.why}{names}", indent=4)


def kind_of(variant: claimx.Variant) -> str:
    return variant.kind if variant.compatible else f"{variant.kind}, in conflict"


def counts(walk: Walk) -> Iterator[str]:
    yield f"status           {walk.claim.status}"
    for name, number in claimx.reach(walk.claim, walk.report):
        yield f"{name.replace('_', ' '):16} {number}"


def same(walk: Walk) -> Iterator[str]:
    """The first set that the model found to be one at second sight, and what `merges` says of it."""
    lines, answer = walk.listener.question(NestingAnswer, "claims")
    for number in answer.same[0]:
        yield from wrapped("", lines[number - 1], indent=4)
    yield f"→ {answer.same[0]}"
    every = [merge for claim in walk.report.claims for merge in claim.merges]
    yield from merge_lines(next(merge for merge in every if merge.why == SEEN_AGAIN))


def nested(walk: Walk) -> Iterator[str]:
    """The first few that stand right under the claim, each with how many stand under it."""
    below = Counter(claim.parent for claim in walk.report.claims)
    children = [claim for claim in walk.report.claims if claim.parent == walk.claim.id]
    yield walk.claim.text
    for claim in children[:FEW]:
        yield f"    {claim.text}{f' (and {below[claim.id]} under it)' if below[claim.id] else ''}"
    yield f"    and {len(children) - FEW} more"


def merge_lines(merge: claimx.Merge) -> list[str]:
    score = "–" if merge.score is None else f"{merge.score:.2f}"
    return wrapped(f"{merge.method:8} ", f"{merge.a} + {merge.b}, score {score}: {merge.why}")


def relations(walk: Walk) -> Iterator[str]:
    """Those of the claim itself, and of what stands right under it."""
    claims = {claim.id: claim for claim in walk.report.claims}
    family = {claim.id for claim in walk.report.claims if walk.claim.id in (claim.id, claim.parent)}
    for relation in walk.report.relations:
        if not family.isdisjoint((relation.a, relation.b)):
            yield f"{relation.kind}: a  {claims[relation.a].text}"
            yield f"{'':{len(relation.kind)}}  b  {claims[relation.b].text}"


def timeline(walk: Walk) -> Iterator[str]:
    """Every change; of what was merely repeated, how often."""
    entries = claimx.timeline(walk.claim, walk.report)
    for entry in entries:
        if entry.change != "repeated":
            moment = entry.moment.isoformat(" ", "minutes") if entry.moment else "no date"
            holder = entry.holder.name if entry.holder else "the article itself"
            yield f"{moment:22}  {entry.change:10} {holder:20} {entry.publisher}"
    yield f"and {sum(entry.change == 'repeated' for entry in entries)} repeated"


def identity(claim: claimx.MergedClaim) -> str:
    first = min(claim.appearances, key=lambda one: (one.article_id, one.evidence[0].start, one.text))
    return f"{first.article_id}, character {first.evidence[0].start}, “{first.text}” → {claim.id}"


def overridden(walk: Walk) -> Iterator[str]:
    """The claim, and what had been part of it, once the `merges.toml` of the page was obeyed."""
    found = re.search(r"^```toml\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found is not None
    with TemporaryDirectory() as folder:
        path = Path(folder, "merges.toml")
        path.write_text(found[1], encoding="utf-8")
        report = claimx.update(walk.report, overrides=path)
    assert not report.failures
    was = {one.id for one in walk.claim.appearances}
    for claim in report.claims:
        if claim.id == walk.claim.id or not was.isdisjoint(one.id for one in claim.appearances):
            yield from wrapped(f"{claim.id}  {claim.status:13} ", claim.text)
            yield from wrapped("    ", ", ".join(one.id for one in claim.appearances), indent=4)
            for merge in claim.merges:
                if merge.method == "override":
                    yield from merge_lines(merge)
    for source in report.sources:
        if source.named and {"Kremlin", "Russia"} <= {source.name, *source.aliases}:
            yield f"{source.id}: {source.name}; also {', '.join(source.aliases)}"


def updated(walk: Walk) -> Iterator[str]:
    """What the id is made of; the story without an article, and with it again."""
    yield identity(walk.claim)
    smaller = claimx.update(walk.report, remove=[LEFT_OUT])
    for told, report in (("five articles", walk.report), (f"without {LEFT_OUT}", smaller)):
        claim = next(one for one in report.claims if one.id == walk.claim.id)
        reach = claimx.reach(claim, report)
        held = f"{len(claim.appearances)} appearances, {reach.publishers} publishers, {reach.origins} origins"
        yield f"{told:24} {claim.id}  {held}"
    onlooker = Onlooker()
    asyncio.run(claimx.areconcile(walk.extractions, model=onlooker, earlier=smaller))
    new = sum(one.article_id == LEFT_OUT for one in walk.claims)
    shown = f"{len(onlooker.shown)} lines: {len(smaller.claims)} claims that stand, {new} that are new"
    yield f"{'with it again':24} a model is shown {shown}"


def wrapped(head: str, text: str, indent: int | None = None) -> list[str]:
    """`text` on as many lines as it takes; those after the first are set in by `indent`, or by the length of `head`."""
    margin = " " * (len(head) if indent is None else indent)
    return textwrap.wrap(text, WIDTH, initial_indent=head, subsequent_indent=margin, break_on_hyphens=False)


def numbered_lines(messages: list[Message]) -> list[str]:
    """The lines of a question about a story, between its two markers."""
    return messages[1]["content"].strip().splitlines()[1:-1]


def fenced(lines: Iterable[str]) -> str:
    return "\n".join(["```text", *lines, "```"])


if __name__ == "__main__":
    main()
