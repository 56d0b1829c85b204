"""The openai client, made once a session. Loads openai and httpx2: import it where it is used."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

import httpx2
from openai import AsyncOpenAI

from claimx.llm.asker import Message
from claimx.llm.cassette import active_recording, active_replay
from claimx.llm.endpoint import Model
from claimx.llm.wire import RecordingHook, ReplayTransport

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

    from claimx.llm.completion import Send

_CONNECT_TIMEOUT = 10.0
_NO_KEY = "none"  # openai refuses to start without a key; a local server or a cassette does not look at it


@asynccontextmanager
async def open_client(model: Model) -> AsyncIterator[Send]:
    """A function that sends one request and returns the raw completion. It does not retry."""
    key = _NO_KEY if active_replay() else model.key() or _NO_KEY
    async with _http_client(model) as http:
        # Sharing the http client spares the 22 ms of a TLS context; retries are ours alone (see retry.py).
        client = AsyncOpenAI(api_key=key, base_url=model.url, max_retries=0, http_client=http)

        async def send(messages: list[Message], response_format: dict[str, object]) -> ChatCompletion:
            create = cast(Any, client.chat.completions.create)
            # `extra_body` is the only way for a parameter that openai does not know (top_k, ...) to arrive as it is.
            completion = await create(
                model=model.name,
                messages=messages,
                response_format=response_format,
                extra_body=dict(model.parameters) or None,
            )
            return cast("ChatCompletion", completion)

        yield send


def _http_client(model: Model) -> httpx2.AsyncClient:
    timeout = httpx2.Timeout(model.timeout, connect=min(_CONNECT_TIMEOUT, model.timeout))
    if cassette := active_replay():
        return httpx2.AsyncClient(transport=ReplayTransport(cassette), timeout=timeout)
    recording = active_recording()
    return httpx2.AsyncClient(
        timeout=timeout,
        follow_redirects=True,
        limits=httpx2.Limits(max_connections=model.concurrency, max_keepalive_connections=model.concurrency),
        # A hook, not a transport of our own: httpx2 would no longer honour the proxies of the environment.
        event_hooks={"response": [RecordingHook(recording)]} if recording is not None else {},
    )
