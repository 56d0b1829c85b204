"""Record the answers that examples/own_schema.py replays, over real HTTP, against any OpenAI-compatible endpoint.

    python benchmarks/own_schema.py --base-url http://127.0.0.1:11434/v1 --model NAME

One article with two fields more than ours: one or two calls. The cassette is replaced when the article went through.
"""

from __future__ import annotations

import runpy
from pathlib import Path

from recording import model_of, options

import claimx

EXAMPLE = Path(__file__).parents[1] / "examples" / "own_schema.py"


def main() -> None:
    arguments = options(__doc__, seconds=600.0, stories=False).parse_args()
    example = runpy.run_path(str(EXAMPLE))
    with claimx.record(example["CASSETTE"]):
        extraction = example["read"](model_of(arguments))
    print(f"{len(extraction.claims)} claims, {extraction.usage.calls} calls, {len(extraction.rejected)} rejected")


if __name__ == "__main__":
    main()
