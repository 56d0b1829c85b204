"""OpenAI's published specification, where it is at hand: see the option --openai-spec in conftest.py."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator


def faults(path: Path, component: str, body: Any) -> list[str]:
    """What is wrong with `body` as an instance of the component; empty where nothing is."""
    return [error.message for error in _validator(path, component).iter_errors(body)]


def has(path: Path, component: str) -> bool:
    """Whether the specification that is at hand has the component: parts of it are published by themselves."""
    return component in _read(path)["components"]["schemas"]


@cache
def _validator(path: Path, component: str) -> Draft202012Validator:
    components = _read(path)["components"]
    return Draft202012Validator({"$ref": f"#/components/schemas/{component}", "components": components})


@cache
def _read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
