"""What docs/ray.md shows is what happens: its snippets, from the folder to the first query."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ray.data")

from cluster.pile import RAYS_WARNINGS
from parrot import parrot

PAGE = Path(__file__).resolve().parents[2] / "docs" / "ray.md"

pytestmark = [pytest.mark.checkout, RAYS_WARNINGS]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_the_snippets_run_one_after_the_other(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    _install, make_folder = blocks("sh")
    subprocess.run(["sh", "-euc", make_folder], check=True, timeout=20)
    names: dict[str, Any] = {}
    with parrot() as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        for snippet in blocks("python"):
            exec(compile(snippet, str(PAGE), "exec"), names)
    assert "Summary(stories=1, articles=2, failures=0)" in capsys.readouterr().out
    assert names["stances"].columns[0] == "story"
