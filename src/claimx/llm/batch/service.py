"""What is said to the endpoint about batches, each request tried again where that can help."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from claimx.errors import JournalUnwritable, RequestRefused, UnknownModel
from claimx.llm.endpoint import Model
from claimx.llm.wording import fit_to_print

if TYPE_CHECKING:
    from openai import AsyncOpenAI
    from openai.types import Batch

R = TypeVar("R")

_ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
_A_DAY = 86_400  # seconds: as far as the endpoint's clock and ours may be apart
_A_PAGE = 100  # batches, the most that a list gives at once


@dataclass(frozen=True)
class Seen:
    """A batch as the endpoint shows it. `errors`: why its file was not taken."""

    id: str
    status: str
    output_file: str | None = None
    error_file: str | None = None
    completed: int = 0
    failed: int = 0
    errors: tuple[str, ...] = ()

    @property
    def has_ended(self) -> bool:
        return self.status in _ENDED

    @property
    def is_here(self) -> bool:
        """Whether it has ended, and the files that its counts speak of are there."""
        late = self.status == "completed" and self.completed + self.failed and not (self.output_file or self.error_file)
        return self.has_ended and not late


@asynccontextmanager
async def open_service(model: Model) -> AsyncIterator[Service]:
    """The endpoint's files and batches. Raises `NoModel` for want of a key."""
    from claimx.llm.client import open_openai

    async with open_openai(model) as client:
        yield Service(client, model)


class Service:
    """Made by `open_service`. Every method raises an `EndpointError` where the endpoint fails for good."""

    def __init__(self, client: AsyncOpenAI, model: Model) -> None:
        self._client = client
        self._model = model

    async def upload(self, path: Path, name: str) -> str:
        """Upload a file of lines; the endpoint's id for it."""

        async def attempt() -> str:
            with path.open("rb") as stream:
                return (await self._client.files.create(file=(name, stream), purpose="batch")).id

        return await self._persist(attempt)

    async def make(self, token: str, input_file: str) -> Seen:
        """Make a batch of an uploaded file. Before trying again it looks whether the first try had come through."""
        tried_at: list[float] = []

        async def attempt() -> Seen:
            if tried_at and (found := await self._find(token, input_file, tried_at[0])):
                return found
            tried_at.append(time.time())
            batch = await self._client.batches.create(
                input_file_id=input_file,
                endpoint="/v1/chat/completions",
                completion_window="24h",
                metadata={"claimx": token},
            )
            return self._seen(batch)

        return await self._persist(attempt)

    async def find(self, token: str, input_file: str | None, since: float) -> Seen | None:
        """The batch with this token, or of this file, if there is one; made after `since`, in Unix seconds."""
        return await self._persist(partial(self._find, token, input_file, since))

    async def look_at(self, batch: str) -> Seen | None:
        """How a batch stands; None for one that the endpoint does not know."""
        from openai import NotFoundError

        async def attempt() -> Seen | None:
            try:
                return self._seen(await self._client.batches.retrieve(batch))
            except NotFoundError:
                return None

        return await self._persist(attempt)

    async def cancel(self, batch: str) -> Seen:
        """Ask for a batch to be cancelled. What was done of it until then can still be fetched."""

        async def attempt() -> Seen:
            return self._seen(await self._client.batches.cancel(batch))

        return await self._persist(attempt)

    async def download(self, file: str, path: Path) -> None:
        """Write a file of the endpoint's to `path`, whole. Raises `JournalUnwritable` where that is impossible."""
        import httpx2
        from openai import APIConnectionError

        async def attempt() -> None:
            try:
                async with self._client.files.with_streaming_response.content(file) as response:
                    await response.stream_to_file(path)
            except httpx2.HTTPError as error:  # in the middle of the body, where openai no longer translates
                raise APIConnectionError(request=error.request) from error
            except OSError as error:
                raise JournalUnwritable(f"cannot write {path}: {error.strerror or error}") from error

        await self._persist(attempt, missing=f"has no file {file}")

    async def _find(self, token: str, input_file: str | None, since: float) -> Seen | None:
        async for batch in self._client.batches.list(limit=_A_PAGE):  # the newest first
            if batch.created_at < since - _A_DAY:
                break
            if (batch.metadata or {}).get("claimx") == token or batch.input_file_id == input_file:
                return self._seen(batch)
        return None

    def _seen(self, batch: Batch) -> Seen:
        errors = (batch.errors.data if batch.errors is not None else None) or ()
        counts = batch.request_counts
        return Seen(
            id=batch.id,
            status=batch.status,
            output_file=batch.output_file_id,
            error_file=batch.error_file_id,
            completed=counts.completed if counts is not None else 0,
            failed=counts.failed if counts is not None else 0,
            errors=tuple(fit_to_print(error.message or error.code or "", self._model) for error in errors),
        )

    async def _persist(self, attempt: Callable[[], Awaitable[R]], missing: str = "has no /files or no /batches") -> R:
        from claimx.llm.retry import persist
        from claimx.llm.translation import translate

        patience = time.monotonic() + self._model.deadline
        try:
            return await persist(attempt, self._model.attempts, lambda: patience - time.monotonic())
        except Exception as error:  # noqa: BLE001 - raised again, by our name for it
            translated = translate(error, self._model, "")
            if isinstance(translated, UnknownModel):
                hint = "is it the same endpoint and account?"
                translated = RequestRefused(f"{self._model.host} {missing}", hint=hint)
            raise translated from None
