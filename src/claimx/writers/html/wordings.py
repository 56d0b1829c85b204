"""What was changed between two wordings of one utterance, piece by piece."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\s\u3040-\u30ff\u3400-\u9fff]+\s*|\s+")
_ALIKE = 0.3
"""Below this share of common words a diff is two sentences, one crossed out."""
_LONGEST = 400
"""Words; a diff takes their square."""


def changes(before: str, after: str) -> list[list[str]]:
    """`["=", kept]`, `["-", gone]`, `["+", new]` in order; nothing where the two have next to nothing in common."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > _LONGEST:
        return []
    matcher = SequenceMatcher(None, [_key(word) for word in old], [_key(word) for word in new], autojunk=False)
    if matcher.ratio() < _ALIKE:
        return []
    pieces: list[list[str]] = []
    for tag, start, end, other, end_other in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(["=", _join(new[other:end_other])])
            continue
        pieces += [["-", _join(old[start:end])]] if start < end else []
        pieces += [["+", _join(new[other:end_other])]] if other < end_other else []
    return pieces


def _join(words: Sequence[str]) -> str:
    return "".join(words)


def _key(word: str) -> str:
    return re.sub(r"[^\w']", "", word.casefold().replace("’", "'")) or word.strip()
