"""Write the beginning of what `claimx demo` prints into the README, between `<!-- demo -->` and `<!-- /demo -->`.

python docs/make_demo.py
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console

import claimx
from claimx.writers.terminal import print_report

ROOT = Path(__file__).parents[1]
ROWS = 4


def main() -> None:
    readme = ROOT / "README.md"
    readme.write_text(filled_in(readme.read_text(encoding="utf-8")), encoding="utf-8")


def filled_in(text: str) -> str:
    """`text` with the excerpt put in place."""
    begin, end = "<!-- demo -->", "<!-- /demo -->"
    return re.sub(f"{begin}.*{end}", lambda _: f"{begin}\n```text\n{excerpt()}\n```\n{end}", text, flags=re.DOTALL)


def excerpt() -> str:
    """The head of the table and its first rows, which an empty line ends."""
    with claimx.replay(ROOT / "fixtures" / "cassettes" / "aid-request.yaml"):
        report = claimx.run(claimx.load_articles(ROOT / "fixtures" / "stories" / "aid-request"))
    printed = io.StringIO()
    print_report(report, Console(file=printed, width=100))
    lines = "\n".join(line.rstrip() for line in printed.getvalue().splitlines()).strip("\n")
    return "\n\n".join(lines.split("\n\n")[:ROWS])


if __name__ == "__main__":
    main()
