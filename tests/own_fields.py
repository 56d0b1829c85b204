"""A claim with fields of somebody's own, as a class, in answers and in a report: shared by the tests of all rooms."""

from __future__ import annotations

from typing import Literal

from claimx import Instructions, MergedClaim, Report, WireClaim
from faults.server import Body
from reports import REPORT


class PolicyClaim(WireClaim):
    topic: Literal["war", "trade", "law", "other"]
    harm: str | None
    places: list[str]
    share: float
    certain: bool


POLICY = Instructions(claim=PolicyClaim)
VALUES = {"topic": "trade", "harm": None, "places": ["Ostra", "Lind"], "share": 0.5, "certain": True}


def filled(answer: Body, **values: object) -> Body:
    """The answer with `VALUES`, and these in their place, in every claim of it."""
    return {**answer, "claims": [{**claim, **VALUES, **values} for claim in answer["claims"]]}


def report_with(extra: dict[str, object]) -> Report:
    """The small report, with these values in the first appearance of its first claim."""
    claim = REPORT.claims[0]
    first, *others = claim.appearances
    changed = type(first).model_validate({**dict(first), "extra": extra})
    return REPORT.model_copy(update={"claims": (_with(claim, (changed, *others)), *REPORT.claims[1:])})


def _with(claim: MergedClaim, appearances: tuple[object, ...]) -> MergedClaim:
    return claim.model_copy(update={"appearances": appearances})
