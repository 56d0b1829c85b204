"""The .jsonl: the whole report, a record a line."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import claimx
from claimx.errors import InvalidReport
from claimx.models import Report
from claimx.writers import to_document
from claimx.writers.json_lines import parse_json_lines, render_json_lines
from reports import REPORT


def test_every_line_is_a_record_of_the_report(tmp_path: Path, story: Report) -> None:
    claimx.write(story, tmp_path / "r.jsonl")
    records = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()]
    kinds = Counter(record["record"] for record in records)
    assert (kinds["report"], kinds["article"], kinds["claim"]) == (1, len(story.articles), len(story.claims))


def test_the_lines_make_the_document_again_in_any_order(story: Report) -> None:
    for report in (REPORT, story):
        document = to_document(report)
        lines = render_json_lines(report).splitlines()
        assert parse_json_lines(lines) == document
        assert parse_json_lines([*lines[1:], lines[0]]) == document


@pytest.mark.parametrize(
    "line", ["{", "[1]", '{"record": "song"}', "{}", "[" * 100_000, '{"record": "claim", "id": 1}']
)
def test_lines_that_are_no_report_are_refused(line: str) -> None:
    with pytest.raises(InvalidReport):
        parse_json_lines([*render_json_lines(REPORT).splitlines(), line])
