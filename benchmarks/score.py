"""Score the fixture stories against their gold, from the cassettes.

    python benchmarks/score.py [--update FILE …] [STORY …]

A table for each story: as the model put it together, as rules alone do from the same extractions, and, where they have
been recorded, as the model does band by band (`bands.py`), and one prompt over the whole story (`one_prompt.py`).
`--update` fills the places for scores in files: the main figures between `<!-- scores -->` and `<!-- /scores -->`, all
of them between `<!-- all scores -->` and `<!-- /all scores -->`.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import bands
import one_prompt
from scoring import Scores, score
from tables import MAIN, heading, line, whole_table

import claimx

FIXTURES = Path(__file__).parents[1] / "fixtures"
STORIES = sorted(path.stem for path in (FIXTURES / "gold").glob("*.json"))


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
    if bands.cassette(story).is_file():
        yield "in bands", bands.replayed(story, extractions)
    if one_prompt.cassette(story).is_file():
        yield "one prompt", one_prompt.replayed(story)


def tables(stories: Sequence[str]) -> str:
    """A table a story with all figures, as Markdown."""
    return "\n\n".join(whole_table(story, columns(story)) for story in stories)


def main_table() -> str:
    """A row for each story and way, with the figures that say most."""
    rows = [*heading(["", *MAIN])]
    for story in STORIES:
        for way, scores in columns(story).items():
            rows.append(line([f"{story}, {way}", *(cell(scores) for cell in MAIN.values())]))
    return "\n".join(rows)


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
