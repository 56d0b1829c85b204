"""Measure how well and how fast a quote is found: claimx, langextract's aligner, rapidfuzz alone, edlib alone.

    python benchmarks/grounding.py [--seed 7] [--quotes 400] [--seconds 60] [--update docs/benchmarks.md]

The peers are left out with a word where they are not installed; in an environment of their own:
`pip install -e . langextract edlib rapidfuzz`. Each is given up to `--seconds` a size, then the rest of the quotes is
left to the faster ones. `--update` writes the tables between `<!-- grounding -->` and `<!-- /grounding -->`.

The texts are random walks through the words of the fixture stories; the quotes are stretches of them, damaged in eight
ways that leave the meaning alone. What changes the meaning is in tests/text/traps.toml.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import itertools
import os
import platform
import random
import re
import statistics
import string
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from blocks import write_block

from claimx.text import TextIndex

ROOT = Path(__file__).parents[1]
SIZES = {5_000: "5 k", 50_000: "50 k", 500_000: "500 k"}
COLUMNS = (
    *("characters", "aligner", "IoU ≥ .9", "clearly wrong", "traps accepted"),
    *("µs a quote, median", "µs a quote, in all", "times langextract's speed", "quotes"),
)
FILLERS = """local regional recent quiet large broad brief modest careful notable visible ordinary familiar busy narrow
gently calmly carefully openly briefly notably quietly plainly rather fairly""".split()

Found = tuple[int, int] | None
Locate = Callable[[str], Found]


@dataclass(frozen=True)
class Case:
    damage: str
    quote: str
    start: int
    end: int


@dataclass
class Tally:
    """One aligner on one size of text."""

    good: list[bool] = field(default_factory=list)
    wrong: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    preparation: float = 0.0
    by_damage: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))

    @property
    def total(self) -> float:
        """Seconds a quote, its share of the preparation of the texts included."""
        return (sum(self.seconds) + self.preparation) / len(self.seconds)


# The texts


def vocabulary() -> list[list[str]]:
    """The sentences of the English fixture stories, as words."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "fixtures/stories").glob("*/*.txt"))]
    english = [text for text in texts if len(re.findall(r"\bthe\b", text)) > 20]
    sentences = [re.findall(r"[\w'’-]+|\$[\d.,]+\d", part) for text in english for part in re.split(r"[.!?\n]", text)]
    return [words for words in sentences if len(words) > 4]


def article(rng: random.Random, size: int) -> str:
    """Sentences that walk from word to word of the stories; a leap in three keeps them from repeating."""
    sentences = vocabulary()
    words = [word for sentence in sentences for word in sentence]
    follows: dict[str, list[str]] = defaultdict(list)
    for sentence in sentences:
        for word, following in itertools.pairwise(sentence):
            follows[word].append(following)
    parts: list[str] = []
    length = 0
    while length < size:
        parts.append(_sentence(rng, words, follows))
        length += len(parts[-1])
    return "".join(parts)[:size]


def _sentence(rng: random.Random, words: Sequence[str], follows: dict[str, list[str]]) -> str:
    word = rng.choice(words)
    chosen = [word[0].upper() + word[1:]]
    for _ in range(rng.randint(7, 32)):
        word = rng.choice(follows[word]) if follows[word] and rng.random() < 0.65 else rng.choice(words)
        chosen.append(word)
        if rng.random() < 0.07:
            chosen.append(rng.choice(FILLERS))
    body = "".join(_written(rng, word) + rng.choices([" ", "\u00a0", ", ", " – "], [90, 3, 5, 2])[0] for word in chosen)
    body = body.rstrip(" ,–\u00a0")
    body = f"“{body},” she said" if rng.random() < 0.25 else body
    return body + "." + rng.choice([" ", " ", " ", "\n\n"])


def _written(rng: random.Random, word: str) -> str:
    if len(word) < 8 or not word.isalpha() or rng.random() > 0.2:
        return word
    at = rng.randint(3, len(word) - 3)
    return word[:at] + rng.choice(["-\n", "\u00ad", "\u200b"]) + word[at:]


# The quotes


def cases(rng: random.Random, text: str, count: int) -> list[Case]:
    """`count` quotes of 6 to 30 words in the order of the text, the kinds of damage in turn."""
    borders = [(word.start(), word.end()) for word in re.finditer(r"(?:-\n|[^\s–])+", text)]
    kinds, found = list(DAMAGES), []
    while len(found) < count:
        first = rng.randrange(len(borders) - 31)
        start, end = borders[first][0], borders[first + rng.randint(5, 29)][1]
        kind = kinds[len(found) % len(kinds)]
        quote = DAMAGES[kind](rng, text[start:end])
        if quote is not None and text.count(text[start:end]) == 1:
            found.append(Case(kind, quote, start, end))
    return sorted(found, key=lambda case: case.start)


def _clean(quote: str) -> str:
    """As a model copies it: nothing invisible, lines joined."""
    return re.sub(r"-\n|[\u00ad\u200b]", "", quote).replace("\n\n", " ")


def _other_marks(rng: random.Random, quote: str) -> str:
    plain = _clean(quote).translate(str.maketrans({"“": '"', "”": '"', "’": "'", "–": "-", "\u00a0": " "}))
    return re.sub(" ", lambda _: rng.choices([" ", "  ", "\u202f"], [8, 1, 1])[0], plain)


def _other_case(rng: random.Random, quote: str) -> str:
    return rng.choice([str.lower, str.upper, string.capwords])(_clean(quote))


def _dropped(rng: random.Random, quote: str) -> str | None:
    words = _clean(quote).split(" ")
    places = [at for at, word in enumerate(words[1:-1], 1) if word in {*FILLERS, "the", "a"}]
    if not places:
        return None
    del words[rng.choice(places)]
    return " ".join(words)


def _inserted(rng: random.Random, quote: str) -> str:
    words = _clean(quote).split(" ")
    words.insert(rng.randint(1, len(words) - 1), rng.choice(FILLERS))
    return " ".join(words)


def _typos(rng: random.Random, quote: str) -> str | None:
    """A slip in a word of five letters and more, a second one in a long quote: swapped, doubled or left out."""
    words = _clean(quote).split(" ")
    places = [at for at, word in enumerate(words) if len(word) >= 5 and word.isalpha() and word.islower()]
    for at in rng.sample(places, min(len(places), 1 + (len(words) > 15))):
        word, letter = words[at], rng.randint(1, len(words[at]) - 2)
        a, b = word[letter], word[letter + 1]
        slip = rng.choice([b + a, b + a, a + a + b, b])
        words[at] = word[:letter] + slip + word[letter + 2 :]
    return " ".join(words) if places else None


def _elided(rng: random.Random, quote: str) -> str | None:
    words = _clean(quote).split(" ")
    if len(words) < 9:
        return None
    at = rng.randint(3, len(words) - 6)
    left_out = words[at : at + rng.randint(1, 3)]
    if any(
        re.fullmatch(r"not?|never|nor|none|without|nothing|lacks?|denie[sd]|.*n['’]t", word.strip(",.").lower())
        for word in left_out
    ):
        return None  # an ellipsis that hides a negation is a trap
    return " ".join(words[:at]) + rng.choice([" … ", " ... ", " […] "]) + " ".join(words[at + len(left_out) :])


def _broken(_: random.Random, quote: str) -> str | None:
    return _clean(quote) if re.search(r"-\n|[\u00ad\u200b]", quote) else None


DAMAGES: dict[str, Callable[[random.Random, str], str | None]] = {
    "exact": lambda _, quote: quote,
    "other quotes and spaces": _other_marks,
    "case": _other_case,
    "dropped word": _dropped,
    "inserted word": _inserted,
    "typos": _typos,
    "ellipsis": _elided,
    "broken words": _broken,
}


# The aligners: each is prepared with a text and then asked for quotes


def claimx_aligner(text: str) -> Locate:
    """TextIndex, prepared as `extract` prepares it; the normalised view is made with the first quote."""
    index = TextIndex(text)

    def locate(quote: str) -> Found:
        span = index.locate(quote)
        return (span.start, span.end) if span else None

    return locate


def langextract_aligner(text: str, **mode: bool) -> Locate:
    """One call a quote."""
    resolver, data = importlib.import_module("langextract.resolver"), importlib.import_module("langextract.core.data")

    def locate(quote: str) -> Found:
        wanted = data.Extraction("quote", quote)
        resolver.WordAligner().align_extractions([[wanted]], text, **mode)
        place = wanted.char_interval
        return (place.start_pos, place.end_pos) if place else None

    return locate


def langextract_slower(text: str) -> Locate:
    """Without its partial exact matches, which cut a quote short: all that is not exact is aligned by its LCS."""
    return langextract_aligner(text, accept_match_lesser=False)


def rapidfuzz_aligner(text: str) -> Locate:
    """partial_ratio_alignment at 88, claimx's old way without its checks."""
    fuzz = importlib.import_module("rapidfuzz.fuzz")

    def locate(quote: str) -> Found:
        found = fuzz.partial_ratio_alignment(quote, text, score_cutoff=88)
        return (found.dest_start, found.dest_end) if found else None

    return locate


def edlib_aligner(text: str) -> Locate:
    """Infix alignment with up to a fifth of the quote changed."""
    edlib = importlib.import_module("edlib")

    def locate(quote: str) -> Found:
        found = edlib.align(quote, text, mode="HW", task="locations", k=len(quote) // 5)
        return (found["locations"][0][0], found["locations"][0][1] + 1) if found["locations"] else None

    return locate


ALIGNERS: dict[str, tuple[str, Callable[[str], Locate]]] = {
    "claimx": ("claimx", claimx_aligner),
    "langextract": ("langextract", langextract_aligner),
    "langextract, no partial matches": ("langextract", langextract_slower),
    "rapidfuzz alone": ("rapidfuzz", rapidfuzz_aligner),
    "edlib alone": ("edlib", edlib_aligner),
}


def installed() -> dict[str, Callable[[str], Locate]]:
    """The aligners that are here."""
    here = {}
    for name, (package, aligner) in ALIGNERS.items():
        try:
            importlib.import_module(package)
        except ImportError:
            print(f"{name} is left out: {package} is not installed (pip install {package})", file=sys.stderr)
        else:
            here[name] = aligner
    return here


# The measurement


def measure(aligner: Callable[[str], Locate], texts: Sequence[tuple[str, list[Case]]], seconds: float) -> Tally:
    """Quotes in a random order of their own, so that a run cut short has met every kind of damage."""
    tally, deadline = Tally(), time.perf_counter() + seconds
    for text, quotes in texts:
        begun = time.perf_counter()
        locate = aligner(text)
        locate("zzz qqq zzz qqq")  # what is made once a text
        tally.preparation += time.perf_counter() - begun
        for case in random.Random(1).sample(quotes, len(quotes)):
            begun = time.perf_counter()
            found = locate(case.quote)
            tally.seconds.append(time.perf_counter() - begun)
            overlap = iou(found, case)
            tally.good.append(overlap >= 0.9)
            tally.wrong.append(found is not None and overlap < 0.5)
            tally.by_damage[case.damage].append(overlap >= 0.9)
            if time.perf_counter() > deadline:
                return tally
    return tally


def iou(found: Found, case: Case) -> float:
    """Shared characters by all characters of both stretches."""
    if found is None:
        return 0.0
    shared = max(0, min(found[1], case.end) - max(found[0], case.start))
    return shared / (max(found[1], case.end) - min(found[0], case.start)) if shared else 0.0


def traps_accepted(aligner: Callable[[str], Locate]) -> tuple[int, int]:
    """How many of the quotes that say another thing are found all the same."""
    traps = tomllib.loads((ROOT / "tests/text/traps.toml").read_text(encoding="utf-8"))
    pairs = [(text, quote) for language in traps.values() for _, text, quote in language]
    return sum(aligner(text)(quote) is not None for text, quote in pairs), len(pairs)


def tables(seed: int, quotes: int, seconds: float) -> Iterable[str]:
    """The findings as Markdown."""
    here = installed()
    accepted = {name: traps_accepted(aligner) for name, aligner in here.items()}
    yield machine(seed)
    yield ""
    yield "| " + " | ".join(COLUMNS) + " |"
    yield "|---:|---|" + "---:|" * (len(COLUMNS) - 2)
    kinds: dict[tuple[str, str], Tally] = {}
    for size, label in SIZES.items():
        rng = random.Random(seed)
        count = 8 if size == 5_000 else 1
        texts = [(text, cases(rng, text, quotes // count)) for text in (article(rng, size) for _ in range(count))]
        tallies = {name: measure(aligner, texts, seconds) for name, aligner in here.items()}
        slowest = tallies.get("langextract")
        for name, tally in tallies.items():
            kinds[name, label] = tally
            cells = [label, name, share(tally.good), share(tally.wrong), "{} of {}".format(*accepted[name])]
            cells += [f"{statistics.median(tally.seconds) * 1e6:,.0f}", f"{tally.total * 1e6:,.0f}"]
            cells += [f"{slowest.total / tally.total:,.1f}" if slowest else "–", str(len(tally.good))]
            yield f"| {' | '.join(cells)} |"
    yield ""
    yield "Share with IoU ≥ .9 by kind of damage:"
    yield ""
    yield "| characters | aligner | " + " | ".join(DAMAGES) + " |"
    yield "|---:|---|" + "---:|" * len(DAMAGES)
    for (name, label), tally in kinds.items():
        yield f"| {label} | {name} | " + " | ".join(share(tally.by_damage[kind]) for kind in DAMAGES) + " |"


def share(hits: Sequence[bool]) -> str:
    return f"{100 * sum(hits) / len(hits):.1f} %" if hits else "–"


def machine(seed: int) -> str:
    """What was measured, on what."""
    versions = []
    for package in ("claimx", "langextract", "rapidfuzz", "edlib"):
        try:
            versions.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            versions.append(f"{package} not installed")
    python = f"CPython {platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"{', '.join(versions)}; {python}; seed {seed}."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--quotes", type=int, default=400, help="quotes a size")
    parser.add_argument("--seconds", type=float, default=60.0, help="for each aligner and size")
    parser.add_argument("--update", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    lines = []
    for line in tables(arguments.seed, arguments.quotes, arguments.seconds):
        print(line, flush=True)
        lines.append(line)
    if arguments.update:
        write_block(arguments.update, "grounding", "\n".join(lines))


if __name__ == "__main__":
    main()
