"""The other way to group a story: not whole, but in bands of likely claims, as a story too large for one request is.

    python benchmarks/bands.py [STORY …]
    python benchmarks/bands.py --record --base-url http://127.0.0.1:11434/v1 --model NAME [STORY …]

The extractions are those of the story's cassette. `score.py` shows the outcome beside that of the whole story.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from recording import FIXTURES, model_of, options, stories_of
from scoring import score
from tables import whole_table

import claimx

BAND = 60
"""Claims in a band at most: a story of 200 goes out in several requests, each of a size that every model reads well."""


def main() -> None:
    parser = options(__doc__, seconds=600.0)
    parser.add_argument("--record", action="store_true")
    arguments = parser.parse_args()
    for story in stories_of(arguments):
        extractions = extracted(story)
        if arguments.record:
            with claimx.record(cassette(story)):
                claimx.reconcile(extractions, model=model_of(arguments), at_once=BAND)
        gold = json.loads((FIXTURES / "gold" / f"{story}.json").read_text(encoding="utf-8"))
        print(f"\n{whole_table(story, {'in bands': score(replayed(story, extractions), gold)})}", flush=True)


def cassette(story: str) -> Path:
    return FIXTURES / "cassettes" / "bands" / f"{story}.yaml"


def extracted(story: str) -> list[claimx.Extraction]:
    with claimx.replay(FIXTURES / "cassettes" / f"{story}.yaml"):
        model = claimx.default_model()
        return [claimx.extract(article, model=model) for article in claimx.load_articles(FIXTURES / "stories" / story)]


def replayed(story: str, extractions: Sequence[claimx.Extraction]) -> claimx.Report:
    """The report on a fixture story, from its cassette."""
    with claimx.replay(cassette(story), complete=True):
        return claimx.reconcile(extractions, model=claimx.default_model(), at_once=BAND)


if __name__ == "__main__":
    main()
