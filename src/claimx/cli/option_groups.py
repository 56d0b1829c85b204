"""Options that belong together as one value: a command takes the value, the command line shows the options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, get_type_hints


def flattened(command: Callable[..., None]) -> Callable[..., None]:
    """`command` with each parameter that is a dataclass replaced by the dataclass's fields, as typer reads them."""
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {name: hint for name, hint in hints.items() if is_dataclass(hint)}
    own = [
        parameter.replace(annotation=hints[name], kind=Parameter.KEYWORD_ONLY)
        for name, parameter in signature(command).parameters.items()
        if name not in groups
    ]
    shown = own + [parameter for group in groups.values() for parameter in _parameters(group)]

    @wraps(command)
    def call(**given: Any) -> None:
        values = {name: group(**_taken(group, given)) for name, group in groups.items()}
        command(**given, **values)

    call.__annotations__ = {parameter.name: parameter.annotation for parameter in shown}
    setattr(call, "__signature__", Signature(shown))  # noqa: B010 - `inspect` looks there first, and mypy does not
    return call


def _parameters(group: Any) -> list[Parameter]:
    hints = get_type_hints(group, include_extras=True)
    return [
        Parameter(field.name, Parameter.KEYWORD_ONLY, default=field.default, annotation=hints[field.name])
        for field in fields(group)
    ]


def _taken(group: Any, given: dict[str, Any]) -> dict[str, Any]:
    return {field.name: given.pop(field.name) for field in fields(group)}
