"""docs/own-prompts.md: its class, its prompt and its loop run as they stand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from faults.server import Body
from parrot import answer_like_a_parrot
from stories import answering
from test_docs import DOCS, ROOT, blocks

PAPER = DOCS / "own-prompts.md"

pytestmark = pytest.mark.checkout


def _answer(body: Body) -> Body:
    said = answer_like_a_parrot(body)
    own = {"topic": "trade", "harm": None} if "PolicyClaim" in json.dumps(body["response_format"]) else {}
    return said | {"claims": [{**claim, **own} for claim in said["claims"]]} if "claims" in said else said


def test_the_snippet_runs_with_the_prompt_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (snippet,), (prompt,) = blocks(PAPER, "python"), blocks(PAPER, "jinja")
    (tmp_path / "my-prompts" / "claims").mkdir(parents=True)
    (tmp_path / "my-prompts" / "claims" / "v1.jinja").write_text(prompt, "utf-8")
    (tmp_path / "my-articles").mkdir()
    shutil.copy(ROOT / "fixtures" / "stories" / "aid-request" / "harbor-wire.txt", tmp_path / "my-articles")
    monkeypatch.chdir(tmp_path)
    with answering(_answer) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        names: dict[str, object] = {"__name__": "snippet"}
        exec(compile(snippet, str(PAPER), "exec", dont_inherit=True), names)
    assert set(capsys.readouterr().out.split("\n")[0].split()[:1]) == {"trade"}
    assert any('"topic":"law","harm":null}' in call.body["messages"][0]["content"] for call in endpoint.calls)
    assert "claims/own-v1" in names["report"].provenance.prompts  # type: ignore[attr-defined]


def test_every_task_that_is_named_is_one_of_ours() -> None:
    told = PAPER.read_text(encoding="utf-8").partition("one folder a task (")[2].partition(")")[0]
    assert told.replace("`", "").split(", ") == ["claims", "gleaning", "grouping", "sources", "nesting"]
    assert {path.name for path in (ROOT / "prompts").iterdir()} == set(told.replace("`", "").split(", "))
