"""`ratings.toml`: what a reviewer makes of claims, as values that writers pass on.

It is a person's word in public, so a slip fails the whole file.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from claimx.errors import InvalidRatings
from claimx.models import Rating, Reviewer


class _File(BaseModel):
    """`[reviewer]` speaks in every `[[rating]]`."""

    model_config = ConfigDict(extra="forbid")

    reviewer: Reviewer
    rating: list[dict[str, object]] = Field(min_length=1)


def load_ratings(path: str | Path) -> tuple[Rating, ...]:
    """Read a `ratings.toml`: one `[reviewer]`, and a `[[rating]]` for each claim rated.

    Raises InvalidRatings for a file that is not there or cannot be understood, naming the rating and the field.
    """
    try:
        content = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidRatings(f"cannot read {path}: {error.strerror or error}") from error
    except ValueError as error:  # no TOML, or no UTF-8
        raise InvalidRatings(f"{path} is no TOML: {error}") from error
    try:
        file = _File.model_validate(content)
    except ValidationError as error:
        raise InvalidRatings(f"{path}: {_first_fault(error)}") from error
    return tuple(
        _read_rating(entry, file.reviewer, f"{path}, [[rating]] {n}") for n, entry in enumerate(file.rating, 1)
    )


def _read_rating(entry: dict[str, object], reviewer: Reviewer, where: str) -> Rating:
    if "reviewer" in entry:
        raise InvalidRatings(f"{where}: reviewer stands once, above all ratings", hint="another reviewer, another file")
    try:
        return Rating.model_validate({**entry, "reviewer": reviewer})
    except ValidationError as error:
        raise InvalidRatings(f"{where}: {_first_fault(error)}") from error


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    place = ".".join(str(part) for part in fault["loc"])
    return f"{place}: {fault['msg']}" if place else fault["msg"].removeprefix("Value error, ")
