"""What `benchmarks/pipeline.py` measures with: articles whose answers ground, and an endpoint that gives the right one."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from fake_endpoint import latency_of
from synthetic_articles import CLAIMS, answered_articles

import pipeline
from claimx.extraction import aextract
from claimx.llm import Answer, Message
from claimx.llm.asker import T
from claimx.models import Usage


class Answering:
    """A model that knows one answer, and counts how often it is asked."""

    def __init__(self, answer: dict[str, object]) -> None:
        self.content = json.dumps(answer)
        self.asked = 0

    async def ask(self, messages: Sequence[Message], schema: type[T]) -> Answer[T]:
        self.asked += 1
        return Answer(schema.model_validate_json(self.content), Usage(), "fake-1")


def test_the_answer_on_a_synthetic_article_grounds_whole_and_leaves_nothing_open() -> None:
    for made in answered_articles(5):
        asker = Answering(made.answer)
        extraction = asyncio.run(aextract(made.article, model=asker))
        assert (len(extraction.claims), extraction.rejected, extraction.unread) == (CLAIMS, (), ())
        assert asker.asked == 1


def test_a_longer_row_of_articles_begins_as_a_shorter_one() -> None:
    assert answered_articles(40)[:3] == answered_articles(3)


def test_a_heavy_tailed_latency_is_the_same_for_everybody() -> None:
    assert [latency_of("lognormal:7")(number) for number in range(9)] == [
        latency_of("lognormal:7")(number) for number in range(9)
    ]
    assert latency_of("0.2")(1) == 0.2


def test_the_endpoint_answers_on_the_article_it_is_asked_about(tmp_path: Path) -> None:
    made = answered_articles(3)
    answers = tmp_path / "answers.jsonl"
    answers.write_text("".join(f"{json.dumps(pipeline.contents(one))}\n" for one in made), encoding="utf-8")
    body = {
        "messages": [{"role": "user", "content": made[1].article.text}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "ClaimsAnswer"}},
    }
    with pipeline.endpoint(answers, "0") as url:
        request = urllib.request.Request(f"{url}/v1/chat/completions", json.dumps(body).encode())
        with urllib.request.urlopen(request) as response:
            content = json.load(response)["choices"][0]["message"]["content"]
        with urllib.request.urlopen(url) as tally:
            assert json.load(tally) == {"given": 1, "waited": 0.0}
    assert json.loads(content) == made[1].answer
