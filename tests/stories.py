"""Small made-up articles and answers, and a model that gives them: shared by the tests of the rooms above `llm`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from claimx import Article, Model
from faults.server import Body, FakeEndpoint, completion

BRIDGE = Article(
    id="ostra-post",
    publisher="Ostra Post",
    language="en",
    text=(
        "Lind bridge had cracks, engineer says\n"
        "An engineer who asked not to be named told the Ostra Post that the bridge “was never inspected” after 2019.\n"
        "Mayor Jon Vik called the report untrue.\n"
        "About 1,200 people cross the bridge every day.\n"
        "Read more: Ten bridges to see\n"
    ),
)

SOURCES = [
    {
        "key": "s1",
        "name": "An engineer who asked not to be named",
        "kind": "person",
        "role": "engineer",
        "affiliation": None,
        "named": False,
    },
    {"key": "s2", "name": "Ostra Post", "kind": "media", "role": None, "affiliation": None, "named": True},
    {"key": "s3", "name": "Jon Vik", "kind": "person", "role": "Mayor", "affiliation": None, "named": True},
]


def mention(sentence: int, quote: str, **changes: Any) -> Body:
    """A mention in the article's own voice, or of the `holder` among the changes, with its `via`, `cue` and `when`."""
    plain = {"sentence": sentence, "quote": quote, "label": "support", "saying": None, "hedge": None}
    return {**plain, **changes}


def claim(text: str, *mentions: Body, **changes: Any) -> Body:
    return {"text": text, "kind": "event", "mentions": list(mentions), "figures": [], "time": None, **changes}


def claims_answer(*claims: Body, furniture: tuple[int, ...] = (), sources: list[Body] | None = None) -> Body:
    """The answer with these claims; each mention that names a holder gets a saying of its own."""
    sayings: list[Body] = []
    return {
        "sources": SOURCES if sources is None else sources,
        "sayings": sayings,
        "claims": [{**one, "mentions": [_said(given, sayings) for given in one["mentions"]]} for one in claims],
        "furniture": list(furniture),
    }


def _said(given: Body, sayings: list[Body]) -> Body:
    plain = {name: given[name] for name in ("sentence", "quote", "label", "saying", "hedge")}
    if given.get("holder") is None:
        return plain
    saying = {"saying": len(sayings) + 1, "sentence": given["sentence"], "holder": given["holder"]}
    sayings.append({**saying, "via": given.get("via", []), "cue": given.get("cue"), "when": given.get("when")})
    return {**plain, "saying": len(sayings)}


CRACKS = claim("The Lind bridge had cracks.", mention(1, "Lind bridge had cracks", holder="s1", cue="says"))
INSPECTION = claim(
    "The Lind bridge was not inspected after 2019.",
    mention(
        2,
        'the bridge "was never inspected" after 2019',
        holder="s1",
        via=["s2"],
        cue="told the Ostra Post",
    ),
    mention(3, "called the report untrue", label="deny", holder="s3", cue="called"),
    time="after 2019",
)
CROSSING = claim(
    "About 1,200 people cross the Lind bridge every day.",
    mention(4, "About 1,200 people cross the bridge every day"),
    kind="quantity",
    figures=[{"quote": "About 1,200 people", "unit": "people", "of": "people who cross the bridge in a day"}],
)
BRIDGE_ANSWER = claims_answer(CRACKS, INSPECTION, CROSSING, furniture=(5,))


def asked_for(body: Body) -> str:
    """The name of the schema a request asks for."""
    name: str = body["response_format"]["json_schema"]["name"]
    return name


def last_message(body: Body) -> str:
    content: str = body["messages"][-1]["content"]
    return content


def answering(answer: Callable[[Body], Body]) -> FakeEndpoint:
    """An endpoint that answers each request with what `answer` makes of it."""
    return FakeEndpoint(lambda body: completion(json.dumps(answer(body), ensure_ascii=False)))


def answering_with(answers: Mapping[str, Body]) -> FakeEndpoint:
    """An endpoint with one answer a schema."""
    return answering(lambda body: answers[asked_for(body)])


def model_at(endpoint: FakeEndpoint) -> Model:
    return Model("fake-1", endpoint.url, attempts=1)
