"""The values of fields that are somebody's own: plain, by name, and frozen like every other value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeAlias

from immutabledict import immutabledict
from pydantic import AfterValidator, PlainSerializer

Plain: TypeAlias = str | bool | int | float | None
"""What a field of one's own may hold, and what each item of a list in it may be."""


def _frozen(values: Mapping[str, Plain | tuple[Plain, ...]]) -> Mapping[str, Plain | tuple[Plain, ...]]:
    return immutabledict(values)


Extra: TypeAlias = Annotated[
    Mapping[str, Plain | tuple[Plain, ...]],
    AfterValidator(_frozen),
    PlainSerializer(dict, return_type=dict[str, Plain | tuple[Plain, ...]]),
]
"""Hashable and picklable, in the order in which the values were given."""

NOTHING_EXTRA: Extra = _frozen({})
