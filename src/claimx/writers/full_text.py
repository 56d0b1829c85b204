"""Text as SQLite's full-text index takes it in, so that Chinese and Japanese can be searched.

FTS5 takes words apart at spaces, and there are none: a whole clause would be one word. Its tokenizer for such text,
`trigram`, finds nothing by two characters, and most Chinese words have two; nor by "UN".
"""

from __future__ import annotations

import re

LONGEST = 6
"""Characters of what can be searched for in one word of Chinese or Japanese."""
_UNSPACED = re.compile("[\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def to_searchable(text: str | None) -> str | None:
    """The text, and behind it every stretch of up to `LONGEST` characters of its words in Chinese or Japanese.

    Behind and not between: the places of all other words stay what they are.
    """
    if not text:
        return text
    stretches = {
        word[at : at + length]: None
        for word in re.findall(r"\w+", text)
        if _UNSPACED.search(word)
        for at in range(len(word))
        for length in range(1, LONGEST + 1)
    }
    return " ".join([text, *stretches])
