"""A chat-completions endpoint on a real socket that fails exactly as told, and remembers every call.

with FakeEndpoint([Reply(503), completion('{"n": 1}')]) as endpoint:     # in order, one a request
    ask(base_url=endpoint.url)
    assert len(endpoint.calls) == 2

with FakeEndpoint(lambda body: completion(...)) as endpoint:             # by what was asked
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from types import TracebackType
from typing import Any, TypeAlias

Body: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """One answer, or the lack of one.

    `delay`   seconds before the first byte.
    `headers` beside content-type and content-length, or in their place: a wrong length is a header.
    `drip`    bytes of the body per second, where not all at once.
    `reset`   breaks the connection in the middle of the body; `silent` does so before the status line.
    `hang_up` closes the connection, in good order, after what was sent.
    `raw`     is sent in place of a response.
    """

    status: int = 200
    body: Body | str | bytes = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0
    reset: bool = False
    silent: bool = False
    hang_up: bool = False
    raw: bytes | None = None


@dataclass(frozen=True)
class Call:
    """One request as it arrived. `at` is a `time.monotonic()`."""

    method: str
    path: str
    headers: Mapping[str, str]
    raw: bytes
    at: float

    @property
    def body(self) -> Body:
        parsed: Body = json.loads(self.raw)
        return parsed


Answers: TypeAlias = Sequence[Reply | Body] | Callable[[Body], Reply | Body]


def completion(
    content: str | None,
    *,
    model: str = "fake-1",
    finish_reason: str = "stop",
    refusal: str | None = None,
    usage: Body | None = None,
) -> Body:
    """The body of a completion with one choice, valid against OpenAI's own schema."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    return {
        "id": "chatcmpl-fake",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": model,
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": finish_reason}],
        "usage": usage or {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
    }


def error(status: int, message: str, *, code: str | None = None, headers: Mapping[str, str] | None = None) -> Reply:
    """An error in the shape OpenAI gives them."""
    body = {"error": {"message": message, "type": "fake_error", "param": None, "code": code}}
    return Reply(status, body, headers or {})


class FakeEndpoint:
    """Serves while it is entered. Asked more often than it has answers, it says so with a 400, which nobody retries."""

    def __init__(self, answers: Answers) -> None:
        self.calls: list[Call] = []
        self._answers = answers
        self._lock = threading.Lock()
        self._stopping = threading.Event()

    @property
    def url(self) -> str:
        """The base URL to give to a client."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> FakeEndpoint:
        handler = type("Handler", (_Handler,), {"endpoint": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.005,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def take(self, call: Call) -> Reply:
        """Remember the call and choose the answer to it."""
        with self._lock:
            position = len(self.calls)
            self.calls.append(call)
        if callable(self._answers):
            answer = self._answers(call.body)
        elif position < len(self._answers):
            answer = self._answers[position]
        else:
            answer = error(400, f"the script has {len(self._answers)} answers, and this is request {position + 1}")
        return answer if isinstance(answer, Reply) else Reply(body=answer)

    def wait(self, seconds: float) -> None:
        """Wait, but no longer than the endpoint serves: a hanging answer must not hang the test that gave up on it."""
        self._stopping.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # HTTPServer's own looks the host name up, which takes seconds without a network
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is what these tests are about: no traceback on stderr."""


class _Handler(BaseHTTPRequestHandler):
    endpoint: FakeEndpoint
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        raw = self._body()
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.endpoint.take(Call(self.command, self.path, headers, raw, time.monotonic()))
        if reply.delay:
            self.endpoint.wait(reply.delay)
        self._send(reply)

    def _body(self) -> bytes:
        if self.headers.get("transfer-encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("content-length", 0)))
        chunks = []
        while size := int(self.rfile.readline(), 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(chunks)

    def _send(self, reply: Reply) -> None:
        if not reply.silent:
            self._send_response(reply)
        self.close_connection |= reply.hang_up
        if reply.reset or reply.silent:
            # Linger 0 turns the close into a RST: the client sees "connection reset", not a clean end.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True

    def _send_response(self, reply: Reply) -> None:
        if reply.raw is not None:
            self.wfile.write(reply.raw)
            self.wfile.flush()
            return
        body, content_type = _encoded(reply.body)
        self.send_response(reply.status)
        for name, value in {"content-type": content_type, "content-length": str(len(body)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self._send_body(body[: len(body) // 2] if reply.reset else body, reply.drip)
        self.wfile.flush()

    def _send_body(self, body: bytes, bytes_per_second: float) -> None:
        if not bytes_per_second:
            self.wfile.write(body)
            return
        for position in range(len(body)):
            self.wfile.write(body[position : position + 1])
            self.wfile.flush()
            self.endpoint.wait(1 / bytes_per_second)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: the test asks `calls`."""


def _encoded(body: Body | str | bytes) -> tuple[bytes, str]:
    if isinstance(body, dict):
        return json.dumps(body).encode(), "application/json"
    return (body.encode(errors="surrogatepass") if isinstance(body, str) else body), "text/html; charset=utf-8"
