from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Put = Callable[..., Path]


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Write a file below the working folder, which is a fresh one: `put("a.txt", "text")`, bytes, or anything JSON."""
    monkeypatch.chdir(tmp_path)

    def _put(name: str, content: object) -> Path:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            content = content.encode("utf-8")
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return path

    return _put
