"""Measure how well a stream of news is sorted into stories, in what time and memory, beside simpler ways.

    python benchmarks/gathering.py [--sizes 10000 100000] [--a-day 20000] [--seed 7] [--update docs/benchmarks.md]

The stream is that of `synthetic_stream.py`; nothing of it is held. B³ is over articles: of
those gathered with an article, how many are of its event (precision), and of its event, how many were gathered with it
(recall). Each run has a process of its own; time is that of the processor, without the making of the articles; memory
is the most that the process had, and what it had more than before the first article. `--update` writes the tables
between `<!-- gathering -->` and `<!-- /gathering -->`.

With scikit-learn, TF-IDF stands beside: an article joins the event of the nearest earlier one within the window, if the
cosine is high enough (`--cosines`). With datasketch, MinHash: the same, by shared runs of three words.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import math
import multiprocessing
import platform
import resource
import sys
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, MutableSequence, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from blocks import write_block
from synthetic_stream import BEGIN, stream

from claimx import Article, Gatherer, __version__, gather, load_articles

STORIES = Path(__file__).parents[1] / "fixtures" / "stories"
LOT = 500
WINDOW_HOURS = 72

Way = Callable[[Iterable[list[Article]], MutableSequence[int]], None]
"""Writes for each article of the lots, by its number in the stream, the number of its story."""


@dataclass
class Measured:
    way: str
    size: int
    seconds: float
    precision: float
    recall: float
    events: int
    stories: int
    peak: float
    added: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


# The ways


def by_claimx(lots: Iterable[list[Article]], found: MutableSequence[int]) -> None:
    gatherer, number = Gatherer(), 0
    for lot in lots:
        for article in lot:
            for story in gatherer.add(article).closed:
                number += 1
                for name in story.articles:
                    found[int(name[1:])] = number
    for story in gatherer.close():
        number += 1
        for name in story.articles:
            found[int(name[1:])] = number


def by_tf_idf(least: float) -> Way:
    """The nearest earlier article of the window, by the cosine of TF-IDF; rarity is learnt from the first lots."""

    def way(lots: Iterable[list[Article]], found: MutableSequence[int]) -> None:
        from scipy.sparse import csr_matrix, vstack
        from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

        hashing = HashingVectorizer(n_features=2**20, alternate_sign=False, norm=None)
        rarity = TfidfTransformer(sublinear_tf=True)
        window: list[tuple[datetime, Sequence[int], csr_matrix]] = []
        for number, lot in enumerate(lots):
            counts = hashing.transform(_text(article) for article in lot)
            if not number:
                rarity.fit(counts)
            rows = rarity.transform(counts)
            first = _moment(lot[0])
            window = [one for one in window if (first - one[0]).total_seconds() < WINDOW_HOURS * 3600]
            places = [int(article.id[1:]) for article in lot]
            earlier = [place for _, numbers, _ in window for place in numbers]
            near = rows @ vstack([*(row for _, _, row in window), rows]).T.tocsc()
            for at, place in enumerate(places):
                line = near.getrow(at)
                reach = line.indices < len(earlier) + at
                found[place] = place + 1
                if reach.any() and (best := line.data[reach].argmax()) is not None and line.data[reach][best] >= least:
                    other = int(line.indices[reach][best])
                    found[place] = found[earlier[other] if other < len(earlier) else places[other - len(earlier)]]
            window.append((_moment(lot[-1]), places, rows))

    return way


def by_minhash(lots: Iterable[list[Article]], found: MutableSequence[int], threshold: float = 0.2) -> None:
    """The earlier article with most shared runs of three words that banding brings up; the window is left open."""
    from datasketch import MinHash, MinHashLSH

    index, sketches = MinHashLSH(threshold=threshold, num_perm=64), {}
    for lot in lots:
        for article in lot:
            words = _text(article).lower().split()
            sketch = MinHash(num_perm=64)
            sketch.update_batch([" ".join(words[at : at + 3]).encode() for at in range(max(1, len(words) - 2))])
            near = index.query(sketch)
            place = int(article.id[1:])
            found[place] = found[max(near, key=lambda other: sketch.jaccard(sketches[other]))] if near else place + 1
            index.insert(place, sketch)
            sketches[place] = sketch


def _text(article: Article) -> str:
    return f"{article.headline}\n{article.text[:1500]}"


def _moment(article: Article) -> datetime:
    return article.published_at or BEGIN


# The measuring


def measure(name: str, size: int, a_day: int, seed: int) -> Measured:
    way, gold, found = WAYS[name], array("l", bytes(8 * size)), array("l", bytes(8 * size))
    making = 0.0

    def lots() -> Iterator[list[Article]]:
        nonlocal making
        coming = stream(size, a_day=a_day, seed=seed)
        while True:
            began = time.process_time()
            lot = list(islice(coming, LOT))
            for article, event in lot:
                gold[int(article.id[1:])] = event
            making += time.process_time() - began
            if not lot:
                return
            yield [article for article, _ in lot]

    next(stream(1, seed=seed))  # loads what is loaded once
    before = peak_mb()
    began = time.process_time()
    way(lots(), found)
    seconds = time.process_time() - began - making
    precision, recall = b_cubed(gold, found)
    return Measured(
        name, size, seconds, precision, recall, len(set(gold)), len(set(found)), peak_mb(), peak_mb() - before
    )


def b_cubed(gold: Sequence[int], found: Sequence[int]) -> tuple[float, float]:
    events, stories = Counter(gold), Counter(found)
    precision = recall = 0.0
    for (event, story), both in Counter(zip(gold, found, strict=True)).items():
        precision += both * both / stories[story]
        recall += both * both / events[event]
    return precision / len(gold), recall / len(gold)


def peak_mb() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


WAYS: dict[str, Way] = {
    "claimx": by_claimx,
    **{f"TF-IDF, cosine ≥ {least}": by_tf_idf(least) for least in (0.2, 0.25, 0.3, 0.4)},
    "MinHash": by_minhash,
}
NEEDED = {"TF-IDF": "scikit-learn", "MinHash": "datasketch", "claimx": "claimx"}


# The tables


def render(measured: Sequence[Measured], a_day: int, seed: int) -> str:
    peers = [name for name in ("scikit-learn", "datasketch") if _has(name)]
    versions = [f"claimx {__version__}", *(f"{name} {importlib.metadata.version(name)}" for name in peers)]
    machine = f"CPython {platform.python_version()} on {platform.system()} {platform.machine()}, one core"
    lines = [f"{', '.join(versions)}; {machine}; {a_day:,} articles a day; seed {seed}.", ""]
    head = ["", "articles", "events", "stories", "B³ precision", "recall", "F1", "ms an article", "exponent", "peak MB"]
    lines += [f"| {' | '.join(head)} |", "|---|" + "---:|" * (len(head) - 1)]
    before: dict[str, Measured] = {}
    for one in measured:
        smaller = before.get(one.way)
        cells = [
            one.way,
            f"{one.size:,}",
            f"{one.events:,}",
            f"{one.stories:,}",
            f"{one.precision:.3f}",
            f"{one.recall:.3f}",
            f"{one.f1:.3f}",
            f"{1000 * one.seconds / one.size:.2f}",
            f"{math.log(one.seconds / smaller.seconds) / math.log(one.size / smaller.size):.2f}" if smaller else "–",
            f"{one.peak:,.0f} ({one.added:+,.0f})",
        ]
        lines.append(f"| {' | '.join(cells)} |")
        before[one.way] = one
    return "\n".join([*lines, "", *fixtures()])


def fixtures() -> Iterator[str]:
    """What becomes of the articles of the three fixture stories, mixed."""
    told = {
        article.id: (story.name, article.language or "")
        for story in sorted(STORIES.iterdir())
        for article in load_articles(story)
    }
    yield "| story found | articles | of the fixture stories |"
    yield "|---|---:|---|"
    for story in gather(article for folder in sorted(STORIES.iterdir()) for article in load_articles(folder)):
        parts = Counter(told[name] for name in story.articles)
        cells = ", ".join(f"{count} of {name} ({language})" for (name, language), count in sorted(parts.items()))
        yield f"| {story.id} | {len(story.articles)} | {cells} |"


def _has(distribution: str) -> bool:
    return importlib.util.find_spec({"scikit-learn": "sklearn"}.get(distribution, distribution)) is not None


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    arguments.add_argument("--a-day", type=int, default=20_000)
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("--peers-up-to", type=int, default=10_000, help="articles up to which peers are measured")
    arguments.add_argument("--update", type=Path)
    given = arguments.parse_args()
    measured = []
    for name in WAYS:
        if not _has(NEEDED[name.partition(",")[0]]):
            print(f"{name} is not installed and left out", file=sys.stderr)
            continue
        for size in given.sizes:
            if name == "claimx" or size <= given.peers_up_to:
                with multiprocessing.get_context("spawn").Pool(1) as process:
                    measured.append(process.apply(measure, (name, size, given.a_day, given.seed)))
                one = measured[-1]
                print(f"{name}: {size:,} articles, {one.seconds:.1f} s, F1 {one.f1:.3f}", file=sys.stderr)
    text = render(measured, given.a_day, given.seed)
    print(text)
    if given.update:
        write_block(given.update, "gathering", text)


if __name__ == "__main__":
    main()
