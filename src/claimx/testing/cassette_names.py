"""Where the cassette of a test lies: a name that every filesystem takes, and no two parameters of a test share."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

FOLDER = "cassettes"

_PLAIN = re.compile(r"([A-Za-z0-9_.]+)(?:\[([a-z0-9_.-]+)\])?")
_LONGEST = 100
"""Most characters of a name; with a digest and the suffix it still stays far below the 255 bytes a filesystem takes."""


def cassette_path(module: Path, test: str) -> Path:
    """The cassette of `test`, its name as pytest writes it ("TestDenials.test_one[en]"), in the test file `module`."""
    return module.parent / FOLDER / module.stem / f"{_file_name(test)}.yaml"


def _file_name(test: str) -> str:
    """`test` itself, its parameters after a hyphen. What a filesystem could change or refuse is left out, and a digest
    stands for it: parameters may hold anything, and differ in case alone.
    """
    match = _PLAIN.fullmatch(test)
    if match is not None and len(test) <= _LONGEST:
        return "-".join(part for part in match.groups() if part)
    plain = re.sub(r"[^A-Za-z0-9_.]+", "-", test)[:_LONGEST].strip("-")
    return f"{plain}-{hashlib.sha256(test.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
