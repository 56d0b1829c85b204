"""Bad input: a named error or a lawful result, and whatever the model answers, nothing is lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from claimx import Extraction, InvalidExtraction, Provenance, Report, Stance, areconcile, reconcile
from claimx.llm import Answer, Message
from claimx.models import Usage
from reconciliation.claims import VIK, extraction

BRIDGE = "The Lind bridge in Ostra was closed after an inspection."
SCHOOL = "A new school opens in Varn next autumn."
SECONDS = 20
"""For ten thousand claims, on a machine that does something else besides."""


def conserved(extractions: Sequence[Extraction], report: Report) -> bool:
    """Whether every claim of every extraction is in exactly one merged claim."""
    given = sorted(claim.id for one in extractions for claim in one.claims)
    return sorted(one.id for claim in report.claims for one in claim.appearances) == given


class Erring:
    """A model that takes its answers from a list, whatever it was asked; after the last, it starts anew."""

    def __init__(self, groups: Sequence[list[list[int]]], parents: Sequence[tuple[int, int | None]]) -> None:
        self.groups = groups
        self.parents = parents
        self.asked = 0

    async def ask(self, messages: Sequence[Message], schema: type[Any]) -> Answer[Any]:
        self.asked += 1
        answer: dict[str, object]
        if schema.__name__ == "NestingAnswer":
            parents = [{"claim": claim, "parent": parent} for claim, parent in self.parents]
            relations = [{"a": a, "b": b or 0, "kind": "contradicts", "why": "so"} for a, b in self.parents]
            answer = {"same": self.groups[0] if self.groups else [], "parents": parents, "relations": relations}
        else:
            answer = {"groups": self.groups[self.asked % len(self.groups)] if self.groups else []}
        value: BaseModel = schema.model_validate(answer)
        return Answer(value, Usage(), "erring")


LINES = [BRIDGE, SCHOOL, "The bridge was not closed.", "Twelve boats sank.", "Eleven boats sank."]
stories = st.lists(st.lists(st.sampled_from(LINES), unique=True, max_size=4), min_size=1, max_size=4)
numbers = st.integers(-2, 12)


@given(
    stories,
    st.lists(st.lists(st.lists(numbers, max_size=4), max_size=5), max_size=3),
    st.lists(st.tuples(numbers, st.none() | numbers), max_size=6),
)
def test_no_answer_of_a_model_loses_or_doubles_a_claim(
    story: list[list[str]], groups: list[list[list[int]]], parents: list[tuple[int, int | None]]
) -> None:
    extractions = [extraction(f"a{number}", *lines) for number, lines in enumerate(story)]
    model = Erring(groups, parents)
    earlier = asyncio.run(areconcile(extractions[:1], model=model))
    report = asyncio.run(areconcile(extractions, model=model, earlier=earlier))
    assert conserved(extractions[:1], earlier)
    assert conserved(extractions, report)
    known = {claim.id for claim in report.claims}
    assert len(known) == len(report.claims)
    assert {claim.parent for claim in report.claims} <= known | {None}
    assert {end for relation in report.relations for end in (relation.a, relation.b)} <= known


@given(stories)
def test_no_rule_loses_or_doubles_a_claim(story: list[list[str]]) -> None:
    extractions = [extraction(f"a{number}", *lines) for number, lines in enumerate(story)]
    report = reconcile(extractions)
    assert conserved(extractions, report)
    assert len({claim.id for claim in report.claims}) == len(report.claims)


def test_an_extraction_given_twice_counts_once() -> None:
    one = extraction("a", BRIDGE, SCHOOL)
    assert reconcile([one, one]) == reconcile([one])


def test_two_extractions_of_one_article_that_differ_are_a_named_error() -> None:
    with pytest.raises(InvalidExtraction, match="two different extractions of an article 'a'"):
        reconcile([extraction("a", BRIDGE), extraction("a", SCHOOL)])


def test_one_text_under_two_publishers_is_one_origin_and_corroborates_nothing() -> None:
    body = f"{BRIDGE} {SCHOOL} " * 4
    report = reconcile([extraction("a", BRIDGE, text=body), extraction("b", BRIDGE, text=body)])
    assert [(len(claim.appearances), claim.status) for claim in report.claims] == [(2, "single_origin")]


def test_articles_without_a_date_come_after_those_with_one() -> None:
    undated, naive = extraction("a", BRIDGE), extraction("b", BRIDGE, published_at=datetime(2031, 5, 6))
    aware = extraction("c", BRIDGE, published_at="2031-05-05T10:00:00+02:00")
    (claim,) = reconcile([undated, naive, aware]).claims
    assert [one.article_id for one in claim.appearances] == ["c", "b", "a"]


def test_an_extraction_of_another_version_is_put_together_like_any_other() -> None:
    old = extraction("a", BRIDGE).model_copy(
        update={"provenance": Provenance(claimx="0.0.1", prompts={"claims/v0": "x"})}
    )
    report = reconcile([old, extraction("b", BRIDGE)])
    assert (len(report.claims), report.provenance.prompts) == (1, {"claims/v0": "x"})


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"article_id": "b"}, "belongs to article 'b'"),
        ({"evidence": ()}, "claim 'a#1' rests on no words"),
        (
            {"stances": (Stance(holder=None, label="support", evidence=()),)},
            "a stance toward claim 'a#1' rests on no words",
        ),
        ({"id": "a#2"}, "2 claims have the id 'a#2'"),
    ],
)
def test_a_claim_that_is_not_its_article_s_is_a_named_error(changes: dict[str, Any], told: str) -> None:
    whole = extraction("a", BRIDGE, SCHOOL)
    first, second = whole.claims
    with pytest.raises(InvalidExtraction, match=told):
        reconcile([whole.model_copy(update={"claims": (first.model_copy(update=changes), second)})])


def test_claims_of_a_text_that_has_changed_since_are_a_named_error() -> None:
    whole = extraction("a", BRIDGE)
    changed = whole.article.model_copy(update={"text": SCHOOL})
    with pytest.raises(InvalidExtraction, match="do not stand at 0"):
        reconcile([whole.model_copy(update={"article": changed})])


def many(line: str) -> list[Extraction]:
    """Ten thousand claims in a hundred articles; `line` may number them."""
    return [
        extraction(f"a{article:02}", *((line.format(article * 100 + number), "support", VIK) for number in range(100)))
        for article in range(100)
    ]


@pytest.mark.parametrize("line", [BRIDGE, "Boat ostra{0} sank off varn{0}."], ids=["all alike", "all different"])
def test_ten_thousand_claims_are_put_together_in_seconds(line: str) -> None:
    extractions = many(line)
    begin = time.perf_counter()
    report = reconcile(extractions)
    assert time.perf_counter() - begin < SECONDS
    assert conserved(extractions, report)
