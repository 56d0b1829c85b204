"""A connection to one endpoint: one http client, one limit on how much is asked at once, one sum of what it cost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from claimx.errors import EndpointUnreachable, NoModel
from claimx.llm.asker import Answer, Message, T
from claimx.llm.cassette import active_replay
from claimx.llm.endpoint import Model
from claimx.llm.wording import who
from claimx.models import Usage

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

    from claimx.llm.completion import Send


class Session:
    """An `Asker`. Made by `connect`."""

    def __init__(self, model: Model, send: Send) -> None:
        self.model = model
        self.answered_by: set[str] = set()
        self.usage = Usage()
        self.replayed = active_replay() is not None
        self._send = send
        self._slots = asyncio.Semaphore(model.concurrency)

    async def ask(self, messages: Sequence[Message], schema: type[T]) -> Answer[T]:
        """Ask for a filled-in `schema`; an answer that does not fit is asked for once more, with what was wrong.

        Every attempt is added to `usage`, whatever becomes of it.
        """
        from claimx.llm.exchange import Exchange

        exchange = Exchange(self.model, self._send, schema)
        # The deadline starts with the slot: a thousand asks may queue without one of them growing old there.
        async with self._slots:
            try:
                async with asyncio.timeout(self.model.deadline):
                    answer = await exchange.run(messages)
            except TimeoutError:
                raise EndpointUnreachable(
                    f"{who(self.model)} gave no answer within {self.model.deadline:g} s",
                    hint="raise Model.deadline, or ask for less at once",
                ) from None
            finally:
                self.usage += exchange.usage
        self.answered_by.add(answer.answered_by)
        return answer


@asynccontextmanager
async def connect(model: Model) -> AsyncIterator[Session]:
    """Open a session with `model`'s endpoint, or with the cassette of the `replay` or `record` around it.

    Nothing is opened for `Model.rules()`: its session counts, and asks nobody.
    """
    if model.by_rule:
        yield Session(model, _asks_nobody)
        return
    from claimx.llm.client import open_client

    async with open_client(model) as send:
        yield Session(model, send)


async def _asks_nobody(*_: object) -> ChatCompletion:
    raise NoModel("rules answer no questions", hint="give a model to ask")
