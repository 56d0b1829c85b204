"""What somebody's questions cost together, also those that were answered in vain."""

from __future__ import annotations

from collections.abc import Sequence

from claimx.errors import ClaimxError
from claimx.llm.asker import Answer, Asker, Message, T
from claimx.models import Usage


class Meter:
    """An `Asker` that passes everything on and sums up: an answer cut off or refused was paid for as well."""

    def __init__(self, asker: Asker) -> None:
        self.usage = Usage()
        self._asker = asker

    async def ask(self, messages: Sequence[Message], schema: type[T]) -> Answer[T]:
        try:
            answer = await self._asker.ask(messages, schema)
        except ClaimxError as error:
            self.usage += error.usage or Usage()
            raise
        self.usage += answer.usage
        return answer
