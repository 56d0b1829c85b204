"""A session with a model that answers in this process: everything as with an endpoint but the sending."""

from __future__ import annotations

from collections.abc import Sequence

from claimx.errors import ClaimxError
from claimx.llm.asker import Answer, Message, T
from claimx.llm.call_log import ANSWERED, CallLog
from claimx.llm.schema import response_format
from claimx.llm.session import Session
from claimx.llm.stand_in import StandIn
from claimx.llm.tokens import approximate_tokens, expected_usage
from claimx.models import Usage


class Rehearsal(Session):
    """Made by `connect` for a `StandIn`. Each ask counts as one call, and its tokens as they are estimated.

    Nobody tries again, and no answer is asked for once more: a stand-in gives what it means to give.
    """

    model: StandIn

    async def _pay(self, messages: Sequence[Message], schema: type[T], stage: str, log: CallLog) -> Answer[T]:
        usage = Usage(calls=1)
        expected = expected_usage(messages, response_format(schema))
        try:
            async with self._airspace.flight():
                self._airspace.purse.require(expected)
                usage += Usage(attempts=1, prompt_tokens=expected.prompt_tokens)
                call = log.sent(usage.attempts)
                try:
                    value = await self.model.reply(messages, schema)
                    content = value.model_dump_json()
                    usage += Usage(completion_tokens=approximate_tokens(content))
                    log.ended(call, ANSWERED, usage)
                except ClaimxError as error:
                    log.ended(call, type(error).__name__, usage)
                    raise
                finally:
                    self._airspace.purse.paid(expected, usage)
        except ClaimxError as error:
            error.usage = usage
            raise
        finally:
            self._charge(stage, usage)
        return Answer(value, usage, self.model.name, content)
