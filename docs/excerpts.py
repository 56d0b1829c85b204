"""Excerpts of a page, each between `<!-- name -->` and `<!-- /name -->`."""

from __future__ import annotations

import re
from collections.abc import Mapping


def put_in_place(text: str, blocks: Mapping[str, str]) -> str:
    """`text` with the block of each name in its place."""
    return re.sub(
        r"<!-- (\w+) -->\n.*?<!-- /\1 -->",
        lambda place: f"<!-- {place[1]} -->\n{blocks[place[1]]}\n<!-- /{place[1]} -->",
        text,
        flags=re.DOTALL,
    )
