"""What the programs that record answers of a model are told on the command line, and what they make of it."""

from __future__ import annotations

import argparse
from pathlib import Path

import claimx

FIXTURES = Path(__file__).parents[1] / "fixtures"


def options(about: str | None, seconds: float, *, stories: bool = True) -> argparse.ArgumentParser:
    """Stories by name, unless there are none to choose from, an endpoint, and how long to wait for one answer."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    if stories:
        parser.add_argument("stories", nargs="*", metavar="STORY")
    parser.add_argument("--base-url")
    parser.add_argument("--model", default="gpt-5-mini")
    parser.add_argument("--timeout", type=float, default=seconds, help="seconds to wait for one answer")
    return parser


def stories_of(arguments: argparse.Namespace) -> list[str]:
    """Those that are named, or else all."""
    return arguments.stories or sorted(path.name for path in (FIXTURES / "stories").iterdir())


def model_of(arguments: argparse.Namespace) -> claimx.Model:
    """The model to ask, one that may take its time."""
    seconds = arguments.timeout
    return claimx.Model(arguments.model, arguments.base_url, timeout=seconds, deadline=seconds, concurrency=32)
