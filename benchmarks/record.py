"""Record the cassettes of the fixture stories anew, over real HTTP, against any OpenAI-compatible endpoint.

    python benchmarks/record.py --base-url http://127.0.0.1:11434/v1 --model NAME [STORY …]

Every story under `fixtures/stories` unless some are named. A cassette is replaced only when its story went through.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import claimx

FIXTURES = Path(__file__).parents[1] / "fixtures"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", nargs="*", metavar="STORY")
    parser.add_argument("--base-url")
    parser.add_argument("--model", default="gpt-5-mini")
    parser.add_argument("--timeout", type=float, default=600.0, help="seconds to wait for one answer")
    arguments = parser.parse_args()
    model = claimx.Model(
        arguments.model, arguments.base_url, timeout=arguments.timeout, deadline=arguments.timeout, concurrency=32
    )
    for story in arguments.stories or sorted(path.name for path in (FIXTURES / "stories").iterdir()):
        print(story, flush=True)
        with claimx.record(FIXTURES / "cassettes" / f"{story}.yaml"):
            articles = claimx.load_articles(FIXTURES / "stories" / story)
            report = claimx.run(articles, model=model, progress=tell)
        tell(f"{len(report.claims)} claims, {report.usage.calls} calls, {len(report.failures)} failures")


def tell(line: str) -> None:
    print(f"  {line}", flush=True)


if __name__ == "__main__":
    main()
