"""claimx beside a real server: it takes what is sent, answers within the schema, and a run comes to its end."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import validate
from pydantic import BaseModel
from typer.testing import CliRunner

from claimx import Article, record, run
from claimx.cli import app
from claimx.extraction.wire import ClaimsAnswer
from claimx.llm import Cassette, Model, connect, run_sync
from claimx.reconciliation.adjudication.wire import GroupsAnswer, NestingAnswer
from stories import BRIDGE

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "local_model.py"

pytestmark = pytest.mark.checkout


def require_schemas_honoured(recording: Cassette) -> None:
    """Every request was answered with status 200, by JSON that its own schema allows."""
    assert recording.interactions
    for one in recording.interactions:
        assert one.status == 200
        answer = json.loads(one.response_body)["choices"][0]["message"]["content"]
        validate(json.loads(answer), one.request["response_format"]["json_schema"]["schema"])


@pytest.mark.parametrize("schema", [ClaimsAnswer, GroupsAnswer, NestingAnswer])
def test_every_schema_is_taken_and_its_first_answer_fits(
    server: Model, schema: type[BaseModel], tmp_path: Path
) -> None:
    async def ask() -> int:
        async with connect(server) as session:
            answer = await session.ask([{"role": "user", "content": "Answer as you like."}], schema)
        return answer.usage.attempts

    with record(tmp_path / "asked.yaml") as recording:
        assert run_sync(ask()) == 1
    require_schemas_honoured(recording)


def test_every_request_of_a_run_is_taken_and_the_report_is_made(server: Model, tmp_path: Path) -> None:
    other = Article(id="other", text="The mayor denied it. The bridge was closed on Friday.", language="en")
    with record(tmp_path / "run.yaml") as recording:
        report = run([BRIDGE, other], model=server)
    require_schemas_honoured(recording)
    assert report.failures == ()
    assert len(report.provenance.answered_by) == 1


def test_the_example_ends_with_its_report(server: Model, tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text(BRIDGE.text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, EXAMPLE, "--base-url", server.url, "--model", server.name, "bridge.txt"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        timeout=1800,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"0 failed, [1-9]\d* calls, \(.+\)", done.stdout.splitlines()[-1])


def test_doctor_finds_nothing_that_would_fail(server: Model) -> None:
    done = CliRunner().invoke(app, ["doctor", "--base-url", server.url, "--model", server.name])
    assert done.exit_code == 0, done.output
    assert re.search("^ok    schema: held to", done.stdout, re.MULTILINE)
