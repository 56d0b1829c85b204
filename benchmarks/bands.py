"""The other way to group a story: not whole, but in bands of likely claims, as a story too large for one request is.

    python benchmarks/bands.py [STORY …]
    python benchmarks/bands.py --record --base-url http://127.0.0.1:11434/v1 --model NAME [STORY …]

The extractions are those of the story's cassette. `score.py` shows the outcome beside that of the whole story.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from scoring import score
from tables import whole_table

import claimx

FIXTURES = Path(__file__).parents[1] / "fixtures"
BAND = 60
"""Claims in a band at most: a story of 200 goes out in several requests, each of a size that every model reads well."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", nargs="*", metavar="STORY")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--base-url")
    parser.add_argument("--model", default="gpt-5-mini")
    parser.add_argument("--timeout", type=float, default=600.0, help="seconds to wait for one answer")
    arguments = parser.parse_args()
    seconds = arguments.timeout
    model = claimx.Model(arguments.model, arguments.base_url, timeout=seconds, deadline=seconds, concurrency=32)
    for story in arguments.stories or sorted(path.name for path in (FIXTURES / "stories").iterdir()):
        extractions = extracted(story)
        if arguments.record:
            with claimx.record(cassette(story)):
                claimx.reconcile(extractions, model=model, at_once=BAND)
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
