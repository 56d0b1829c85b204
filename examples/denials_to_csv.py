"""Write every denial in the example story as CSV, for `python examples/denials_to_csv.py > denials.csv`.

Runs offline: the model's answers are replayed from fixtures/cassettes. No cell can start a formula in a spreadsheet.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import claimx

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


def main() -> None:
    articles = {article.id: article for article in claimx.load_articles(FIXTURES / "stories" / "aid-request")}
    with claimx.replay(FIXTURES / "cassettes" / "aid-request.yaml"):
        report = claimx.run(articles.values())

    sys.stdout.reconfigure(encoding="utf-8")
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(["publisher", "holder", "claim", "quote", "start", "end", "url"])
    denials = ((c, a, s) for c in report.claims for a in c.appearances for s in a.stances if s.label == "deny")
    for claim, appearance, stance in denials:
        article, quote = articles[appearance.article_id], stance.evidence[0]
        holder = stance.holder.name if stance.holder else article.publisher
        cells = (article.publisher, holder, claim.text, quote.exact, quote.start, quote.end, article.url)
        rows.writerow(map(safe, cells))


def safe(cell: object) -> object:
    """The cell, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip().startswith(tuple("=+-@＝＋－＠")) else cell


if __name__ == "__main__":
    main()
