"""Names as schema.org gives them: a text, an object that has a name, or a list of these."""

from __future__ import annotations


def read_names(value: object) -> list[str]:
    """Every name there, once each; what is no name, such as a number in another's database, is passed over."""
    people = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(name for person in people if (name := read_name(person))))


def read_name(value: object) -> str | None:
    """The first name there."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name") or value.get("alternateName")
    return value if isinstance(value, str) else None
