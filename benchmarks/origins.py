"""Measure how copies are told from reports that merely say the same: recall by depth of rewriting, precision, cost.

    python benchmarks/origins.py [--sizes 1000 10000 100000] [--seed 7] [--update docs/benchmarks.md]

The articles are generated, in invented words whose frequencies fall as those of a language do (Zipf), with stock
phrases that many writers use. Ten articles tell of one event: one by an agency, three copies of it at seven depths of
rewriting in turn, and six reports by other hands, which share its names, figures, order of facts and most of its
telling words. Whoever writes on an event quotes the same few speeches word for word. Half of all articles end in a
notice of their house, a third in one that many houses print; neither is marked as furniture. Each size runs in a
process of its own, on one core; time is that of the processor. `--update` writes the tables between `<!-- origins -->`
and `<!-- /origins -->`.

With datasketch installed, MinHash with banding over the same shingles stands beside, as a finder of candidates only.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import multiprocessing
import platform
import random
import resource
import sys
import time
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate, combinations
from pathlib import Path

from blocks import write_block

from claimx import Article, Extraction, Provenance
from claimx.reconciliation.origins import find_origins
from claimx.reconciliation.origins.bodies import SPACED, Keys, read_body
from claimx.reconciliation.origins.candidates import candidate_pairs

FUNCTION = """the of to and a in that it was for on with as he by at his from they had this which but not be are who her
has were been will an or would there all their one when after more its about into than no out up so what we if them
some could other only over then now also before two through where most between under while against during""".split()
SYLLABLES = [c + v + e for c in "b d f g k l m n p r s t v".split() for v in "aeiou" for e in ("", "n", "r", "s")]

Sentence = list[str]
Text = list[Sentence]


# The language


class Language:
    """Words by Zipf's law, stock phrases, and other words for each word."""

    def __init__(self, rng: random.Random, words: int = 30_000) -> None:
        self.rng = rng
        made: set[str] = set()
        while len(made) < words:
            made.add("".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))))
        self.words = sorted(made)
        rng.shuffle(self.words)
        self.sums = list(accumulate(1 / (rank + 20) for rank in range(words)))
        self.glue = list(accumulate(1 / (rank + 1) for rank in range(len(FUNCTION))))
        self.phrases = [self.stretch(rng.randint(4, 7)) for _ in range(400)]

    def word(self) -> str:
        return self.words[bisect(self.sums, self.rng.random() * self.sums[-1])]

    def function_word(self) -> str:
        return FUNCTION[bisect(self.glue, self.rng.random() * self.glue[-1])]

    def stretch(self, length: int) -> list[str]:
        return [self.function_word() if self.rng.random() < 0.45 else self.word() for _ in range(length)]

    def name(self) -> list[str]:
        return [self.word().title(), self.word().title()]

    def tell(self, telling: Sequence[str]) -> Sentence:
        """One hand's sentence on a fact: most of its telling words, glued together in its own way."""
        kept = [word if self.rng.random() < 0.7 else self.word() for word in telling if self.rng.random() < 0.9]
        if self.rng.random() < 0.5:
            cut = self.rng.randrange(len(kept) + 1)
            kept = kept[cut:] + kept[:cut]
        sentence = list(self.rng.choice(self.phrases)) if self.rng.random() < 0.3 else []
        for word in kept:
            sentence += [*(self.function_word() for _ in range(self.rng.choice((0, 1, 1, 2)))), word]
        return sentence


# The rewriting


def verbatim(text: Text, _: Language) -> Text:
    return [list(sentence) for sentence in text]


def trimmed(text: Text, language: Language) -> Text:
    return verbatim(text[: max(6, len(text) * 2 // 5)], language)


def reordered(text: Text, language: Language) -> Text:
    return language.rng.sample(text, len(text))


def every_nth(n: int) -> Callable[[Text, Language], Text]:
    def replaced(text: Text, language: Language) -> Text:
        at = iter(range(10**6))
        return [[language.stretch(1)[0] if next(at) % n == 0 else word for word in sentence] for sentence in text]

    return replaced


def half_the_runs(text: Text, language: Language) -> Text:
    """Stretches of 8 to 20 words in turn kept and written anew."""
    rewritten, left, keep = [], language.rng.randint(8, 20), True
    for sentence in text:
        changed = []
        for word in sentence:
            changed.append(word if keep else language.stretch(1)[0])
            left -= 1
            if left == 0:
                left, keep = language.rng.randint(8, 20), not keep
        rewritten.append(changed)
    return rewritten


def heavy(text: Text, language: Language) -> Text:
    """A quarter of the sentences gone, in the rest every word written anew with a chance of .35."""
    kept = [sentence for sentence in text if language.rng.random() < 0.75]
    return [[language.stretch(1)[0] if language.rng.random() < 0.35 else word for word in one] for one in kept]


DEPTHS: dict[str, Callable[[Text, Language], Text]] = {
    "verbatim": verbatim,
    "first two fifths": trimmed,
    "sentences reordered": reordered,
    "every 8th word replaced": every_nth(8),
    "half the runs kept": half_the_runs,
    "every 4th word replaced": every_nth(4),
    "heavy rewrite": heavy,
}


# The articles


@dataclass(frozen=True)
class Planted:
    """A set of articles and the truth about them: `text_of` is what an article was made from, `depth` how."""

    extractions: list[Extraction]
    text_of: dict[str, str]
    depth: dict[str, str]
    event_of: dict[str, int]


class Press:
    """Houses that report on events."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.language = Language(self.rng)
        self.houses = [" ".join(self.language.name()) for _ in range(300)]
        self.notices = {house: self.language.stretch(self.rng.randint(25, 60)) for house in self.houses}
        self.common_notices = [self.language.stretch(self.rng.randint(25, 60)) for _ in range(20)]

    def print(self, text: Text, quotes: Iterable[Sentence], house: str) -> str:
        """Paragraphs of own sentences with quotations among them, and the notices."""
        sentences = [" ".join([sentence[0].title(), *sentence[1:]]) + "." for sentence in text if sentence]
        for quote in quotes:
            at = self.rng.randrange(len(sentences) + 1)
            sentences.insert(at, f"“{' '.join(quote)},” {self.language.word().title()} said.")
        paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
        if self.rng.random() < 0.5:
            paragraphs.append(" ".join(self.notices[house]) + ".")
        if self.rng.random() < 0.33:
            paragraphs.append(" ".join(self.rng.choice(self.common_notices)) + ".")
        return "\n\n".join(paragraphs)

    def event(self) -> tuple[list[list[str]], list[Sentence]]:
        """Its facts, as telling words, and the speeches held about it."""
        names = [self.language.name() for _ in range(4)]
        facts = []
        for _ in range(self.rng.randint(10, 22)):
            telling = [self.language.word() for _ in range(self.rng.randint(5, 10))]
            telling[1:1] = self.rng.choice(names)
            telling.insert(self.rng.randrange(len(telling)), str(self.rng.randint(2, 900)))
            facts.append(telling)
        return facts, [self.language.stretch(self.rng.randint(15, 40)) for _ in range(6)]

    def report(self, facts: Sequence[Sequence[str]]) -> Text:
        return [self.language.tell(telling) for telling in facts if self.rng.random() < 0.9]


def plant(size: int, seed: int) -> Planted:
    """Events of ten articles: the agency's, three copies at depths in turn, six reports by other hands."""
    press = Press(seed)
    planted = Planted([], {}, {}, {})
    depths = list(DEPTHS)
    turn = 0
    day = datetime(2026, 1, 1, tzinfo=UTC)
    for event in range(-(-size // 10)):
        facts, speeches = press.event()
        model = press.report(facts)
        for place in range(10):
            article_id = f"e{event:06}-{place}"
            text, made_from = press.report(facts), article_id
            if place == 0:
                text = model
            elif place <= 3:
                made_from, depth = f"e{event:06}-0", depths[turn % len(depths)]
                turn += 1
                planted.depth[article_id] = depth
                added = [press.language.tell(press.rng.choice(facts)) for _ in range(press.rng.randint(0, 3))]
                text = added + DEPTHS[depth](model, press.language)
            house = press.rng.choice(press.houses)
            article = Article(
                id=article_id,
                text=press.print(text, press.rng.sample(speeches, 3), house),
                publisher=house,
                published_at=day + timedelta(hours=event, minutes=place),
            )
            planted.extractions.append(
                Extraction(article=article, claims=(), provenance=Provenance(claimx="benchmark"))
            )
            planted.text_of[article_id], planted.event_of[article_id] = made_from, event
    press.rng.shuffle(planted.extractions)
    return planted


# The measuring


@dataclass
class Measured:
    """One size: what was found, in which time, with how much memory besides the articles."""

    size: int
    words: int = 0
    seconds: float = 0.0
    articles_mb: float = 0.0
    added_mb: float = 0.0
    recall: dict[str, float] = field(default_factory=dict)
    right: int = 0
    joined: int = 0
    false_by: Counter[str] = field(default_factory=Counter)
    directions: float = 0.0
    candidates: int = 0
    candidate_recall: dict[str, float] = field(default_factory=dict)
    peer_candidates: int = 0
    peer_recall: dict[str, float] = field(default_factory=dict)
    candidate_seconds: float = 0.0
    peer_seconds: float = 0.0


def measure(size: int, seed: int, candidates: bool) -> Measured:
    """Everything about one size; run it in a process of its own, for the memory."""
    planted = plant(size, seed)
    measured = Measured(size, words=sum(len(one.article.text.split()) for one in planted.extractions))
    before = peak_mb()
    measured.articles_mb = before
    began = time.process_time()
    origins = find_origins(planted.extractions)
    measured.seconds = time.process_time() - began
    measured.added_mb = peak_mb() - before
    origin_of = {article: origin.id for origin in origins for article in origin.articles}
    measured.recall = recall(planted, lambda a, b: origin_of[a] == origin_of[b])
    for origin in origins:
        for a, b in combinations(origin.articles, 2):
            measured.joined += 1
            if planted.text_of[a] == planted.text_of[b]:
                measured.right += 1
            else:
                same = planted.event_of[a] == planted.event_of[b]
                measured.false_by["one event" if same else "two events"] += 1
    links = [link for origin in origins for link in origin.why if planted.text_of.get(link.a) == link.b]
    back = [link for origin in origins for link in origin.why if planted.text_of.get(link.b) == link.a]
    measured.directions = len(links) / max(1, len(links) + len(back))
    if candidates:
        compare_candidates(planted, measured)
    return measured


def compare_candidates(planted: Planted, measured: Measured) -> None:
    """The finding of candidates alone, ours and that of MinHash."""
    began = time.process_time()
    bodies = [read_body(one, keys) for keys in [Keys()] for one in planted.extractions]
    ids = [body.article.id for body in bodies]
    pairs = candidate_pairs(bodies)
    measured.candidate_seconds = time.process_time() - began
    found = {frozenset((ids[a], ids[b])) for a, b in pairs}
    measured.candidates = len(found)
    measured.candidate_recall = recall(planted, lambda a, b: frozenset((a, b)) in found)
    if has_peer():
        began = time.process_time()
        found = minhash_pairs([(body.article.id, body.words.tolist()) for body in bodies])
        measured.peer_seconds = time.process_time() - began
        measured.peer_candidates = len(found)
        measured.peer_recall = recall(planted, lambda a, b: frozenset((a, b)) in found)


def has_peer() -> bool:
    return importlib.util.find_spec("datasketch") is not None


def minhash_pairs(articles: Sequence[tuple[str, list[int]]], threshold: float = 0.1) -> set[frozenset[str]]:
    """The pairs that datasketch brings together, over the shingles that ours go by."""
    from datasketch import MinHash, MinHashLSH

    size = SPACED.shingle
    index = MinHashLSH(threshold=threshold, num_perm=128)
    pairs: set[frozenset[str]] = set()
    for article_id, words in articles:
        shingles = [repr(words[at : at + size]).encode() for at in range(len(words) - size + 1)]
        sketch = MinHash(num_perm=128)
        sketch.update_batch(shingles)
        pairs |= {frozenset((article_id, other)) for other in index.query(sketch)}
        index.insert(article_id, sketch)
    return pairs


def recall(planted: Planted, together: Callable[[str, str], bool]) -> dict[str, float]:
    """Copies brought together with what they were made from, by depth."""
    found: dict[str, list[bool]] = defaultdict(list)
    for article, depth in planted.depth.items():
        found[depth].append(together(article, planted.text_of[article]))
    return {depth: sum(found[depth]) / len(found[depth]) for depth in DEPTHS if found[depth]}


def peak_mb() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


# The tables


def render(measured: Sequence[Measured], seed: int) -> str:
    versions = [f"{name} {importlib.metadata.version(name)}" for name in ("claimx", "rapidfuzz", "networkx")]
    versions += [f"datasketch {importlib.metadata.version('datasketch')}"] if has_peer() else []
    machine = f"CPython {platform.python_version()} on {platform.system()} {platform.machine()}, one core"
    lines = [f"{', '.join(versions)}; {machine}; seed {seed}.", ""]
    lines += table(
        [
            "articles",
            "words",
            "processor seconds",
            "articles a second",
            "MB added",
            "precision",
            "false pairs",
            "direction right",
        ],
        (
            [
                f"{one.size:,}",
                f"{one.words / 1e6:.1f} M",
                f"{one.seconds:,.1f}",
                f"{one.size / one.seconds:,.0f}",
                f"{one.added_mb:,.0f}",
                f"{one.right / max(1, one.joined):.4f}",
                ", ".join(f"{count} of {kind}" for kind, count in sorted(one.false_by.items())) or "none",
                f"{one.directions:.4f}",
            ]
            for one in measured
        ),
    )
    lines += ["", "Recall by depth of rewriting:", ""]
    lines += table(["articles", *DEPTHS], ([f"{one.size:,}", *shares(one.recall)] for one in measured))
    lines += ["", "The candidates alone, before anything is verified:", ""]
    rows = []
    for one in (one for one in measured if one.candidate_recall):
        rows.append(
            [
                "claimx",
                f"{one.size:,}",
                f"{one.candidate_seconds:,.1f}",
                f"{one.candidates:,}",
                *shares(one.candidate_recall),
            ]
        )
        if one.peer_recall:
            rows.append(
                [
                    "datasketch",
                    f"{one.size:,}",
                    f"{one.peer_seconds:,.1f}",
                    f"{one.peer_candidates:,}",
                    *shares(one.peer_recall),
                ]
            )
    lines += table(["", "articles", "processor seconds", "pairs", *DEPTHS], rows)
    return "\n".join(lines)


def shares(found: dict[str, float]) -> list[str]:
    return [f"{found[depth]:.3f}" if depth in found else "–" for depth in DEPTHS]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(head)} |", f"|{'---:|' * len(head)}", *(f"| {' | '.join(row)} |" for row in rows)]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument(
        "--candidates-up-to", type=int, default=10_000, help="articles up to which these are compared"
    )
    arguments.add_argument("--update", type=Path)
    given = arguments.parse_args()
    if not has_peer():
        print("datasketch is not installed and left out", file=sys.stderr)
    measured = []
    for size in given.sizes:
        with multiprocessing.get_context("spawn").Pool(1) as process:
            measured.append(process.apply(measure, (size, given.seed, size <= given.candidates_up_to)))
        print(f"{size:,} articles: {measured[-1].seconds:.1f} s", file=sys.stderr)
    text = render(measured, given.seed)
    print(text)
    if given.update:
        write_block(given.update, "origins", text)


if __name__ == "__main__":
    main()
