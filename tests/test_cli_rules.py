"""`claimx run --model rules`, from a terminal."""

from __future__ import annotations

import json
from pathlib import Path

from test_cli_end_to_end import claimx

STORY = Path(__file__).parents[1] / "fixtures" / "stories" / "aid-request"


def test_a_folder_is_read_by_rule_without_a_key(tmp_path: Path) -> None:
    done = claimx("run", STORY, "--model", "rules", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "disputed" in done.stdout or "single origin" in done.stdout
    document = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert document["provenance"]["model"] == "rules"
    assert document["claims"]
