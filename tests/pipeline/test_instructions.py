"""Instructions go through every door of the pipeline, and what was asked for comes back from every file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimx import (
    Article,
    CassetteMiss,
    Extraction,
    Instructions,
    InvalidInstructions,
    Model,
    Report,
    extract,
    extract_each,
    load_extractions,
    load_report,
    reconcile,
    record,
    replay,
    run,
    update,
    write,
)
from claimx.pipeline import join
from claimx.pipeline.estimating import estimate
from claimx.writers import extraction_lines
from faults.server import Body, FakeEndpoint
from own_fields import POLICY, VALUES, filled
from parrot import answer_like_a_parrot
from stories import BRIDGE, answering, asked_for, model_at

OTHER = Article(id="harbour-news", text="The harbour of Ostra is closed.\n", publisher="Harbour News", language="en")


def policy_parrot() -> FakeEndpoint:
    """The parrot, which fills in every field that it is asked for."""

    def answer(body: Body) -> Body:
        said = answer_like_a_parrot(body)
        return filled(said) if "PolicyClaim" in json.dumps(body["response_format"]) else said

    return answering(answer)


def topics(report: Report) -> set[object]:
    return {one.extra.get("topic") for claim in report.claims for one in claim.appearances}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Prompts of one's own for the grouping of claims."""
    (tmp_path / "own" / "grouping").mkdir(parents=True)
    source = '{% extends "grouping/v3" %}{% block system %}{{ super() }}Mind the topic.{% endblock %}'
    (tmp_path / "own" / "grouping" / "v1.jinja").write_text(source, "utf-8")
    return tmp_path / "own"


def test_what_was_asked_for_is_in_the_report_and_comes_back_from_its_file(tmp_path: Path) -> None:
    with policy_parrot() as endpoint:
        report = run([BRIDGE, OTHER], model=model_at(endpoint), instructions=POLICY)
    write(report, tmp_path / "report.json")
    read = load_report(tmp_path / "report.json", articles=[BRIDGE, OTHER])
    assert [claim.appearances for claim in read.claims] == [claim.appearances for claim in report.claims]
    assert topics(read) == {"trade"}


def test_an_update_reads_new_articles_with_its_instructions_and_leaves_the_others(tmp_path: Path) -> None:
    with policy_parrot() as endpoint:
        model = model_at(endpoint)
        report = update(run([BRIDGE], model=model, instructions=POLICY), add=[OTHER], model=model, instructions=POLICY)
        mixed = update(report, add=[OTHER.model_copy(update={"id": "c", "text": "It rained."})], model=Model.rules())
    assert topics(report) == {"trade"}
    assert "trade" in topics(mixed)


def test_extractions_carry_it_from_file_to_report(tmp_path: Path) -> None:
    with policy_parrot() as endpoint:
        outcomes = list(extract_each([BRIDGE, OTHER], model=model_at(endpoint), instructions=POLICY))
    with extraction_lines(tmp_path / "lines.jsonl") as add:
        for outcome in outcomes:
            add(outcome)
    read = list(load_extractions(tmp_path / "lines.jsonl"))
    assert read == outcomes
    assert topics(join(read, model=Model.rules())) == {"trade"}


def test_the_story_is_put_together_with_prompts_of_ones_own(folder: Path) -> None:
    with policy_parrot() as endpoint:
        report = run([BRIDGE, OTHER], model=model_at(endpoint), instructions=Instructions(prompts=folder))
    asked = [call.body["messages"][0]["content"] for call in endpoint.calls]
    assert sum(content.endswith("Mind the topic.") for content in asked) == 1
    assert {"grouping/own-v1", "grouping/v3", "claims/v3"} <= report.provenance.prompts.keys()


def test_reconcile_takes_the_folder_of_prompts_by_itself(folder: Path) -> None:
    with policy_parrot() as endpoint:
        extractions = [extract(one, model=model_at(endpoint)) for one in (BRIDGE, OTHER)]
        report = reconcile(extractions, model=model_at(endpoint), prompts=folder)
    assert "grouping/own-v1" in report.provenance.prompts


def test_a_journal_answers_the_same_instructions_and_no_others(tmp_path: Path, folder: Path) -> None:
    journal = tmp_path / "run.db"
    one_more = Instructions(claim=POLICY.claim, prompts=folder)
    with policy_parrot() as endpoint:
        asked = []
        for instructions in (POLICY, POLICY, Instructions(), one_more):
            before = len(endpoint.calls)
            run([BRIDGE, OTHER], model=model_at(endpoint), instructions=instructions, journal=journal)
            asked.append([asked_for(call.body) for call in endpoint.calls[before:]])
    first, again, ours, prompted = asked
    assert again == []
    assert ours.count("ClaimsAnswer") == first.count("ClaimsAnswer") > 0  # another schema
    assert prompted == ["GroupsAnswer"]  # only the prompt for the story is another


def test_a_changed_prompt_is_another_question_to_the_journal(tmp_path: Path) -> None:
    (tmp_path / "own" / "claims").mkdir(parents=True)
    path = tmp_path / "own" / "claims" / "v1.jinja"
    calls = []
    with policy_parrot() as endpoint:
        for word in ("Mind", "Mind", "Heed"):
            path.write_text(f'{{% extends "claims/v3" %}}{{% block user %}}{word}{{{{ super() }}}}{{% endblock %}}')
            instructions = Instructions(prompts=tmp_path / "own")
            run([OTHER], model=model_at(endpoint), instructions=instructions, journal=tmp_path / "run.db")
            calls.append(len(endpoint.calls))
    assert calls[0] == calls[1] < calls[2]


def test_a_recording_of_ours_is_none_of_other_fields(tmp_path: Path) -> None:
    with policy_parrot() as endpoint, record(tmp_path / "c.yaml"):
        list(extract_each([OTHER], model=model_at(endpoint)))
    with replay(tmp_path / "c.yaml"), pytest.raises(CassetteMiss):
        list(extract_each([OTHER], instructions=POLICY))


@pytest.mark.parametrize("door", [run, extract_each, join, estimate])
def test_rules_are_given_no_instructions_at_any_door(door) -> None:
    given = [Extraction(article=OTHER, claims=(), provenance={"claimx": "0"})] if door is join else [OTHER]
    with pytest.raises(InvalidInstructions, match="rules fill in no fields"):
        list(door(given, model=Model.rules(), instructions=POLICY))


def test_what_a_run_would_cost_is_reckoned_from_what_would_be_sent(folder: Path) -> None:
    model = Model("fake-1", "http://127.0.0.1:9")
    ours = estimate([BRIDGE], model)
    more = estimate([BRIDGE], model, instructions=Instructions(claim=POLICY.claim, prompts=folder))
    assert more.stages[0].prompt_tokens.low > ours.stages[0].prompt_tokens.low
    assert [stage.stage for stage in more.stages][2] == "grouping/own-v1"


def test_a_report_without_fields_of_ones_own_says_nothing_of_them(tmp_path: Path) -> None:
    with policy_parrot() as endpoint:
        for name, instructions in (("ours", Instructions()), ("own", POLICY)):
            write(run([OTHER], model=model_at(endpoint), instructions=instructions), tmp_path / f"{name}.json")
    told = {name: json.loads((tmp_path / f"{name}.json").read_text("utf-8")) for name in ("ours", "own")}
    (own,) = told["own"]["claims"][0]["appearances"]
    (ours,) = told["ours"]["claims"][0]["appearances"]
    assert own.pop("extra") == VALUES
    assert own == ours
