"""What a model is told that is not ours: fields of one's own in a claim, and prompts of one's own."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import create_model
from pydantic.errors import PydanticUserError

from claimx.errors import InvalidInstructions
from claimx.extraction.wire import ClaimsAnswer, WireClaim
from claimx.llm import Model, Prompt, Prompts, as_prompts, strict_schema

_PLAIN = "a field is a text, a number, a bool, None, or a list of these"


@dataclass(frozen=True)
class Instructions:
    """What a model is asked for, and in which words: hashable, picklable, and checked when made.

    `claim`   a subclass of `WireClaim`. What its fields hold stands in `Claim.extra`; its docstring and its fields'
              descriptions are sent with every request.
    `prompts` a folder laid out as ours (`claims/v1.jinja`), read at once. A task that it lacks is asked with ours.

    Raises `InvalidInstructions` for a class or a prompt that cannot be used, `PathNotFound` for a folder that is not
    there.
    """

    claim: type[WireClaim] = WireClaim
    prompts: Prompts | str | Path | None = None

    def __post_init__(self) -> None:
        _check(self.claim)
        object.__setattr__(self, "prompts", as_prompts(self.prompts))

    @property
    def answer(self) -> type[ClaimsAnswer]:
        """What the model fills in for one article: ours, with `claim` for its claims."""
        return _answer_with(self.claim)

    def prompt(self, task: str) -> Prompt:
        """What the model is asked this task with."""
        return as_prompts(self.prompts).load(task)

    def require_model(self, model: Model) -> None:
        """Raise `InvalidInstructions` where `model` is none: rules fill in no field, and read no prompt."""
        if model.by_rule and self != OURS:
            raise InvalidInstructions(
                "rules fill in no fields and read no prompts", hint="name a model, or leave the instructions out"
            )


def own_values(claim: WireClaim) -> dict[str, Any]:
    """What the fields of one's own hold, as JSON has it, in the order in which the class names them."""
    names = _own_fields(type(claim))
    return claim.model_dump(mode="json", include=set(names)) if names else {}


@cache
def _answer_with(claim: type[WireClaim]) -> type[ClaimsAnswer]:
    if claim is WireClaim:
        return ClaimsAnswer
    return create_model(ClaimsAnswer.__name__, __base__=ClaimsAnswer, claims=(list[claim], ...))  # type: ignore[valid-type]


@cache
def _own_fields(claim: type[WireClaim]) -> tuple[str, ...]:
    return tuple(name for name in claim.model_fields if name not in WireClaim.model_fields)


def _check(claim: object) -> None:
    """That a model can be held to the class, and that every format can hold its values."""
    if not (isinstance(claim, type) and issubclass(claim, WireClaim)):
        raise InvalidInstructions(
            f"{claim!r} is no class of claims", hint="class MyClaim(claimx.WireClaim), with fields of your own"
        )
    added = (name for one in claim.__mro__ if not issubclass(WireClaim, one) for name in inspect.get_annotations(one))
    if taken := [name for name in added if name in WireClaim.model_fields]:
        raise InvalidInstructions(f"{claim.__name__}.{taken[0]} is a field of ours", hint="give yours another name")
    try:
        strict_schema(claim)
        schema = claim.model_json_schema(by_alias=False)
    except (TypeError, PydanticUserError) as error:
        reason = str(error).partition("\n")[0]
        raise InvalidInstructions(f"no model can be held to {claim.__name__}: {reason}", hint=_PLAIN) from error
    for name in _own_fields(claim):
        if not _is_plain(schema["properties"][name], schema.get("$defs", {})):
            raise InvalidInstructions(f"{claim.__name__}.{name} is not plain enough for every format", hint=_PLAIN)


def _is_plain(node: dict[str, Any], definitions: dict[str, Any], *, listed: bool = False) -> bool:
    if "$ref" in node:
        return _is_plain(definitions[node["$ref"].rpartition("/")[2]], definitions, listed=listed)
    if options := node.get("anyOf") or node.get("oneOf"):
        return all(_is_plain(option, definitions, listed=listed) for option in options)
    if node.get("type") == "array":  # the items of a set have no order that two runs would share
        return not listed and "uniqueItems" not in node and _is_plain(node["items"], definitions, listed=True)
    return node.get("type") != "object"


OURS = Instructions()
"""No fields and no prompts but ours."""
