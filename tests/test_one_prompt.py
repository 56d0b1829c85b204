"""The rival of `make score`: a whole story in one request, its answer grounded and held against gold like ours."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import one_prompt
import pytest
from scoring import score
from story_answer import Reading, StoryAnswer

from claimx import Article, Report, load_articles, record, replay
from faults.server import Body
from specification import faults
from stories import answering_with, asked_for, model_at

POST = Article(
    id="post", publisher="Ostra Post", text="The Lind bridge is shut.\nMayor Vik denied it. He denied it again."
)
RADIO = Article(id="radio", text="林德桥已关闭，维克说。 It has 40 cracks.")
LETTERS = {"A1": POST, "A2": RADIO}
VIK = {
    "key": "s1",
    "name": "Jon Vik",
    "aliases": ["维克"],
    "kind": "person",
    "role": "Mayor",
    "affiliation": None,
    "named": True,
}


def mention(article: str, quote: str, label: str = "support", speaker: str | None = None) -> Body:
    return {"article": article, "quote": quote, "label": label, "speaker": speaker}


def claim(number: int, text: str, *mentions: Body, **changes: Any) -> Body:
    return {"number": number, "text": text, "parent": None, "mentions": list(mentions), "variants": [], **changes}


SHUT = claim(
    1,
    "The Lind bridge is shut.",
    mention("A1", "The Lind bridge is shut"),
    mention("A1", "denied it", "deny", "s1"),
    mention("A1", "denied it", "deny", "s1"),
    mention("A2", "林德桥已关闭", "support", "s1"),
)
STORIES = sorted(path.stem for path in (one_prompt.FIXTURES / "gold").glob("*.json"))
CRACKS = claim(2, "The Lind bridge has cracks.", mention("A2", "It has 40 cracks"), parent=1)


def answer(*claims: Body, **changes: Any) -> Body:
    return {"sources": [VIK], "claims": list(claims), "relations": [], "copies": [], **changes}


def report(*claims: Body, **changes: Any) -> Report:
    return Reading(LETTERS, StoryAnswer.model_validate(answer(*claims, **changes))).report()


def as_answer(gold: dict[str, Any], letters: dict[str, Article]) -> Body:
    """The gold as the best answer there could be; what stands for a speaker is one of the words of its pattern."""
    letter_of = {article.id: letter for letter, article in letters.items()}
    numbers = {statement["id"]: number for number, statement in enumerate(gold["statements"], start=1)}
    speakers = sorted({one["speaker"] for one in gold["mentions"] if one["speaker"]})
    claims = {
        one["id"]: claim(numbers[one["id"]], one["text"], parent=numbers.get(one["parent"]))
        for one in gold["statements"]
    }
    values: dict[str, dict[str, list[str]]] = {name: {} for name in claims}
    for one in gold["mentions"]:
        letter = letter_of[one["article"]]
        quote = letters[letter].text[one["start"] : one["end"]]
        claims[one["statement"]]["mentions"].append(mention(letter, quote, one["position"], one["speaker"]))
        if one.get("value"):
            values[one["statement"]].setdefault(one["value"], []).append(letter)
    for name, given in values.items():
        if len(given) > 1:
            listed = [{"value": value, "articles": articles} for value, articles in given.items()]
            claims[name]["variants"] = [{"kind": "number", "values": listed}]
    kinds = {"contradicts", "updates", "different_scope"}
    return {
        "sources": [{**VIK, "key": one, "name": spoken(one), "aliases": [], "role": None} for one in speakers],
        "claims": list(claims.values()),
        "relations": [
            {
                "a": numbers[one["a"]],
                "b": numbers[one["b"]],
                "kind": one["kind"] if one["kind"] in kinds else "different_scope",
                "why": one["why"],
            }
            for one in gold["relations"]
        ],
        "copies": [[letter_of[article] for article in pair] for pair in gold["copies"]],
    }


def spoken(pattern: str) -> str:
    return re.sub(r"\\b|\\(?=\.)|\[(\w)\w+\]", r"\1", pattern.split("|")[0])


def test_a_quote_given_twice_is_found_at_both_of_its_places() -> None:
    [merged] = report(SHUT).claims
    spans = [span for claim in merged.appearances for span in claim.evidence if claim.article_id == "post"]
    assert [POST.text[span.start : span.end] for span in spans] == [span.exact for span in spans]
    assert len({span.start for span in spans}) == 3


def test_a_claim_is_one_merged_claim_with_an_appearance_an_article() -> None:
    shut, cracks = report(SHUT, CRACKS).claims
    assert [claim.article_id for claim in shut.appearances] == ["post", "radio"]
    assert shut.status == "disputed"
    assert cracks.parent == shut.id


def test_a_speaker_is_right_under_any_of_his_names() -> None:
    at = RADIO.text.index("林德桥已关闭")
    gold = {
        "mentions": [
            {
                "statement": "shut",
                "article": "radio",
                "start": at,
                "end": at + 6,
                "speaker": "维克",
                "position": "support",
            }
        ],
        "copies": [],
        "furniture": [],
        "must_extract": ["shut"],
    }
    assert score(report(SHUT), gold).speaker == (1, 1)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (mention("A1", "The bridge is open to all"), "the quote does not stand in the article"),
        (mention("A1", "The Lind bridge is shut", speaker="s9"), "no such source"),
        (mention("A7", "The Lind bridge is shut"), "no such article"),
    ],
)
def test_a_mention_that_has_no_place_is_rejected_and_its_claim_with_it(given: Body, reason: str) -> None:
    left = report(SHUT, claim(2, "Something else.", given))
    assert [merged.id for merged in left.claims] == ["1"]
    assert [one.reason for rejected in left.rejected.values() for one in rejected] == [reason]


def test_of_two_claims_with_one_number_the_first_stands() -> None:
    left = report(SHUT, {**CRACKS, "number": 1})
    assert [merged.text for merged in left.claims] == [SHUT["text"]]
    assert [one.text for one in left.rejected["claim 1"]] == [CRACKS["text"]]


def test_parents_in_a_circle_or_out_of_nowhere_are_let_go() -> None:
    parents = {
        merged.id: merged.parent
        for merged in report({**SHUT, "parent": 2}, CRACKS, {**CRACKS, "number": 3, "parent": 9}).claims
    }
    assert parents == {"1": "2", "2": None, "3": None}


def test_copies_share_an_origin_and_values_that_differ_are_a_variant() -> None:
    values = [{"value": "two", "articles": ["A1"]}, {"value": "三", "articles": ["A2"]}]
    [merged] = report({**SHUT, "variants": [{"kind": "number", "values": values}]}, copies=[["A1", "A2"]]).claims
    assert len(merged.origins) == 1
    assert [value.appearances for value in merged.variants[0].values] == [("A1#1",), ("A2#1",)]


def test_a_story_is_one_request_and_replays(tmp_path: Path) -> None:
    with answering_with({"StoryAnswer": answer(SHUT, CRACKS)}) as endpoint:
        with record(tmp_path / "story.yaml"):
            recorded = one_prompt.ask([RADIO, POST], model=model_at(endpoint))
        [call] = endpoint.calls
    assert asked_for(call.body) == "StoryAnswer"
    assert all(article.text in call.body["messages"][1]["content"] for article in (POST, RADIO))
    with replay(tmp_path / "story.yaml", complete=True):
        replayed = one_prompt.ask([POST, RADIO], model=model_at(endpoint))
    assert replayed.claims == recorded.claims
    assert len(replayed.claims) == 2


def test_the_request_follows_openais_specification(openai_spec: Path) -> None:
    with answering_with({"StoryAnswer": answer(SHUT)}) as endpoint:
        one_prompt.ask([RADIO, POST], model=model_at(endpoint))
    assert faults(openai_spec, "CreateChatCompletionRequest", endpoint.calls[0].body) == []


@pytest.mark.parametrize("story", STORIES)
def test_an_answer_that_says_what_the_gold_says_scores_full(story: str) -> None:
    gold = json.loads((one_prompt.FIXTURES / "gold" / f"{story}.json").read_text(encoding="utf-8"))
    articles = load_articles(one_prompt.FIXTURES / "stories" / story)
    letters = {f"A{number}": article for number, article in enumerate(articles, start=1)}
    answered = StoryAnswer.model_validate(as_answer(gold, letters))
    scores = score(Reading(letters, answered).report(), gold)
    assert scores.found == scores.mentions
    assert all(right == total for right, total in (*scores.stance.values(), scores.speaker, scores.parents))
    assert (scores.b_cubed, scores.pairwise) == (1.0, 1.0)
    assert (scores.opposites, scores.scopes, scores.origins[0]) == (0, 0, 0)
    assert scores.copies == (len(gold["copies"]), len(gold["copies"]), 0)
    assert scores.variants[0] == scores.variants[1]
    assert all(linked == wanted for linked, _, wanted in scores.relations.values())
    assert scores.reported_relations[0] == scores.reported_relations[1] > 0


def test_every_recorded_story_is_one_of_ours_and_is_played_whole() -> None:
    for path in sorted(one_prompt.cassette("any").parent.glob("*.yaml")):
        gold = json.loads((one_prompt.FIXTURES / "gold" / path.name).with_suffix(".json").read_text(encoding="utf-8"))
        assert score(one_prompt.replayed(path.stem), gold).found
