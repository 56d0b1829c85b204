"""Cassettes at the wire: httpx2 answers from one, or what httpx2 received goes into one. Loads openai and httpx2."""

from __future__ import annotations

import httpx2
from openai import OpenAIError

from claimx.errors import CassetteMiss
from claimx.llm.cassette import Cassette
from claimx.llm.interaction import Interaction


class ReplayMiss(OpenAIError):
    """Carries a `CassetteMiss` through openai, which passes its own errors on untouched and wraps all others."""

    def __init__(self, miss: CassetteMiss) -> None:
        super().__init__(miss.message)
        self.miss = miss


class ReplayTransport(httpx2.AsyncBaseTransport):
    """Answers from the cassette; opens no socket."""

    def __init__(self, cassette: Cassette) -> None:
        self._cassette = cassette

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        body = await request.aread()
        try:
            played = self._cassette.play(request.method, str(request.url), body)
        except CassetteMiss as miss:
            raise ReplayMiss(miss) from None
        return httpx2.Response(played.status, headers=dict(played.response_headers), content=played.response_body)


class RecordingHook:
    """Puts every answer worth replaying into the cassette: a recorded 429 would replay its wait."""

    def __init__(self, cassette: Cassette) -> None:
        self._cassette = cassette

    async def __call__(self, response: httpx2.Response) -> None:
        if not response.is_success:
            return
        body = await response.aread()
        request = response.request
        self._cassette.add(
            Interaction(
                method=request.method,
                uri=f"{request.url.scheme}://{request.url.netloc.decode()}{request.url.path}",  # no password, no query
                request_body=request.content,
                status=response.status_code,
                reason=response.reason_phrase,
                response_headers=_content_type(response.headers),
                response_body=body,
            )
        )


def _content_type(headers: httpx2.Headers) -> tuple[tuple[str, str], ...]:
    # The only header a replay needs; all others may name the account (openai-organization, set-cookie).
    return (("content-type", headers["content-type"]),) if "content-type" in headers else ()
