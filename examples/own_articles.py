"""Build articles in code, extract each, and put the story together by rules alone: no model is asked to merge.

Rules find copies well and merge little. The extractions are replayed from fixtures/cassettes, so this runs offline.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import claimx

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
WIRE = "Russia turns to China for military help as Ukraine war drags, U.S. officials say"
DAILY = "Moscow has turned to Beijing for help with its war on ukraine"


def article(name: str, publisher: str, headline: str, published_at: datetime | None = None) -> claimx.Article:
    """As a database would give it. These details travel in the request, so a replay needs the very same."""
    text = (FIXTURES / "stories" / "aid-request" / f"{name}.txt").read_bytes().decode("utf-8")
    details = {"publisher": publisher, "headline": headline, "published_at": published_at, "language": "en"}
    return claimx.Article(id=name, text=text, **details)


def main() -> None:
    published = datetime.fromisoformat("2022-03-14T13:38:00-04:00")
    articles = [article("harbor-wire", "Harbor Wire", WIRE, published)]
    articles += [article("metro-pulse-daily", "Metro Pulse Daily", DAILY)]
    with claimx.replay(FIXTURES / "cassettes" / "aid-request.yaml"):
        extractions = [claimx.extract(one, model=claimx.default_model()) for one in articles]
    report = claimx.reconcile(extractions)
    print(f"{sum(len(one.claims) for one in extractions)} claims, {len(report.claims)} after merging by rule")
    for origin in report.origins:
        print("one origin:", ", ".join(origin.articles))
        for link in origin.why:
            print(f"  {link.kind}: {link.evidence}")


if __name__ == "__main__":
    main()
