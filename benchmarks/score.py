"""Score the fixture stories against their gold, from the cassettes: with the model's merging, and with rules alone.

    python benchmarks/score.py [--update README.md] [STORY …]

`--update` writes the table between the markers `<!-- scores -->` and `<!-- /scores -->` of a file.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from scoring import Scores, score

import claimx

FIXTURES = Path(__file__).parents[1] / "fixtures"
STORIES = sorted(path.stem for path in (FIXTURES / "gold").glob("*.json"))
MARKERS = ("<!-- scores -->", "<!-- /scores -->")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", nargs="*", metavar="STORY")
    parser.add_argument("--update", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    print(table(arguments.stories or STORIES))
    if arguments.update:
        arguments.update.write_text(filled_in(arguments.update.read_text(encoding="utf-8")), encoding="utf-8")


def table(stories: Sequence[str]) -> str:
    """A row a figure and two columns a story, as Markdown."""
    columns: dict[str, Scores] = {}
    for story in stories:
        gold = json.loads((FIXTURES / "gold" / f"{story}.json").read_text(encoding="utf-8"))
        by_model, by_rule = reports(story)
        columns[story] = score(by_model, gold)
        columns[f"{story}, rules"] = score(by_rule, gold)
    return "\n".join(markdown(columns))


def reports(story: str) -> tuple[claimx.Report, claimx.Report]:
    """The story as the model put it together, and as rules alone do from the same extractions."""
    articles = claimx.load_articles(FIXTURES / "stories" / story)
    with claimx.replay(FIXTURES / "cassettes" / f"{story}.yaml"):
        model = claimx.default_model()
        extractions = [claimx.extract(article, model=model) for article in articles]
        return claimx.reconcile(extractions, model=model), claimx.reconcile(extractions)


def markdown(columns: dict[str, Scores]) -> Iterable[str]:
    yield "| | " + " | ".join(columns) + " |"
    yield "|---|" + "---:|" * len(columns)
    for name, cell in ROWS.items():
        yield f"| {name} | " + " | ".join(cell(scores) for scores in columns.values()) + " |"


def ratio(right: int, total: int) -> str:
    return f"{right / total:.3f} ({right}/{total})" if total else "–"


ROWS = {
    "gold mentions found": lambda scores: ratio(scores.found, scores.mentions),
    "must-extract statements found": lambda scores: ratio(*scores.must_extract),
    "stance right": lambda scores: ratio(*map(sum, zip(*scores.stance.values(), strict=True))),
    "– support": lambda scores: ratio(*scores.stance["support"]),
    "– deny": lambda scores: ratio(*scores.stance["deny"]),
    "– query": lambda scores: ratio(*scores.stance["query"]),
    "– comment": lambda scores: ratio(*scores.stance["comment"]),
    "speaker right": lambda scores: ratio(*scores.speaker),
    "merging, B³ F1": lambda scores: f"{scores.b_cubed:.3f}",
    "– precision": lambda scores: f"{scores.precision:.3f}",
    "– recall": lambda scores: f"{scores.recall:.3f}",
    "copies found": lambda scores: f"{scores.copies[0]} of {scores.copies[1]}, {scores.copies[2]} false",
    "claims from furniture": lambda scores: str(scores.furniture),
    "spans exact": lambda scores: f"{scores.spans[0] / max(1, scores.spans[1]):.0%} ({scores.spans[1]})",
    "merged claims (without a parent)": lambda scores: f"{scores.claims} ({scores.top_level})",
}


def filled_in(text: str) -> str:
    """`text` with the table of all stories between its markers."""
    begin, end = MARKERS
    filled = f"{begin}\n{table(STORIES)}\n{end}"
    replaced, count = re.subn(f"{begin}.*?{end}", lambda _: filled, text, flags=re.DOTALL)
    if count != 1:
        raise SystemExit(f"there is no one place for the scores: {begin} … {end}")
    return replaced


if __name__ == "__main__":
    main()
