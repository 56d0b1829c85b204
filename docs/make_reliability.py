"""Write the table of faults into docs/reliability.md, between `<!-- faults -->` and `<!-- /faults -->`.

python docs/make_reliability.py
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "docs"), str(ROOT / "tests")]

from excerpts import put_in_place  # noqa: E402

from faults.fault_table import as_markdown  # noqa: E402


def main() -> None:
    page = ROOT / "docs" / "reliability.md"
    page.write_text(filled_in(page.read_text(encoding="utf-8")), encoding="utf-8")


def filled_in(text: str) -> str:
    """`text` with the table put in place."""
    return put_in_place(text, {"faults": f"\n{as_markdown()}\n"})


if __name__ == "__main__":
    main()
