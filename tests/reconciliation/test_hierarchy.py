"""By rule, too, a detail hangs under the claim it details."""

from __future__ import annotations

from claimx import reconcile
from reconciliation.claims import extraction

FIRE = "A fire broke out on the ferry Tarsa."
DETAIL = "The fire on the ferry Tarsa broke out in a cable duct behind the galley, an engineer of the yard found."
OTHERS = ("Tulips bloom in Varn.", "A school opens in Hald.", "The mayor of Ostra resigned.")


def test_a_detail_hangs_under_the_broader_claim_and_not_the_other_way() -> None:
    report = reconcile([extraction("a", FIRE, *OTHERS), extraction("b", DETAIL)])
    by_text = {claim.text: claim for claim in report.claims}
    assert by_text[DETAIL].parent == by_text[FIRE].id
    assert by_text[FIRE].parent is None


def test_what_has_nothing_in_common_stays_at_the_top() -> None:
    report = reconcile([extraction("a", FIRE, *OTHERS), extraction("b", DETAIL)])
    assert {claim.text for claim in report.claims if claim.parent is None} == {FIRE, *OTHERS}
