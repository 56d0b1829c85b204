"""What the papers say is what the code does: the schema, the worked example, the names, the links."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import claimx
from claimx.llm import list_prompts

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAPERS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "fixtures" / "README.md"])
DATA_MODEL = DOCS / "data-model.md"

pytestmark = pytest.mark.checkout


def blocks(path: Path, language: str) -> list[str]:
    """The fenced blocks of a paper in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def spans_in(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [span for item in value for span in spans_in(item)]
    if not isinstance(value, dict):
        return []
    return [value] if "exact" in value else spans_in(list(value.values()))


def test_the_schema_in_docs_is_the_one_the_code_generates() -> None:
    render = runpy.run_path(str(DOCS / "make_schema.py"))["render"]
    written = (DOCS / "claimx-report-1.schema.json").read_text(encoding="utf-8")
    assert written == render(), "make schema"
    assert json.loads(written) == claimx.report_schema()


def test_the_worked_example_is_a_claim_of_the_format() -> None:
    schema = claimx.report_schema()
    whole, parts = map(json.loads, blocks(DATA_MODEL, "json"))
    jsonschema.validate(whole, {"$ref": "#/$defs/ClaimEntry", "$defs": schema["$defs"]})
    for kind, entries in (("QuantityEntry", parts["quantities"]), ("VariantEntry", parts["variants"])):
        for entry in entries:
            jsonschema.validate(entry, {"$ref": f"#/$defs/{kind}", "$defs": schema["$defs"]})


def test_every_span_of_the_worked_example_stands_in_its_article() -> None:
    post, courier = blocks(DATA_MODEL, "text")
    whole, parts = map(json.loads, blocks(DATA_MODEL, "json"))
    texts = {"ostra-post": post, "lind-courier": courier}
    placed = [(texts[one["article"]], span) for one in whole["appearances"] for span in spans_in(one)]
    placed += [
        (text, span) for text, one in zip((post, courier), parts["quantities"], strict=True) for span in spans_in(one)
    ]
    assert len(placed) > 10
    assert all(text[span["start"] : span["end"]] == span["exact"] for text, span in placed)


@pytest.mark.parametrize("name", [name for name in dir(claimx) if name != "Reading"])
def test_every_field_of_every_value_is_described(name: str) -> None:
    fields = getattr(getattr(claimx, name), "model_fields", {})
    told = DATA_MODEL.read_text(encoding="utf-8")
    assert [name for name in fields if f"`{name}`" not in told and f"`{name}(" not in told] == []


def test_every_error_that_ends_something_is_explained() -> None:
    told = (DOCS / "how-it-works.md").read_text(encoding="utf-8")
    errors = [value for name in dir(claimx) if isinstance(value := getattr(claimx, name), type)]
    leaves = {error.__name__ for error in errors if issubclass(error, claimx.ClaimxError) and not _has_heirs(error)}
    assert {name for name in leaves if f"`{name}`" not in told} <= {"PromptNotFound"}  # only a broken installation


def _has_heirs(error: type) -> bool:
    return bool(error.__subclasses__())


def test_every_released_prompt_is_in_the_changelog() -> None:
    told = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [prompt for prompt in list_prompts() if f"`{prompt.task}/{prompt.version}`" not in told] == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_to_one(paper: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)\)", paper.read_text(encoding="utf-8"))
    assert [link for link in links if not (paper.parent / link).exists()] == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_target_that_is_named_is_one(paper: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = re.findall(r"(?:^|`)make ([a-z][a-z ]*)", paper.read_text(encoding="utf-8"), re.MULTILINE)
    assert {target for words in named for target in words.split()} <= targets
