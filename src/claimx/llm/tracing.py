"""Every ask as a span of OpenTelemetry, where the user has it installed; nothing at all where not.

Names are those of OpenTelemetry's semantic conventions for generative AI, client spans (v1.41, "development"):
https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans. No message and no article travels in a span.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

from claimx.errors import ClaimxError

if TYPE_CHECKING:
    from claimx.llm.endpoint import Model
    from claimx.models import Usage

Answered: TypeAlias = "Callable[[str, Usage], None]"
"""To be told once who answered, and what the ask cost with its attempts and re-asks."""


@contextmanager
def chat_span(model: Model) -> Iterator[Answered]:
    """A client span `chat {model}` around one ask. An error that leaves it is its `error.type`, by the class's name."""
    tracer = _tracer()
    if tracer is None:
        yield _unheard
        return
    from opentelemetry.trace import SpanKind, Status, StatusCode

    name = f"chat {model.name}"
    asked = _asked(model)
    with tracer.start_as_current_span(
        name, kind=SpanKind.CLIENT, attributes=asked, record_exception=False, set_status_on_exception=False
    ) as span:
        try:
            yield lambda answered_by, usage: span.set_attributes(_got(answered_by, usage))
        except ClaimxError as error:
            # The class alone: a message may quote what a server said of the request.
            span.set_attribute("error.type", type(error).__name__)
            span.set_status(Status(StatusCode.ERROR))
            raise


def _asked(model: Model) -> dict[str, str | int]:
    place = urlsplit(model.url)
    attributes: dict[str, str | int] = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",  # the shape of the exchange; who serves it, `server.address` tells
        "gen_ai.request.model": model.name,
        "server.address": place.hostname or "",
    }
    return attributes | ({"server.port": place.port} if place.port else {})


def _got(answered_by: str, usage: Usage) -> dict[str, str | int]:
    return {
        "gen_ai.response.model": answered_by,
        "gen_ai.usage.input_tokens": usage.prompt_tokens,
        "gen_ai.usage.output_tokens": usage.completion_tokens,
        "gen_ai.usage.cache_read.input_tokens": usage.cached_tokens,
    }


@cache
def _tracer() -> Any:
    try:
        from opentelemetry.trace import get_tracer
    except ImportError:
        return None
    from claimx._version import __version__

    return get_tracer("claimx", __version__)


def _unheard(answered_by: str, usage: Usage) -> None:
    """Tell nobody."""
