"""Record the cassettes of the fixture stories anew, over real HTTP, against any OpenAI-compatible endpoint.

    python benchmarks/record.py --base-url http://127.0.0.1:11434/v1 --model NAME [STORY …]

Every story under `fixtures/stories` unless some are named. A cassette is replaced only when its story went through.
"""

from __future__ import annotations

from recording import FIXTURES, model_of, options, stories_of

import claimx


def main() -> None:
    arguments = options(__doc__, seconds=600.0).parse_args()
    model = model_of(arguments)
    for story in stories_of(arguments):
        print(story, flush=True)
        with claimx.record(FIXTURES / "cassettes" / f"{story}.yaml"):
            articles = claimx.load_articles(FIXTURES / "stories" / story)
            report = claimx.run(articles, model=model, progress=tell)
        tell(f"{len(report.claims)} claims, {report.usage.calls} calls, {len(report.failures)} failures")


def tell(line: str) -> None:
    print(f"  {line}", flush=True)


if __name__ == "__main__":
    main()
