"""A chat-completions endpoint in a process of its own, quick enough for benchmarks and for runs of thousands of calls.

with SwiftEndpoint("parrot:answer", latency=(0.2, 0.5), faults={"unavailable": 0.1}) as endpoint:
    ask(base_url=endpoint.url)
print(len(endpoint.calls))

The answer to a request is made by a function of its parsed body, named "module:function", which returns the content (a
str) or the whole body of a completion. Faults strike by seeded chance and by the request alone: how often this very
body was asked for, not what else is under way. Every call is in the log before its answer leaves, one line each:

    python -m faults.swift parrot:answer --latency 0.2 --log calls.jsonl --fault unavailable=0.1    # in tests/
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import hashlib
import importlib
import json
import os
import random
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from faults.server import Body, completion

_TESTS = Path(__file__).parents[1]
_JSON = "content-type: application/json\r\n"


def _response(status: int, body: bytes, headers: str = _JSON, length: int | None = None) -> bytes:
    head = f"HTTP/1.1 {status} .\r\n{headers}content-length: {len(body) if length is None else length}\r\n\r\n"
    return head.encode() + body


def _error(status: int, headers: str = "") -> Callable[[Body], bytes]:
    body = json.dumps({"error": {"message": "as told", "type": "fake_error", "param": None, "code": None}}).encode()
    return lambda answer: _response(status, body, _JSON + headers)


def _rewritten(change: Callable[[str], str]) -> Callable[[Body], bytes]:
    def fault(answer: Body) -> bytes:
        message = answer["choices"][0]["message"]
        changed = {**answer["choices"][0], "message": {**message, "content": change(message["content"])}}
        return _response(200, json.dumps({**answer, "choices": [changed]}).encode())

    return fault


def _cut(answer: Body) -> bytes:
    body = json.dumps(answer).encode()
    return _response(200, body[: len(body) // 2])


# What becomes of an answer; None breaks the connection before the status line.
FAULTS: Mapping[str, Callable[[Body], bytes | None]] = {
    "unavailable": _error(503),
    "internal": _error(500),
    "timeout": _error(408),
    "rate-limit": _error(429, "retry-after-ms: 20\r\n"),
    "rate-limit-unsaid": _error(429),
    "reset": lambda answer: None,
    "cut-json": _cut,
    "page": lambda answer: _response(200, b"<html>Sign in</html>", "content-type: text/html\r\n"),
    "no-choices": lambda answer: _response(200, json.dumps({**answer, "choices": []}).encode()),
    "bad-gzip": lambda answer: _response(200, gzip.compress(b"{}")[:-6], _JSON + "content-encoding: gzip\r\n"),
    "fenced": _rewritten(lambda content: f"```json\n{content}\n```"),
    "prefixed": _rewritten(lambda content: f"Here is the JSON:\n{content}"),
    "trailing-comma": _rewritten(lambda content: f"{content.rstrip()[:-1]},}}"),
    "misfit": _rewritten(lambda content: '{"nothing": "of the kind"}'),
}


@dataclass(frozen=True)
class SwiftCall:
    """One line of the log. `key`: the SHA-256 of the request's body; `at`: a `time.time()`."""

    at: float
    key: str
    fault: str | None


class SwiftEndpoint:
    """Serves, in another process, while it is entered. `latency`: seconds, or the median and sigma of a lognormal."""

    def __init__(
        self,
        answer: str,
        *,
        latency: float | tuple[float, float] = 0.0,
        faults: Mapping[str, float] | None = None,
        seed: int = 0,
        log: Path | None = None,
    ) -> None:
        self._log = log
        self._options = [
            answer,
            "--seed",
            str(seed),
            "--latency",
            *map(str, latency if _is_pair(latency) else [latency]),
        ]
        for name, chance in (faults or {}).items():
            self._options += ["--fault", f"{name}={chance}"]

    def __enter__(self) -> SwiftEndpoint:
        self._folder = tempfile.TemporaryDirectory()
        self.log = self._log or Path(self._folder.name, "calls.jsonl")
        path = os.pathsep.join([str(_TESTS), *sys.path])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "faults.swift", *self._options, "--log", str(self.log)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
        )
        assert self._process.stdout
        self.url = self._process.stdout.readline().strip()  # printed once it listens
        if not self.url:
            raise RuntimeError(f"the endpoint did not start; exit code {self._process.wait()}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.communicate()
        self._calls = self._read()
        self._folder.cleanup()

    @property
    def calls(self) -> list[SwiftCall]:
        """Every call up to now, or up to the end."""
        return self._read() if self._process.returncode is None else self._calls

    def _read(self) -> list[SwiftCall]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [SwiftCall(**json.loads(line)) for line in lines]


def _is_pair(latency: float | tuple[float, float]) -> bool:
    return isinstance(latency, tuple)


class _Endpoint:
    """What all connections share."""

    def __init__(self, answer: Callable[[Body], str | Body], options: argparse.Namespace) -> None:
        self._answer = answer
        self._latency: Sequence[float] = options.latency
        self._faults: list[tuple[str, float]] = options.fault
        self._seed: int = options.seed
        self._asked: Counter[str] = Counter()
        self._log = os.open(options.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND) if options.log else None

    def take(self, raw: bytes) -> tuple[float, bytes | None]:
        """The seconds until the response, and the response."""
        key = hashlib.sha256(raw).hexdigest()
        self._asked[key] += 1
        chance = random.Random(f"{self._seed} {key} {self._asked[key]}")
        fault = self._struck(chance)
        if self._log is not None:
            line = json.dumps({"at": time.time(), "key": key, "fault": fault})
            os.write(self._log, f"{line}\n".encode())
        answer = self._answer(json.loads(raw))
        body = completion(answer) if isinstance(answer, str) else answer
        response = FAULTS[fault](body) if fault else _response(200, json.dumps(body).encode())
        return self._seconds(chance), response

    def _struck(self, chance: random.Random) -> str | None:
        drawn = chance.random()
        for name, share in self._faults:
            if drawn < share:
                return name
            drawn -= share
        return None

    def _seconds(self, chance: random.Random) -> float:
        median, *sigma = self._latency
        return median * chance.lognormvariate(0, sigma[0]) if sigma else median


class _Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, one request at a time: as much of it as httpx2 speaks."""

    def __init__(self, endpoint: _Endpoint) -> None:
        self._endpoint = endpoint
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if not end:
            return
        length = next((int(line[15:]) for line in head.split(b"\r\n") if line[:15].lower() == b"content-length:"), 0)
        if len(body) < length:
            return
        self._received = body[length:]
        seconds, response = self._endpoint.take(body[:length])
        if seconds:
            asyncio.get_running_loop().call_later(seconds, self._send, response)
        else:
            self._send(response)

    def _send(self, response: bytes | None) -> None:
        if self._transport.is_closing():  # the client was killed meanwhile, as clients are in these tests
            return
        if response is not None:
            self._transport.write(response)
            return
        raw: socket.socket = self._transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a RST, not a clean end
        self._transport.abort()


async def _serve(endpoint: _Endpoint, port: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(endpoint), "127.0.0.1", port, backlog=1024)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", flush=True)
    await server.serve_forever()


def _function(name: str) -> Callable[[Body], Any]:
    module, _, function = name.partition(":")
    found: Callable[[Body], Any] = getattr(importlib.import_module(module), function)
    return found


def _share(option: str) -> tuple[str, float]:
    name, _, chance = option.partition("=")
    if name not in FAULTS:
        raise argparse.ArgumentTypeError(f"no such fault: {name}; there are {', '.join(FAULTS)}")
    return name, float(chance)


def main() -> None:
    parser = argparse.ArgumentParser(description="a fake chat-completions endpoint; prints its base URL")
    parser.add_argument("answer", type=_function, help="module:function, from a request's body to its answer")
    parser.add_argument(
        "--latency", type=float, nargs="+", default=[0.0], help="seconds, or a lognormal's median, sigma"
    )
    parser.add_argument("--fault", type=_share, action="append", default=[], help="NAME=PROBABILITY, of each answer")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", type=Path, help="a file to append every call to")
    options = parser.parse_args()
    asyncio.run(_serve(_Endpoint(options.answer, options), options.port))


if __name__ == "__main__":
    main()
