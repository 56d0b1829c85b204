"""Importing the room is free; using it is what loads the libraries."""

from __future__ import annotations

import subprocess
import sys

from faults.server import FakeEndpoint, completion
from llm.asking import TALLY


def test_importing_the_room_loads_no_library() -> None:
    code = (
        "import sys, claimx.llm; heavy = {'openai', 'instructor', 'httpx2', 'vcr', 'tenacity', 'jinja2', 'yaml'};"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_instructor_is_loaded_by_the_first_answer_that_does_not_fit() -> None:
    code = (
        "import sys; from claimx.llm import Model; from llm.asking import ask;"
        "model = Model('fake', sys.argv[1], api_key='none');"
        "ask(model); before = 'instructor' in sys.modules; ask(model); print(before, 'instructor' in sys.modules)"
    )
    with FakeEndpoint([completion(TALLY), completion("{}"), completion(TALLY)]) as endpoint:
        command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {code}", endpoint.url]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "False True"
