"""Data, script and style made fit to stand in a page, and the policy that lets them run and nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable

# In a script element only "<" can end it or open a comment; the others are for whoever copies the block elsewhere.
_ESCAPED = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


def to_json(value: object) -> str:
    """JSON that can end no script element and no line, and holds no half of a surrogate pair."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPED)


def to_policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """A Content Security Policy (CSP level 3): these scripts and styles, by their hash, and no request to anywhere.

    Trusted Types are required and none can be made: the browser itself refuses to turn a string into markup.
    """
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(map(_hash_of, scripts))}",
            f"style-src {' '.join(map(_hash_of, styles))}",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    )


def _hash_of(content: str) -> str:
    digest = base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"
