"""A model for tests, which answers as it is told. What is done with its answers is what is done with any model's."""

from __future__ import annotations

import copy
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from claimx.errors import CassetteInvalid, CassetteMiss
from claimx.llm import JSON, Message, StandIn
from claimx.testing.fake_claims import FakeClaim, answer_with, nothing
from claimx.testing.fake_request import FakeRequest

T = TypeVar("T", bound=BaseModel)

Given: TypeAlias = "Sequence[FakeClaim] | Mapping[str, JSON] | BaseModel | Exception | None"
Reply: TypeAlias = "Given | Callable[[FakeRequest], Given]"
"""What to answer: claims; a whole answer, as JSON or as a wire object; an error to raise; None for the usual answer; or
a function of the request that gives one of these."""

_FIRST_LOOK = "claims"
_OF_AN_ARTICLE = (_FIRST_LOOK, "gleaning")


class FakeModel(StandIn):
    """Give it as `model=`. It asks nobody, and keeps every request it got in `requests`, in the order they came.

    `articles` holds the reply for each article by its id; without it every article claims its first sentence. A reply
    other than a function is given to the first look; the second look at what is open finds nothing more.
    `story` holds the replies to questions about the story, by task: "grouping", "sources", "nesting". As usual, claims
    of one text are one claim, sources given alike are one source, and nothing is nested or related.

    An article that `articles` lacks is a CassetteMiss; a reply that fits no schema, and a function that fails, are a
    CassetteInvalid. Both end a run at once, as they do in a replay: they tell of the test, not of the code it tests.
    """

    articles: Mapping[str, Reply] | None
    story: Mapping[str, Reply]
    requests: list[FakeRequest]

    def __init__(
        self,
        articles: Mapping[str, Reply] | None = None,
        *,
        story: Mapping[str, Reply] | None = None,
        name: str = "fake",
    ) -> None:
        super().__init__(name)
        # A Model is frozen. What a fake is to say is settled here as well; what it was asked is not.
        object.__setattr__(self, "articles", articles and dict(articles))
        object.__setattr__(self, "story", dict(story or {}))
        object.__setattr__(self, "requests", [])

    async def reply(self, messages: Sequence[Message], schema: type[T]) -> T:
        """As `StandIn.reply`; also raises the error that was given in the place of an answer."""
        request = FakeRequest.of(messages, schema)
        self.requests.append(request)
        given = _called(self._reply_to(request), request)
        if isinstance(given, Exception):
            raise copy.copy(given)  # the same may be raised for several requests, each with a usage of its own
        return _filled_in(schema, _answer(given, request), request)

    def _reply_to(self, request: FakeRequest) -> Reply:
        if request.article is None:
            return self.story.get(request.task)
        if self.articles is None:
            return _first_sentence
        if request.article.id not in self.articles:
            raise CassetteMiss(
                f"the FakeModel was told nothing of {request.article.id}, but of: {', '.join(self.articles)}",
                hint="tell it the claims, or an empty list",
            )
        reply = self.articles[request.article.id]
        return reply if request.task == _FIRST_LOOK or callable(reply) else None


def _first_sentence(request: FakeRequest) -> list[FakeClaim]:
    first = next(iter(request.sentences.values()), None)
    return [FakeClaim(first)] if first is not None and request.task == _FIRST_LOOK else []


def _called(reply: Reply, request: FakeRequest) -> Given:
    if not callable(reply):
        return reply
    try:
        return reply(request)
    except Exception as error:
        # Or a run would take it for a fault in claimx, and go on with the other articles.
        raise CassetteInvalid(f"the reply to {_name_of(request)} failed: {type(error).__name__}: {error}") from error


def _answer(given: Sequence[FakeClaim] | Mapping[str, JSON] | BaseModel | None, request: FakeRequest) -> object:
    if isinstance(given, BaseModel):
        return given.model_dump(mode="json")
    if isinstance(given, Mapping):
        return given
    if given is None:
        return _usual(request)
    return answer_with(given, request)


def _usual(request: FakeRequest) -> Mapping[str, JSON]:
    if request.task == "grouping":
        return _groups(line.partition(" ")[2].partition(" | ")[0] for line in request.lines)  # A1 text | details
    if request.task == "sources":
        return _groups(line.partition(" ")[2] for line in request.lines)  # A1 name [details]
    if request.task == "nesting":
        return {"same": [], "parents": [], "relations": []}
    if request.task in _OF_AN_ARTICLE:
        return nothing()
    raise CassetteMiss(f"the FakeModel knows no usual answer to {_name_of(request)}", hint="give it one in `story`")


def _groups(lines: Iterable[str]) -> Mapping[str, JSON]:
    """Equal lines in one group, by their numbers."""
    groups: dict[str, list[JSON]] = defaultdict(list)
    for number, line in enumerate(lines, start=1):
        groups[line].append(number)
    return {"groups": list(groups.values())}


def _filled_in(schema: type[T], answer: object, request: FakeRequest) -> T:
    try:
        return schema.model_validate_json(json.dumps(answer), strict=True)
    except (ValidationError, TypeError) as error:
        why = f"{type(error).__name__}: {error}"
        if isinstance(error, ValidationError):
            fault = error.errors(include_url=False)[0]
            why = f"{'.'.join(map(str, fault['loc'])) or 'the whole'}: {fault['msg']}"
        raise CassetteInvalid(f"the reply to {_name_of(request)} is no {schema.__name__}: {why}") from error


def _name_of(request: FakeRequest) -> str:
    """The request, for a message."""
    about = request.article.id if request.article is not None else "the story"
    return f"“{request.task}” about {about}"
