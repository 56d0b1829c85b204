"""What an endpoint can do wrong, how many calls it then gets, and what comes of the ask: tests/faults/test_fault_table.py
plays each row over a socket, docs/reliability.md shows them all.

Every row is played to a Model with `attempts=3`, a `timeout` of 0.2 s and a `deadline` of 1.5 s. The last reply repeats.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, TypeAlias

from faults.server import Body, Reply, completion, error
from llm.asking import TALLY

ANSWER = "the answer"
REPAIRED = "the answer, repaired"

Replies: TypeAlias = tuple[Reply | Body, ...]


@dataclass(frozen=True)
class Fault:
    """`calls`: how many requests are made; `outcome`: ANSWER, REPAIRED or the name of the error.

    `replies` may be a function, where they depend on when they are given.
    """

    what: str
    replies: Replies | Callable[[], Replies]
    calls: int
    outcome: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def script(self) -> Replies:
        return self.replies() if callable(self.replies) else self.replies


OK = completion(TALLY)
RAW = json.dumps(OK).encode()
AS_JSON = {"content-type": "application/json"}
GZIP = {**AS_JSON, "content-encoding": "gzip"}
LATER = {"retry-after-ms": "20"}
TOO_MUCH = Reply(429, headers=LATER)
CUT = completion('{"count": 3, "of": "bo', finish_reason="length")


def _at(seconds: float) -> dict[str, str]:
    return {"retry-after": format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)}


def _json(body: bytes | str, **changes: Any) -> Reply:
    return Reply(200, body, **{"headers": AS_JSON, **changes})


def _chunked(chunks: bytes) -> Reply:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
    return Reply(raw=head + chunks, hang_up=True)


NETWORK = (
    Fault("breaks the connection before the status line", (Reply(silent=True),), 3, "EndpointUnreachable"),
    Fault("breaks it once, then answers", (Reply(silent=True), OK), 2, ANSWER),
    Fault("breaks the connection in the middle of the body", (Reply(body=OK, reset=True),), 3, "EndpointUnreachable"),
    Fault("breaks it there once, then answers", (Reply(body=OK, reset=True), OK), 2, ANSWER),
    Fault("closes it, in good order, before the body is whole", (_json(RAW, headers={**AS_JSON, "content-length": "9999"}, hang_up=True), OK), 2, ANSWER),
    Fault("says nothing for longer than `Model.timeout`", (Reply(delay=30), OK), 2, ANSWER),
    Fault("says nothing, time and again", (Reply(delay=30),), 3, "EndpointUnreachable"),
    Fault("lets the answer drip in, byte by byte, for longer than `Model.timeout`", (_json(RAW, drip=100), OK), 2, ANSWER),
    Fault("sends a status line that is none", (Reply(raw=b"NONSENSE\r\n\r\n", hang_up=True), OK), 2, ANSWER),
    Fault("sends chunks that are none", (_chunked(b"zz\r\nnonsense\r\n"), OK), 2, ANSWER),
    Fault("stops in the middle of a chunk", (_chunked(b"ff\r\n" + RAW[:40]), OK), 2, ANSWER),
    Fault("sends gzip that is none", (_json(b"not gzip at all", headers=GZIP), OK), 2, ANSWER),
    Fault("sends gzip with a flipped byte", (_json(gzip.compress(RAW)[:20] + b"\xff" * 8, headers=GZIP), OK), 2, ANSWER),
    Fault("answers in gzip", (_json(gzip.compress(RAW), headers=GZIP),), 1, ANSWER),
    Fault("sends the request round in a circle of redirects", (Reply(307, headers={"location": "/v1"}),), 21, "EndpointUnreachable"),
    Fault("sends the request to another place of its own", (Reply(307, headers={"location": "/v2/chat"}), OK), 2, ANSWER),
)  # fmt: skip

WAITS = (
    Fault("429, once", (Reply(429), OK), 2, ANSWER),
    Fault("429, time and again, without a wait", (Reply(429),), 3, "RateLimited"),
    Fault("429 with `retry-after-ms`, five times, then answers: no failed attempts", (*[TOO_MUCH] * 5, OK), 6, ANSWER),
    Fault("429 with `retry-after` in seconds", (Reply(429, headers={"retry-after": "0.05"}), OK), 2, ANSWER),
    Fault("429 with `retry-after` as a date", lambda: (Reply(429, headers=_at(1)), OK), 2, ANSWER),
    Fault("429 with a date long past", (Reply(429, headers={"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}), OK), 2, ANSWER),
    Fault("429 with a wait beyond the deadline", (Reply(429, headers={"retry-after": "3600"}),), 1, "RateLimited"),
    Fault("429 with a date beyond the deadline", lambda: (Reply(429, headers=_at(3600)),), 1, "RateLimited"),
    Fault("429 with a wait that makes no sense", (Reply(429, headers={"retry-after": "soon"}), OK), 2, ANSWER),
    Fault("503 with `retry-after`, once", (Reply(503, headers=LATER), OK), 2, ANSWER),
    Fault("503 with `retry-after`, time and again: a failure all the same", (Reply(503, headers=LATER),), 3, "EndpointFailed"),
    Fault("408", (Reply(408),), 3, "EndpointUnreachable"),
    Fault("409", (Reply(409),), 3, "EndpointFailed"),
    Fault("500", (Reply(500),), 3, "EndpointFailed"),
    Fault("502 with a page", (Reply(502, "<html>Bad gateway</html>"),), 3, "EndpointFailed"),
    Fault("503, a reset, then answers", (Reply(503), Reply(silent=True), OK), 3, ANSWER),
)  # fmt: skip

TERMINAL = (
    Fault("401", (error(401, "no such key"),), 1, "KeyRefused"),
    Fault("403", (error(403, "not for you"),), 1, "KeyRefused"),
    Fault("404", (error(404, "no such model"),), 1, "UnknownModel"),
    Fault("429 with `insufficient_quota`", (error(429, "pay up", code="insufficient_quota", headers=LATER),), 1, "QuotaExhausted"),
    Fault("402", (error(402, "pay up"),), 1, "QuotaExhausted"),
    Fault("400 with `context_length_exceeded`", (error(400, "too long", code="context_length_exceeded"),), 1, "ContextTooLong"),
    Fault("400 that speaks of the context size", (error(400, "exceeds the context size"),), 1, "ContextTooLong"),
    Fault("413", (error(413, "payload too large"),), 1, "ContextTooLong"),
    Fault("400 with `content_filter`", (error(400, "filtered", code="content_filter"),), 1, "AnswerFiltered"),
    Fault("400", (error(400, "bad schema"),), 1, "RequestRefused"),
    Fault("422 with a body that is no JSON", (Reply(422, "no"),), 1, "RequestRefused"),
)  # fmt: skip

BODIES = (
    Fault("200 with a page", (Reply(200, "<html>Sign in</html>"),), 2, "EndpointFailed"),
    Fault("200 with a page, once", (Reply(200, "<html>Sign in</html>"), OK), 2, ANSWER),
    Fault("200 with half of the JSON, its length to match", (_json(RAW[: len(RAW) // 2]),), 2, "EndpointFailed"),
    Fault("200 with half of the JSON, once", (_json(RAW[: len(RAW) // 2]), OK), 2, ANSWER),
    Fault("a content-length shorter than the body", (_json(RAW, headers={**AS_JSON, "content-length": "50"}, hang_up=True), OK), 2, ANSWER),
    Fault("200 with nothing", (_json(b""),), 2, "EndpointFailed"),
    Fault("200 in another encoding", (_json(b'{"id": "\xff"}'),), 2, "EndpointFailed"),
    Fault("200 with 100,000 brackets", (_json("[" * 100_000),), 2, "EndpointFailed"),
    Fault("200 with `error` in place of `choices`", (_json(json.dumps({"error": {"message": "upstream is down"}})),), 2, "EndpointFailed"),
    Fault("200 with `choices: []`", ({**OK, "choices": []},), 2, "EndpointFailed"),
    Fault("200 with a list", (_json("[]"),), 2, "EndpointFailed"),
    Fault("200 with `null`", (_json("null"),), 2, "EndpointFailed"),
    Fault("a completion whose content type is `text/plain`", (Reply(200, RAW, {"content-type": "text/plain"}),), 1, ANSWER),
    Fault("a completion after a byte order mark", (_json(b"\xef\xbb\xbf" + RAW),), 1, ANSWER),
    Fault("a completion without `usage`", ({key: OK[key] for key in OK if key != "usage"},), 1, ANSWER),
    Fault("a `usage` of words", ({**OK, "usage": {"prompt_tokens": "many", "completion_tokens": None}},), 1, ANSWER),
    Fault("a choice without a message", ({**OK, "choices": [{}]},), 1, "AnswerInvalid"),
)  # fmt: skip

ANSWERS = (
    Fault("a refusal", (completion(None, refusal="I cannot help with that."),), 1, "AnswerRefused"),
    Fault("`finish_reason: content_filter`", (completion("", finish_reason="content_filter"),), 1, "AnswerFiltered"),
    Fault("`content: null`", (completion(None),), 1, "AnswerInvalid"),
    Fault("an empty content", (completion(""),), 1, "AnswerInvalid"),
    Fault("half of a surrogate pair", (completion("\ud800"),), 1, "AnswerInvalid"),
    Fault("half of one, escaped in the JSON", (completion('{"count": 3, "of": "\\ud800"}'), OK), 2, ANSWER),
    Fault("`finish_reason: length`", (CUT,), 1, "AnswerTruncated"),
    Fault("`finish_reason: length`, with `max_tokens` set", (CUT, OK), 2, ANSWER, {"max_tokens": 20}),
    Fault("the same again, with twice as many", (CUT,), 2, "AnswerTruncated", {"max_completion_tokens": 20}),
    Fault("twice as many are refused", (CUT, error(400, "too many")), 2, "AnswerTruncated", {"max_tokens": 20}),
    Fault("an answer that does not fit, once", (completion('{"count": "many", "of": "boats"}'), OK), 2, ANSWER),
    Fault("an answer that does not fit, twice", (completion('{"count": 3}'),), 2, "AnswerInvalid"),
    Fault("a refusal after an answer that did not fit", (completion("{}"), completion(None, refusal="No.")), 2, "AnswerRefused"),
    Fault("a 503 after an answer that did not fit", (completion("{}"), Reply(503), OK), 3, ANSWER),
    Fault("a key twice, with two values", (completion('{"count": 3, "count": 4, "of": "boats"}'), OK), 2, ANSWER),
    Fault("a key twice, with one value", (completion('{"count": 3, "count": 3, "of": "boats"}'),), 1, ANSWER),
    Fault("`NaN`", (completion('{"count": NaN, "of": "boats"}'), OK), 2, ANSWER),
    Fault("`Infinity`", (completion('{"count": Infinity, "of": "boats"}'),), 2, "AnswerInvalid"),
    Fault("a number of 5,000 digits", (completion('{"count": ' + "9" * 5_000 + ', "of": "boats"}'),), 2, "AnswerInvalid"),
    Fault("100,000 brackets", (completion("[" * 100_000),), 2, "AnswerInvalid"),
    Fault("100,000 braces", (completion('{"a":' * 100_000),), 2, "AnswerInvalid"),
    Fault("a list in place of the object", (completion(f"[{TALLY}]"), OK), 2, ANSWER),
    Fault("words in place of JSON", (completion("Three boats left."), OK), 2, ANSWER),
    Fault("an answer cut off in a text, as if it were finished", (completion('{"count": 3, "of": "bo'), OK), 2, ANSWER),
    Fault("two objects", (completion(TALLY + TALLY), OK), 2, ANSWER),
    Fault("a Markdown fence", (completion(f"```json\n{TALLY}\n```\n"),), 1, REPAIRED),
    Fault("a fence between sentences", (completion(f"Sure!\n```\n{TALLY}\n```\nAnything else?"),), 1, REPAIRED),
    Fault("a sentence before", (completion(f"Here is the JSON:\n{TALLY}"),), 1, REPAIRED),
    Fault("a trailing comma", (completion('{"count": 3, "of": "boats",}'),), 1, REPAIRED),
    Fault("single quotes", (completion("{'count': 3, 'of': 'boats'}"),), 1, REPAIRED),
    Fault("no closing brace", (completion('{"count": 3, "of": "boats"'),), 1, REPAIRED),
    Fault("a line break within a text", (completion('{"count": 3, "of": "bo\nats"}'),), 1, REPAIRED),
    Fault("a byte order mark", (completion("\ufeff" + TALLY),), 1, REPAIRED),
)  # fmt: skip

FAULTS: Mapping[str, tuple[Fault, ...]] = {
    "On the way": NETWORK,
    "It asks for patience": WAITS,
    "It says no": TERMINAL,
    "It says yes, and there is no answer in it": BODIES,
    "It answers, and the answer is": ANSWERS,
}


def as_markdown() -> str:
    """The table as docs/reliability.md shows it."""
    lines = []
    for group, faults in FAULTS.items():
        lines += [f"| {group} | calls | what comes of the ask |", "|---|---|---|"]
        lines += [f"| {fault.what} | {fault.calls} | {_cell(fault.outcome)} |" for fault in faults]
        lines.append("")
    return "\n".join(lines).rstrip()


def _cell(outcome: str) -> str:
    return outcome if outcome in (ANSWER, REPAIRED) else f"`{outcome}`"
