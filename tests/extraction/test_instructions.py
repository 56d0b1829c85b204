"""Fields and prompts of one's own: what is asked for, what comes of it, and which classes no model can fill in."""

from __future__ import annotations

import json
import pickle
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from claimx import AnswerInvalid, Instructions, InvalidInstructions, Model, PathNotFound, WireClaim, extract
from claimx.extraction.drafts import Draft, join
from claimx.extraction.wire import ClaimsAnswer
from claimx.llm import load_prompt, strict_schema
from faults.server import Body, FakeEndpoint, completion
from own_fields import POLICY, VALUES, PolicyClaim, filled
from stories import (
    BRIDGE,
    BRIDGE_ANSWER,
    CRACKS,
    CROSSING,
    INSPECTION,
    answering,
    answering_with,
    claims_answer,
    mention,
    model_at,
)


class Mood(Enum):
    GRIM = "grim"


class Place(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str


class Town(BaseModel):
    kind: Literal["town"]


class River(BaseModel):
    kind: Literal["river"]


def schema_sent(body: Body) -> dict[str, Any]:
    schema: dict[str, Any] = body["response_format"]["json_schema"]["schema"]
    return schema


def test_fields_of_ones_own_are_asked_for_beside_ours_and_stand_in_extra() -> None:
    with answering_with({"ClaimsAnswer": filled(BRIDGE_ANSWER)}) as endpoint:
        extraction = extract(BRIDGE, model=model_at(endpoint), instructions=POLICY)
    asked = schema_sent(endpoint.calls[0].body)["$defs"]["PolicyClaim"]["required"]
    assert asked == [*WireClaim.model_fields, *VALUES]
    assert [dict(claim.extra) for claim in extraction.claims] == [{**VALUES, "places": ("Ostra", "Lind")}] * 3
    assert [list(claim.extra) for claim in extraction.claims] == [list(VALUES)] * 3


def test_without_instructions_the_request_is_ours_and_nothing_is_extra() -> None:
    with answering_with({"ClaimsAnswer": BRIDGE_ANSWER}) as endpoint:
        plain = extract(BRIDGE, model=model_at(endpoint))
        same = extract(BRIDGE, model=model_at(endpoint), instructions=Instructions())
    assert endpoint.calls[0].raw == endpoint.calls[1].raw
    assert schema_sent(endpoint.calls[0].body) == strict_schema(ClaimsAnswer)
    assert plain == same
    assert "extra" not in plain.model_dump_json()


def test_an_extraction_with_extra_pickles_hashes_and_comes_back_from_json() -> None:
    with answering_with({"ClaimsAnswer": filled(BRIDGE_ANSWER)}) as endpoint:
        extraction = extract(BRIDGE, model=model_at(endpoint), instructions=POLICY)
    again = pickle.loads(pickle.dumps(extraction))
    assert again == extraction == type(extraction).model_validate_json(extraction.model_dump_json())
    assert {hash(claim) for claim in again.claims} == {hash(claim) for claim in extraction.claims}
    with pytest.raises(TypeError):
        extraction.claims[0].extra["topic"] = "war"  # type: ignore[index]


def test_an_answer_whose_field_does_not_fit_is_asked_for_once_more() -> None:
    answers = iter([filled(BRIDGE_ANSWER, topic="weather"), filled(BRIDGE_ANSWER)])
    with answering(lambda _: next(answers)) as endpoint:
        extraction = extract(BRIDGE, model=model_at(endpoint), instructions=POLICY)
    assert "topic" in endpoint.calls[1].body["messages"][-1]["content"]
    assert extraction.claims[0].extra["topic"] == "trade"


def test_a_number_too_large_to_be_one_does_not_fit() -> None:
    answer = json.dumps(filled(BRIDGE_ANSWER, share=0.125)).replace("0.125", "1e999")
    with FakeEndpoint(lambda _: completion(answer)) as endpoint, pytest.raises(AnswerInvalid, match="share"):
        extract(BRIDGE, model=model_at(endpoint), instructions=POLICY)


def test_where_the_second_answer_repeats_a_claim_the_values_of_the_first_stand() -> None:
    first = filled(claims_answer(CRACKS, INSPECTION, furniture=(5,)), topic="law")
    again = {**INSPECTION, "text": "2", "mentions": [mention(4, "people cross the bridge every day")]}
    answers = iter([first, filled(claims_answer(again, sources=[]), topic="war")])
    with answering(lambda _: next(answers)) as endpoint:
        extraction = extract(BRIDGE, model=model_at(endpoint), instructions=POLICY)
    assert len(endpoint.calls) == 2
    assert {claim.extra["topic"] for claim in extraction.claims} == {"law"}


def test_a_claim_that_replaces_one_that_cannot_be_read_alone_brings_its_own_values() -> None:
    pointing = {**CROSSING, "text": "They cross it every day."}
    answers = iter(
        [
            filled(claims_answer(CRACKS, INSPECTION, pointing, furniture=(5,)), topic="law"),
            filled(claims_answer(CROSSING, sources=[]), topic="war"),
        ]
    )
    with answering(lambda _: next(answers)) as endpoint:
        extraction = extract(BRIDGE, model=model_at(endpoint), instructions=POLICY)
    assert [claim.extra["topic"] for claim in extraction.claims] == ["law", "law", "war"]


def test_of_a_claim_that_two_chunks_give_the_values_of_the_first_stand() -> None:
    drafts = [Draft("It rained.", "event", {"topic": topic}) for topic in ("law", "war")]
    (joined,) = join([drafts[:1], drafts[1:]])
    assert joined.own == {"topic": "law"}


def test_the_prompts_that_were_used_stand_in_the_provenance_with_those_they_extend(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    source = '{% extends "claims/v3" %}{% block system %}{{ super() }}Mind the topic.{% endblock %}'
    (tmp_path / "claims" / "v1.jinja").write_text(source, "utf-8")
    with answering_with({"ClaimsAnswer": BRIDGE_ANSWER}) as endpoint:
        extraction = extract(BRIDGE, model=model_at(endpoint), instructions=Instructions(prompts=tmp_path))
    assert endpoint.calls[0].body["messages"][0]["content"].endswith("Mind the topic.")
    assert extraction.provenance.prompts["claims/v3"] == load_prompt("claims", "v3").sha256
    assert set(extraction.provenance.prompts) == {"claims/own-v1", "claims/v3"}


def test_instructions_are_values() -> None:
    assert Instructions(claim=PolicyClaim) == POLICY == pickle.loads(pickle.dumps(POLICY))
    assert len({Instructions(claim=PolicyClaim), POLICY, Instructions()}) == 2


def test_rules_are_given_no_instructions() -> None:
    with pytest.raises(InvalidInstructions, match="rules fill in no fields .*name a model"):
        extract(BRIDGE, model=Model.rules(), instructions=POLICY)
    assert extract(BRIDGE, model=Model.rules(), instructions=Instructions()).claims


def test_what_is_plain_may_be_a_field() -> None:
    class Plain(WireClaim):
        """What it is about."""

        topic: Literal["war", 1, None]
        mood: Mood | None = Field(description="How it sounds.")
        moods: list[Mood]
        share: float = Field(ge=0, le=1)
        weight: int | str = 3

    assert Instructions(claim=Plain).answer.__name__ == "ClaimsAnswer"


@pytest.mark.parametrize(
    ("annotation", "told"),
    [
        (dict[str, str], "no model can be held to Own: Own.field cannot be strict: its keys are free"),
        (Any, "no model can be held to Own: Own.field cannot be strict: it takes any value"),
        (tuple[int, str], "no model can be held to Own"),
        (Place, r"Own.field is not plain enough for every format .a field is a text"),
        (list[Place], "Own.field is not plain enough"),
        (Annotated[Town | River, Field(discriminator="kind")], "Own.field is not plain enough"),
        (list[list[str]], "Own.field is not plain enough"),
        (set[str], "Own.field is not plain enough"),
    ],
    ids=range(8),
)
def test_a_field_that_no_model_can_be_held_to_or_no_format_can_hold_is_refused(annotation: Any, told: str) -> None:
    own = type("Own", (WireClaim,), {"__annotations__": {"field": annotation}, "__module__": __name__})
    with pytest.raises(InvalidInstructions, match=told):
        Instructions(claim=own)


def test_a_field_of_ours_keeps_its_meaning() -> None:
    class Shorter(WireClaim):
        text: str = Field(description="Five words.")

    with pytest.raises(InvalidInstructions, match="Shorter.text is a field of ours"):
        Instructions(claim=Shorter)


@pytest.mark.parametrize("claim", [BaseModel, "PolicyClaim", POLICY])
def test_what_is_no_class_of_claims_is_refused(claim: Any) -> None:
    with pytest.raises(InvalidInstructions, match=r"is no class of claims .class MyClaim.claimx.WireClaim"):
        Instructions(claim=claim)


def test_a_folder_of_prompts_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(PathNotFound):
        Instructions(prompts=tmp_path / "gone")
