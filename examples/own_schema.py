"""Ask for more of a claim than we do: two fields of one's own, and a few lines of prompt on how to fill them in.

Runs offline: the model's answers are replayed from fixtures/cassettes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

import claimx

HERE = Path(__file__).resolve().parent
FIXTURES = HERE.parent / "fixtures"
CASSETTE = FIXTURES / "cassettes" / "own-schema" / "skarrey-observer.yaml"


class FerryClaim(claimx.WireClaim):
    topic: Literal["rescue", "victims", "cause", "blame", "other"]
    harm: str | None = Field(description="Who came to harm, and how, in a few words; null where nobody did.")


def read(model: claimx.Model) -> claimx.Extraction:
    articles = {article.id: article for article in claimx.load_articles(FIXTURES / "stories" / "ferry-fire")}
    instructions = claimx.Instructions(claim=FerryClaim, prompts=HERE / "own_prompts")
    return claimx.extract(articles["skarrey-observer"], model=model, instructions=instructions)


def main() -> None:
    with claimx.replay(CASSETTE):
        extraction = read(claimx.default_model())
    for claim in extraction.claims:
        harm = claim.extra["harm"]
        print(f"{claim.extra['topic']:<8} {claim.text}{f' ({harm})' if harm else ''}")


if __name__ == "__main__":
    main()
