"""What is sent, before anybody sends it; and the shape of whoever does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from claimx.llm.tokens import expected_usage

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

    from claimx.llm.asker import Message
    from claimx.llm.endpoint import JSON, Model
    from claimx.llm.schema import Schema
    from claimx.models import Usage


@dataclass(frozen=True)
class Request:
    """One request to a model, but for the model's name. `parameters` go out as they are."""

    messages: list[Message]
    response_format: Schema
    parameters: Mapping[str, JSON]

    def body(self, model: Model) -> dict[str, object]:
        """What goes out as JSON to `/chat/completions`, or stands in a line of a batch."""
        return {
            "model": model.name,
            "messages": self.messages,
            "response_format": self.response_format,
            **self.parameters,
        }

    @cached_property
    def expected(self) -> Usage:
        """What one attempt may cost. Pace and purse both ask, at every attempt."""
        return expected_usage(self.messages, self.response_format)


class Send(Protocol):
    """Sends one request and returns what came: a completion, or something else where the endpoint sent none."""

    async def __call__(self, request: Request, leaving: Callable[[], None]) -> ChatCompletion:
        """Call `leaving` once its turn has come, right before the request leaves; raise TimeoutError where no answer
        has come `Model.timeout` seconds after that.
        """
        ...
