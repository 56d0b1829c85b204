"""A folder of prompts of one's own: read at once, above ours task by task, and refused where it would not be sent."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from claimx.errors import InvalidInstructions, PathNotFound
from claimx.llm import as_prompts, list_prompts, load_prompt

VALUES = {"metadata": [], "code": "c0de", "sentences": [(1, "It rained.")]}
WHOLE = "{% block system %}Read {{ code }}.{% endblock %}{% block user %}{{ sentences }}{% endblock %}"
THREE_LINES = """{% extends "claims/v3" %}
{% block system %}
{{ super() }}
topic: what it is about.
{% endblock %}
"""

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder of prompts, written from their sources by name: `claims/v1`."""

    def write(**sources: str) -> Path:
        for name, source in sources.items():
            task, _, version = name.rpartition("_")
            (tmp_path / task).mkdir(exist_ok=True)
            (tmp_path / task / f"{version}.jinja").write_text(source, "utf-8")
        return tmp_path

    return write


def test_a_prompt_of_ones_own_is_used_and_ours_for_the_tasks_that_it_lacks(folder: Folder) -> None:
    prompts = as_prompts(folder(claims_v1=WHOLE))
    assert prompts.load("claims").render(**VALUES)[0]["content"] == "Read c0de."
    assert prompts.load("grouping") == load_prompt("grouping")


def test_the_highest_of_ones_own_versions_is_used_and_none_goes_by_the_name_of_ours(folder: Folder) -> None:
    prompts = as_prompts(folder(claims_v2=WHOLE, claims_v10=WHOLE))
    assert [prompt.stage for prompt in prompts.own] == ["claims/own-v2", "claims/own-v10"]
    assert prompts.load("claims").stage == "claims/own-v10"
    assert prompts.load("claims", "own-v2").stage == "claims/own-v2"
    assert prompts.load("claims", "v1") == load_prompt("claims", "v1")


def test_a_prompt_that_extends_ours_adds_to_it_and_changes_nothing_else(folder: Folder) -> None:
    system, user = as_prompts(folder(claims_v1=THREE_LINES)).load("claims").render(**VALUES)
    ours, sentences = load_prompt("claims", "v3").render(**VALUES)
    assert system["content"] == f"{ours['content']}\ntopic: what it is about.\n"
    assert user == sentences


def test_the_lineage_of_a_prompt_holds_the_hash_of_its_own_file_and_of_ours(folder: Folder) -> None:
    prompt = as_prompts(folder(claims_v1=THREE_LINES)).load("claims")
    assert [(one.stage, one.sha256) for one in prompt.lineage] == [
        ("claims/own-v1", hashlib.sha256(THREE_LINES.encode()).hexdigest()),
        ("claims/v3", load_prompt("claims", "v3").sha256),
    ]


def test_a_prompt_that_names_no_version_of_ours_extends_the_one_in_use(folder: Folder) -> None:
    prompt = as_prompts(folder(claims_v1=THREE_LINES.replace("claims/v3", "claims"))).load("claims")
    assert prompt.parent == load_prompt("claims")


def test_a_folder_is_read_once_and_travels_by_its_content(folder: Folder) -> None:
    root = folder(claims_v1=WHOLE)
    prompts = as_prompts(root)
    folder(claims_v1="{% gone")
    assert pickle.loads(pickle.dumps(prompts)) == prompts == as_prompts(prompts)
    assert prompts.load("claims").source == WHOLE


@pytest.mark.parametrize("task", sorted({prompt.task for prompt in list_prompts()}))
def test_a_copy_of_ours_is_a_prompt_of_ones_own(folder: Folder, task: str) -> None:
    (own,) = as_prompts(folder(**{f"{task}_v1": load_prompt(task).source})).own
    assert (own.sha256, own.stage) == (load_prompt(task).sha256, f"{task}/own-v1")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{% block system %}", r"claims/v1.jinja, line 1: .*end of template"),
        ("{{ code | shout }}", "line 1: No filter named 'shout'"),
        ('{% extends "claims/v3" %}\ntopic: what it is about.', "line 2: this would not be sent"),
        ('{% extends "claims/v3" %}{% block sytem %}x{% endblock %}', "line 1: this would not be sent"),
        ('{% extends "claims/v99" %}', "prompt 'claims' has no version 'v99' .it has: v1"),
        ("{% extends code %}", "extends wants the name of a prompt"),
        ('{% extends "claims/v3" %}{% block user %}{% include "x" %}{% endblock %}', "takes from one other only"),
        ("{% block system %}x{% endblock %}", "has no block user"),
        (WHOLE.replace("code", "cod"), "there is no value 'cod' .claims has: code, metadata, sentences"),
        ('{% extends "grouping/v3" %}', "there is no value 'lines'"),
    ],
)
def test_a_prompt_that_would_not_be_sent_as_it_is_meant_is_refused_with_its_place(
    folder: Folder, source: str, told: str
) -> None:
    with pytest.raises(InvalidInstructions, match=told):
        as_prompts(folder(claims_v1=source))


def test_a_value_that_has_not_what_is_asked_of_it_is_told_when_it_is_filled_in(folder: Folder) -> None:
    prompt = as_prompts(folder(claims_v1=WHOLE.replace("{{ code }}", "{{ code.gone }}"))).load("claims")
    with pytest.raises(InvalidInstructions, match="the prompt claims/own-v1 cannot be filled in: .*gone"):
        prompt.render(**VALUES)


def test_a_task_that_nobody_asks_about_is_refused(folder: Folder) -> None:
    with pytest.raises(InvalidInstructions, match=r"claim: nobody asks with such a prompt .there is: claims, gleaning"):
        as_prompts(folder(claim_v1=WHOLE))


def test_a_folder_without_a_prompt_is_refused(tmp_path: Path) -> None:
    (tmp_path / "claims.jinja").write_text(WHOLE)
    with pytest.raises(InvalidInstructions, match=r"holds no prompt .one folder a task"):
        as_prompts(tmp_path)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PathNotFound, match="no folder of prompts"):
        as_prompts(tmp_path / "gone")


def test_a_file_that_is_no_text_is_told(folder: Folder, tmp_path: Path) -> None:
    folder(claims_v1=WHOLE)
    (tmp_path / "claims" / "v1.jinja").write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidInstructions, match="cannot read .*v1.jinja"):
        as_prompts(tmp_path)
