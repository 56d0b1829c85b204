"""Other people's JSON, told field by field: `{"text": "body.content", "publisher": "site.name"}`."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from claimx.errors import InputError

FieldMapping = Mapping[str, str]
"""From our field to where it stands: keys, and places in lists from 0, with dots between them."""

_OURS = ("articles", "text", "id", "publisher", "headline", "byline", "url", "published_at", "language", "story")


def check_mapping(mapping: FieldMapping) -> None:
    """Raise InputError for a field that articles do not have: a slip would leave every article without it."""
    for name in mapping:
        if name not in _OURS:
            nearest = get_close_matches(name, _OURS, n=1, cutoff=0.0)
            raise InputError(f"articles have no field {name!r}", hint=f"did you mean {nearest[0]}?")


def find_field(item: object, place: str) -> object:
    """What stands at `place`; None where there is nothing. A key that holds dots itself goes first."""
    if isinstance(item, Mapping) and place in item:
        return item[place]
    for step in place.split("."):
        if isinstance(item, Mapping):
            item = item.get(step)
        elif isinstance(item, list) and step.isdigit() and int(step) < len(item):
            item = item[int(step)]
        else:
            return None
    return item
