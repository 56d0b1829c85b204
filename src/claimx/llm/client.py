"""The openai client, made once a session. Loads openai and httpx2: import it where it is used."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import httpx2
from openai import AsyncOpenAI
from openai.types.chat import ChatCompletion

from claimx.llm.address import bare_url, login_of
from claimx.llm.cassette import active_recording, active_replay
from claimx.llm.completion import as_completion, usage_of
from claimx.llm.endpoint import Model
from claimx.llm.pace import Pace, PacedCall, Pacer
from claimx.llm.wire import RecordingHook, ReplayTransport

if TYPE_CHECKING:
    from claimx.llm.request import Request, Send
    from claimx.models import Usage

_CONNECT_TIMEOUT = 10.0
_NO_KEY = "none"  # openai refuses to start without a key; a local server or a cassette does not look at it

# Not through `client.chat.completions.create`: it walks the whole schema for keys to rename, has no place for
# parameters of others (top_k, ...), and its module takes half as long to load as openai itself.
_PATH = "/chat/completions"

# Whose response httpx2 is just receiving: openai shows the headers of errors only.
_turn: ContextVar[PacedCall] = ContextVar("claimx_turn")


@asynccontextmanager
async def open_openai(model: Model, hooks: Sequence[Callable[..., Any]] = ()) -> AsyncIterator[AsyncOpenAI]:
    """The client itself, which does not retry: that is ours alone (see retry.py). `hooks` are told of each response."""
    key = _NO_KEY if active_replay() else model.key() or _NO_KEY
    async with _closed_whatever_happens(_http_client(model, hooks)) as http:
        yield AsyncOpenAI(api_key=key, base_url=bare_url(model.url), max_retries=0, http_client=http)


@asynccontextmanager
async def open_client(model: Model, pace: Pacer | None = None) -> AsyncIterator[Send]:
    """A function that sends one request when its turn has come, and returns the raw completion. It does not retry.

    Without a `pace` it has one of its own.
    """
    pace = pace or Pace(replace(model, requests_per_minute=None, tokens_per_minute=None) if active_replay() else model)
    async with open_openai(model, [_tell_the_pace]) as client:

        async def send(request: Request, leaving: Callable[[], None]) -> ChatCompletion:
            async with pace.turn(_tokens(request.expected)) as turn:
                leaving()
                _turn.set(turn)
                async with asyncio.timeout(model.timeout):  # on the call, not on the wait for its turn
                    received = await client.post(_PATH, cast_to=ChatCompletion, body=request.body(model))
                completion = as_completion(received)
                if spent := _tokens(usage_of(completion)):  # not every server counts
                    turn.spent(spent)
            return cast(ChatCompletion, completion)

        yield send


@asynccontextmanager
async def _closed_whatever_happens(http: httpx2.AsyncClient) -> AsyncIterator[httpx2.AsyncClient]:
    """`http`, closed to the end also where the task is cancelled while it closes: or its sockets would stay open."""
    try:
        yield http
    finally:
        closing = asyncio.ensure_future(http.aclose())
        try:
            await asyncio.shield(closing)
        except asyncio.CancelledError:
            await closing
            raise


def _tokens(usage: Usage) -> int:
    return usage.prompt_tokens + usage.completion_tokens


def _http_client(model: Model, told: Sequence[Callable[..., Any]]) -> httpx2.AsyncClient:
    timeout = httpx2.Timeout(model.timeout, connect=min(_CONNECT_TIMEOUT, model.timeout))
    if cassette := active_replay():
        return httpx2.AsyncClient(transport=ReplayTransport(cassette), timeout=timeout)
    recording = active_recording()
    # Hooks, not a transport of our own: httpx2 would no longer honour the proxies of the environment.
    hooks = [*told]
    if recording is not None:
        hooks.append(RecordingHook(recording))
    return httpx2.AsyncClient(
        verify=_tls_context(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")),
        # Not in the address: httpx2 and openai log that.
        auth=login_of(model.url),
        timeout=timeout,
        follow_redirects=True,
        limits=httpx2.Limits(max_connections=model.concurrency, max_keepalive_connections=model.concurrency),
        event_hooks={"response": hooks},
    )


@cache
def _tls_context(*_places: str | None) -> ssl.SSLContext:
    """One for all sessions of the process: reading the certificates takes 22 ms. It holds nothing of a connection.

    `_places`: where the environment says that they lie, which httpx2 reads for itself.
    """
    return httpx2.create_ssl_context()


async def _tell_the_pace(response: httpx2.Response) -> None:
    _turn.get().heard(response.status_code, response.headers)
