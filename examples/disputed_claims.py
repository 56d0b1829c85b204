"""Print the disputed claims of the example story: who supports each, who denies it, in which words, and where.

Runs offline: the model's answers are replayed from fixtures/cassettes.
"""

from __future__ import annotations

from pathlib import Path

import claimx

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


def main() -> None:
    articles = claimx.load_articles(FIXTURES / "stories" / "aid-request")
    with claimx.replay(FIXTURES / "cassettes" / "aid-request.yaml"):
        report = claimx.run(articles)
    publishers = {article.id: article.publisher for article in articles}

    for claim in report.claims:
        if claim.status != "disputed":
            continue
        print(f"{claim.text}\n  {len(claim.appearances)} appearances, {len(claim.origins)} origins")
        for position in claim.positions:
            quote = position.evidence[0]
            where = f"{publishers[quote.article_id]}, characters {quote.start}-{quote.end}"
            print(f"  {position.label:<7} {position.source.name}: “{quote.exact}” ({where})")
        print()


if __name__ == "__main__":
    main()
