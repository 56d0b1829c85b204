"""What two reports on the same articles found differently: two runs, two models, or two versions of a prompt."""

from __future__ import annotations

from typing import Literal

from claimx.models.base import Value
from claimx.models.claims import Certainty, Label
from claimx.models.reports import RelationKind, Status

RegroupingKind = Literal["split", "joined", "regrouped"]


class FoundClaim(Value):
    """A merged claim as one of the two reports has it."""

    id: str
    text: str
    status: Status
    parent: str | None
    appearances: tuple[str, ...]


class StanceChange(Value):
    """What one holder holds toward one appearance, `before` in the first report and `after` in the second.

    `holder` is None for the article's own voice. Labels with their certainty, each once; none where it holds nothing.
    """

    article_id: str
    holder: str | None
    before: tuple[tuple[Label, Certainty], ...]
    after: tuple[tuple[Label, Certainty], ...]


class ClaimChange(Value):
    """A claim that both reports have, in two ways.

    `only_a`, `only_b`: ids of appearances that the other report has nowhere. `moved`: it hangs beneath another claim.
    """

    a: FoundClaim
    b: FoundClaim
    stances: tuple[StanceChange, ...] = ()
    only_a: tuple[str, ...] = ()
    only_b: tuple[str, ...] = ()
    moved: bool = False


class Regrouping(Value):
    """Appearances that both reports have and put together otherwise: one claim of `a` is several of `b` (`split`),
    several are one (`joined`), or several are several (`regrouped`). `stances`: what changed toward them.
    """

    kind: RegroupingKind
    a: tuple[FoundClaim, ...]
    b: tuple[FoundClaim, ...]
    stances: tuple[StanceChange, ...] = ()


class FoundRelation(Value):
    """A relation that one of the reports has, by the texts of its claims."""

    a: str
    b: str
    kind: RelationKind


class Difference(Value):
    """Something counted or noted of both reports, where it is not the same."""

    what: str
    a: int | str | None
    b: int | str | None


class Comparison(Value):
    """What the reports `a` and `b` found differently.

    `same`: nothing of what they found. `counts` and `provenance` may differ all the same: a replay costs nothing.
    `articles`: given to one of them only, changed in between, or with another end. `alike`: how many claims are the
    same in both.
    """

    same: bool
    articles: tuple[Difference, ...]
    only_a: tuple[FoundClaim, ...]
    only_b: tuple[FoundClaim, ...]
    changed: tuple[ClaimChange, ...]
    regrouped: tuple[Regrouping, ...]
    relations_only_a: tuple[FoundRelation, ...]
    relations_only_b: tuple[FoundRelation, ...]
    alike: int
    counts: tuple[Difference, ...]
    provenance: tuple[Difference, ...]
