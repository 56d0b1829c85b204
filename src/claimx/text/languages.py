"""Language tags (BCP 47), of which only the language itself is ever looked at."""

from __future__ import annotations


def primary_tag(language: str | None) -> str:
    """The language of a tag ("de" of "de-AT" and of "de_AT"); empty where none is known."""
    return (language or "").lower().replace("_", "-").partition("-")[0]
