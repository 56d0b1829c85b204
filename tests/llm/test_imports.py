"""Importing the room is free; using it is what loads the libraries."""

from __future__ import annotations

import subprocess
import sys


def test_importing_the_room_loads_no_library() -> None:
    code = (
        "import sys, claimx.llm; heavy = {'openai', 'instructor', 'httpx2', 'vcr', 'tenacity', 'jinja2', 'yaml'};"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]"
