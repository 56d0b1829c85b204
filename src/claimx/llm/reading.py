"""The schema, read from the text of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from claimx.llm.asker import T
from claimx.llm.repair import Ambiguous, parse, repair


@dataclass(frozen=True)
class Reading(Generic[T]):
    """`text` is the JSON that `value` was read from; `repaired` where that is not the text that came."""

    value: T
    text: str
    repaired: bool


def read_answer(content: str, schema: type[T]) -> Reading[T]:
    """The `schema` that `content` holds, its punctuation put right where that takes no guess.

    Raises pydantic's ValidationError: also for a key that stands there twice with two values, of which pydantic would
    keep the last, and for NaN and Infinity, which it would let through.
    """
    text, repaired = content, False
    try:
        parse(content)
    except Ambiguous as error:
        raise _misfit(schema.__name__, str(error)) from None
    except ValueError:
        if better := repair(content, schema.model_fields):
            text, repaired = better, True
    return Reading(schema.model_validate_json(text, strict=True), text, repaired)


def _misfit(title: str, what: str) -> ValidationError:
    reason = PydanticCustomError("ambiguous_json", "{what}", {"what": what})
    return ValidationError.from_exception_data(title, [InitErrorDetails(type=reason, loc=(), input=None)])
