"""An article of several chunks and models that read it, or fail to: shared by the tests of long articles."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from claimx import Article, Extraction, extract
from claimx.extraction.chunks import chunks_of
from claimx.extraction.numbering import NumberedArticle
from faults.server import Body, Call, FakeEndpoint, Reply, completion, error
from stories import claim, claims_answer, mention, model_at

REFUSED = completion(None, refusal="No.")
TRUNCATED = completion('{"sour', finish_reason="length")
TOO_LONG = error(400, "too many tokens", code="context_length_exceeded")


def article(count: int) -> Article:
    """`count` sentences of some 60 characters, no two alike; every fifth ends its paragraph."""
    lines = [f"On the day numbered {n} the council of Ostra met about bridge {n}." for n in range(1, count + 1)]
    text = "".join(line + ("\n\n" if n % 5 == 0 else " ") for n, line in enumerate(lines, start=1))
    return Article(id="long", text=text, language="en", headline="A year in Ostra")


LONG = article(600)
CHUNKS = [(chunk.first, chunk.last) for chunk in chunks_of(NumberedArticle(LONG))]
SECOND, THIRD = CHUNKS[1:3]


def shown(body: Body) -> dict[int, str]:
    """The numbered sentences of a request."""
    lines = re.findall(r"^\[(\d+)\] (.*)$", body["messages"][1]["content"], re.MULTILINE)
    return {int(number): line for number, line in lines}


def last_shown(body: Body) -> int:
    """The last sentence of the chunk that a request is about."""
    return max(shown(body))


def own(body: Body) -> dict[int, str]:
    """Without what is context in the chunks of `LONG`."""
    first = next(first for first, last in CHUNKS if last == last_shown(body))
    return {number: line for number, line in shown(body).items() if number >= first}


def said(lines: dict[int, str], wording: str = "{}") -> Body:
    """One claim a sentence, in a `wording`, each by one source, whose key is always s1."""
    return claims_answer(*claims_of(lines, wording), sources=[speaker_of(lines)])


def claims_of(lines: dict[int, str], wording: str = "{}") -> list[Body]:
    """One claim a sentence, in a `wording`, each by s1."""
    return [claim(wording.format(line), mention(number, line, holder="s1")) for number, line in lines.items()]


def speaker_of(lines: dict[int, str]) -> Body:
    name = f"Speaker {max(lines)}"
    return {"key": "s1", "name": name, "kind": "person", "role": None, "affiliation": None, "named": True}


def is_second_look(body: Body) -> bool:
    return "Claims of the list" in body["messages"][1]["content"]


def read(
    given: Article,
    answer: Callable[[Body], Body | Reply],
    second_look: Callable[[Body], Body] = lambda body: claims_answer(sources=[]),
) -> tuple[Extraction, list[Call]]:
    """`given`, read by a model that gives this answer, or fails in this way, and adds nothing at a second look."""

    def reply(body: Body) -> Body | Reply:
        made = second_look(body) if is_second_look(body) else answer(body)
        return completion(json.dumps(made)) if isinstance(made, dict) and "claims" in made else made

    with FakeEndpoint(reply) as endpoint:
        return extract(given, model=model_at(endpoint)), endpoint.calls


def everything(body: Body) -> Body:
    return said(shown(body))


def failing(chunk: tuple[int, int], failure: Body | Reply) -> Callable[[Body], Body | Reply]:
    return lambda body: failure if last_shown(body) == chunk[1] else everything(body)


def failing_above(limit: int, failure: Body | Reply) -> Callable[[Body], Body | Reply]:
    """A model that cannot answer for more than `limit` sentences."""
    return lambda body: failure if len(shown(body)) > limit else everything(body)


def texts(extraction: Extraction) -> list[str]:
    return [one.text for one in extraction.claims]


def exact(extraction: Extraction) -> list[str]:
    return [span.exact for span in extraction.unread]


def every_line(first: int = 1, last: int = 600) -> list[str]:
    return [line for number, line in NumberedArticle(LONG).lines() if first <= number <= last]
