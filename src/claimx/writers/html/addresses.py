"""Which addresses of articles may become links."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# What browsers drop or turn round before they read an address: it would lead elsewhere than it says.
_MISREAD = re.compile(r"[\s\x00-\x20\x7f-\x9f\\]")
_LONGEST = 1_000
"""Characters; a longer one is cut where it is shown, and would lead elsewhere than it says."""


def to_href(url: str | None) -> str | None:
    """The address where it is plain http or https, with a host and nothing that poses as one; else None."""
    if not url or len(url) > _LONGEST or not url.isprintable() or _MISREAD.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # "http://[": no address at all
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    return url
