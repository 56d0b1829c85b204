"""Score the fixture stories against their gold, from the cassettes.

    python benchmarks/score.py [--update FILE …] [STORY …]

A table for each story: as the model put it together, as rules alone do from the same extractions, and, where it has
been recorded, one prompt over the whole story (`one_prompt.py`). `--update` fills the places for scores in files: the
main figures between `<!-- scores -->` and `<!-- /scores -->`, all of them between `<!-- all scores -->` and
`<!-- /all scores -->`.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import one_prompt
from scoring import Scores, f1, score

import claimx

FIXTURES = Path(__file__).parents[1] / "fixtures"
STORIES = sorted(path.stem for path in (FIXTURES / "gold").glob("*.json"))

Row = Callable[[Scores], str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", nargs="*", metavar="STORY")
    parser.add_argument("--update", type=Path, nargs="+", default=[], metavar="FILE")
    arguments = parser.parse_args()
    print(tables(arguments.stories or STORIES))
    for path in arguments.update:
        path.write_text(filled_in(path.read_text(encoding="utf-8")), encoding="utf-8")


@cache
def columns(story: str) -> Mapping[str, Scores]:
    """The scores of each way to put the story together."""
    gold = json.loads((FIXTURES / "gold" / f"{story}.json").read_text(encoding="utf-8"))
    return {way: score(report, gold) for way, report in reports(story)}


def reports(story: str) -> Iterator[tuple[str, claimx.Report]]:
    articles = claimx.load_articles(FIXTURES / "stories" / story)
    with claimx.replay(FIXTURES / "cassettes" / f"{story}.yaml"):
        model = claimx.default_model()
        extractions = [claimx.extract(article, model=model) for article in articles]
        yield "claimx", claimx.reconcile(extractions, model=model)
    yield "rules merge", claimx.reconcile(extractions)
    if one_prompt.cassette(story).is_file():
        yield "one prompt", one_prompt.replayed(story)


def tables(stories: Sequence[str]) -> str:
    """A table a story with all figures, as Markdown."""
    return "\n\n".join("\n".join(whole_table(story)) for story in stories)


def whole_table(story: str) -> Iterable[str]:
    scores = columns(story)
    yield from heading([story, *scores])
    for name, cell in ROWS.items():
        yield line([name, *(cell(one) for one in scores.values())])


def main_table() -> str:
    """A row for each story and way, with the figures that say most."""
    rows = [*heading(["", *MAIN])]
    for story in STORIES:
        for way, scores in columns(story).items():
            rows.append(line([f"{story}, {way}", *(cell(scores) for cell in MAIN.values())]))
    return "\n".join(rows)


def heading(cells: Sequence[str]) -> Iterable[str]:
    return line(cells), "|---|" + "---:|" * (len(cells) - 1)


def line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def ratio(right: int, total: int) -> str:
    return f"{right / total:.3f} ({right}/{total})" if total else "–"


def short(right: int, total: int) -> str:
    return f"{right / total:.3f}" if total else "–"


def stances(scores: Scores) -> tuple[int, int]:
    right, total = zip(*scores.stance.values(), strict=True)
    return sum(right), sum(total)


def stance(label: str) -> Row:
    return lambda scores: ratio(*scores.stance[label])


def relation(kind: str) -> Row:
    """Linked in any way of how many, and linked by this very kind."""

    def cell(scores: Scores) -> str:
        linked, by_kind, wanted = scores.relations[kind]
        return f"{linked} of {wanted} ({by_kind})" if wanted else "–"

    return cell


def origins(scores: Scores) -> str:
    error, exact, total = scores.origins
    return f"{error / total:.2f} ({exact}/{total} exact)" if total else "–"


def copies(scores: Scores) -> str:
    return f"{scores.copies[0]} of {scores.copies[1]}, {scores.copies[2]} false"


def claims(scores: Scores) -> str:
    return f"{scores.claims} ({scores.top_level})"


ROWS: dict[str, Row] = {
    "gold mentions found": lambda scores: ratio(scores.found, scores.mentions),
    "must-extract statements found": lambda scores: ratio(*scores.must_extract),
    "stance right": lambda scores: ratio(*stances(scores)),
    "– support": stance("support"),
    "– deny": stance("deny"),
    "– query": stance("query"),
    "– comment": stance("comment"),
    "speaker right": lambda scores: ratio(*scores.speaker),
    "named sources, B³ F1": lambda scores: f"{f1(*scores.sources):.3f}",
    "– precision of sources": lambda scores: f"{scores.sources[0]:.3f}",
    "– recall of sources": lambda scores: f"{scores.sources[1]:.3f}",
    "merging, B³ F1": lambda scores: f"{scores.b_cubed:.3f}",
    "– precision": lambda scores: f"{scores.merging[0]:.3f}",
    "– recall": lambda scores: f"{scores.merging[1]:.3f}",
    "merging, pairwise F1": lambda scores: f"{scores.pairwise:.3f}",
    "claims with opposites in one": lambda scores: str(scores.opposites),
    "claims with two scopes in one": lambda scores: str(scores.scopes),
    "parents found": lambda scores: ratio(*scores.parents),
    "contradictions linked (as such)": relation("contradicts"),
    "updates linked (as such)": relation("updates"),
    "other scopes linked (as such)": relation("different_scope"),
    "narrower claims linked (as such)": relation("narrower"),
    "relations given that the gold has": lambda scores: ratio(*scores.reported_relations),
    "variants found": lambda scores: f"{scores.variants[0]} of {scores.variants[1]}, {scores.variants[2]} elsewhere",
    "copies found": copies,
    "origin count, mean error": origins,
    "claims from furniture": lambda scores: str(scores.furniture),
    "spans exact": lambda scores: f"{scores.spans[0] / max(1, scores.spans[1]):.0%} ({scores.spans[1]})",
    "merged claims (without a parent)": claims,
}

MAIN: dict[str, Row] = {
    "mentions found": lambda scores: short(scores.found, scores.mentions),
    "stance": lambda scores: short(*stances(scores)),
    "– deny": lambda scores: short(*scores.stance["deny"]),
    "– comment": lambda scores: short(*scores.stance["comment"]),
    "speaker": lambda scores: short(*scores.speaker),
    "merging, B³ F1": ROWS["merging, B³ F1"],
    "opposites in one": ROWS["claims with opposites in one"],
    "copies": copies,
    "merged claims (without a parent)": claims,
}

PLACES: dict[str, Callable[[], str]] = {"scores": main_table, "all scores": lambda: tables(STORIES)}


def filled_in(text: str) -> str:
    """`text` with the scores of all stories in its one place for them."""
    places = [name for name in PLACES if f"<!-- {name} -->" in text]
    if len(places) != 1:
        raise SystemExit(f"there is no one place for the scores: {' or '.join(f'<!-- {name} -->' for name in PLACES)}")
    [name] = places
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    replaced, count = re.subn(f"{begin}.*?{end}", lambda _: f"{begin}\n{PLACES[name]()}\n{end}", text, flags=re.DOTALL)
    if count != 1:
        raise SystemExit(f"there is no one place for the scores: {begin} … {end}")
    return replaced


if __name__ == "__main__":
    main()
