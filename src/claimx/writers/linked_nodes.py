"""What nodes of JSON-LD are made of."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

Node = dict[str, Any]


def to_id(kind: str, name: str) -> str:
    """`urn:claimx:claim:c1`, whatever the name holds."""
    return f"urn:claimx:{kind}:{quote(name, safe='')}"


def without_none(node: Node) -> Node:
    """The node without what is not known."""
    return {key: value for key, value in node.items() if value is not None}
