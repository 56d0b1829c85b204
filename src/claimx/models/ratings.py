"""What a person, and never claimx, makes of a claim (schema.org ClaimReview)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StrictFloat, StrictInt, model_validator

from claimx.models.base import Value

ReviewerKind = Literal["organization", "person"]
WebAddress = Annotated[str, Field(pattern=r"^(?i:https?)://[^\s<>\"{}|\\^`\x00-\x20]+$")]
"""An address that is an IRI as it stands."""
_Points = StrictInt | StrictFloat


class Reviewer(Value):
    """Who rates, and answers for it."""

    name: str = Field(min_length=1)
    url: WebAddress
    kind: ReviewerKind = "organization"


class Rating(Value):
    """One reviewer's verdict on one merged claim, by its id: in points on a scale, in words, or both.

    `value` lies from `worst` to `best`, and none of the three stands without the others. `url` is where the review can
    be read, `date` the day it was published.
    """

    claim: str
    reviewer: Reviewer
    date: date
    url: WebAddress
    value: _Points | None = None
    worst: _Points | None = None
    best: _Points | None = None
    verdict: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        worst, value, best = self.worst, self.value, self.best
        if worst is None and value is None and best is None:
            if self.verdict is None:
                raise ValueError("a rating needs a value, with worst and best, or a verdict in words")
        elif worst is None or value is None or best is None or not worst <= value <= best:
            raise ValueError("value, worst and best stand together, value from worst to best")
        return self
