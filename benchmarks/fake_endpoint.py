"""A Chat Completions endpoint for benchmarks: it answers at once, or as late as it is told, and costs next to nothing.

    python benchmarks/fake_endpoint.py ANSWERS.jsonl [--latency 0.2 | --latency lognormal:SEED]

A line of ANSWERS holds the number of an article and its contents by schema name ("" for any other schema). The port is
printed on the first line. `GET /` tells how many completions were given, and the seconds of waiting in all.

It is no HTTP server: it reads requests with a Content-Length and keeps connections open. Faults are the business of
tests/faults/server.py.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from synthetic_articles import NUMBER

MEDIAN, SIGMA, LONGEST = 0.2, 1.0, 10.0
"""Of a lognormal latency: seconds, the deviation of its logarithm, seconds. One request in twenty takes over 1 s."""

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_NUMBER = re.compile(NUMBER.pattern.encode())
_SCHEMA = re.compile(rb'"json_schema": ?\{[^{}]*"name": ?"(\w+)"')
_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"

Latency = Callable[[int], float]
"""Seconds to wait before the answer on the article of this number."""


def latency_of(wanted: str) -> Latency:
    """`0.2` is the same for all; `lognormal:7` differs by article, in the same way for everybody who asks."""
    kind, _, seed = wanted.partition(":")
    if kind != "lognormal":
        return lambda _: float(wanted)

    def drawn(number: int) -> float:
        chance = random.Random(int(seed) * 1_000_003 + number)
        return min(LONGEST, MEDIAN * chance.lognormvariate(0, SIGMA))

    return drawn


@dataclass
class Endpoint:
    """`answers` are whole responses by article and schema name."""

    answers: Mapping[tuple[int, bytes], bytes]
    latency: Latency
    given: int = 0
    waited: float = 0.0

    def answer(self, request: bytes) -> tuple[bytes, float]:
        """The response, and the seconds to wait before it."""
        if request.startswith(b"GET"):
            tally = json.dumps({"given": self.given, "waited": self.waited}).encode()
            return _HEAD % (len(tally), tally), 0.0
        found, schema = _NUMBER.findall(request), _SCHEMA.search(request)
        if schema and schema.group(1) in ON_STORIES:
            self.given += 1
            return ON_STORIES[schema.group(1)], 0.0
        if not found:
            raise ValueError("a request without an article")
        number = int(found[-1])
        named = (number, schema.group(1) if schema else b"")
        wait = self.latency(number)
        self.given += 1
        self.waited += wait
        return self.answers.get(named) or self.answers[number, b""], wait


class Connection(asyncio.Protocol):
    """One request at a time, as HTTP/1.1 clients send them."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.received = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.received += data
        head = self.received.find(b"\r\n\r\n")
        if head < 0:
            return
        length = _LENGTH.search(self.received, 0, head)
        if len(self.received) < head + 4 + (int(length.group(1)) if length else 0):
            return
        response, wait = self.endpoint.answer(bytes(self.received))
        self.received.clear()
        if wait:
            asyncio.get_running_loop().call_later(wait, self.send, response)
        else:
            self.send(response)

    def send(self, response: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(response)


def completion(content: str) -> bytes:
    """A whole HTTP response."""
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "fake-1",
        "choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content, "refusal": None}}
        ],
        "usage": {"prompt_tokens": 6000, "completion_tokens": 3000, "total_tokens": 9000},
    }
    text = json.dumps(body).encode()
    return _HEAD % (len(text), text)


ON_STORIES = {
    name.encode(): completion(json.dumps(content))
    for name, content in {
        "GroupsAnswer": {"groups": []},
        "NestingAnswer": {"same": [], "parents": [], "relations": []},
    }.items()
}
"""No groups: so the rules put a story together, and the model is asked for it all the same."""


async def serve(endpoint: Endpoint) -> None:
    """Until the process is ended."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(endpoint), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--latency", default="0")
    arguments = parser.parse_args()
    answers = {
        (number, name.encode()): completion(content)
        for line in arguments.answers.read_text(encoding="utf-8").splitlines()
        for number, contents in [json.loads(line)]
        for name, content in contents.items()
    }
    asyncio.run(serve(Endpoint(answers, latency_of(arguments.latency))))


if __name__ == "__main__":
    sys.exit(main())
