"""What was written as JSON comes back as the report it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import reports
from claimx import Report, Source, reconcile
from claimx.models import Claim, Extraction, Span
from claimx.writers import ReportDocument, from_document
from claimx.writers.report_json import render_json
from reconciliation.claims import VIK, extraction

HOLDERS = [None, VIK, Source(name="Vik", role="Mayor of Ostra"), Source(name="an aide", named=False)]
lines = st.tuples(
    st.sampled_from(
        ["Lind bridge was closed.", "Lind bridge was not closed.", "12 boats sank in Varn.", "31 boats sank in Varn."]
    ),
    st.sampled_from(["support", "deny", "query"]),
    st.sampled_from(HOLDERS),
)
stories = st.lists(st.lists(lines, max_size=3, unique_by=lambda line: line[0]), max_size=4)


def read_back(report: Report) -> Report:
    document = ReportDocument.model_validate_json(render_json(report))
    return from_document(document, {article.id: article for article in report.articles})


@given(stories)
def test_a_report_written_and_read_back_is_the_same_report(story: list[list[tuple[str, str, Source | None]]]) -> None:
    report = reconcile(extraction(f"a{number}", *given) for number, given in enumerate(story))
    assert read_back(report) == report


def test_details_that_have_no_field_in_the_document_come_back_too() -> None:
    plain = extraction("a", ("Lind bridge may be closed.", "support", VIK))
    (claim,) = plain.claims
    hedge = Span(start=12, end=15, exact="may")
    hedged = Claim.model_validate({**dict(claim), "stances": (claim.stances[0].model_copy(update={"hedge": hedge}),)})
    whole = Extraction.model_validate({**dict(plain), "claims": (hedged,), "furniture": (hedge,)})
    report = reconcile([whole])
    assert read_back(report) == report
    assert report.claims[0].appearances[0].stances[0].hedge == hedge


def test_a_variant_that_is_a_conflict_stays_one() -> None:
    (before, *_), (after, *_) = reports.REPORT.claims, read_back(reports.REPORT).claims
    assert [variant.compatible for variant in after.variants] == [variant.compatible for variant in before.variants]


def test_a_file_of_a_version_that_wrote_less_is_read_with_the_names_it_has() -> None:
    document = ReportDocument.model_validate_json(render_json(reports.REPORT))
    older = document.model_copy(
        update={"provenance": document.provenance.model_copy(update={"resume": None, "overrides": None})}
    )
    report = from_document(older, {article.id: article for article in reports.REPORT.articles})
    (stance,) = report.claims[0].appearances[1].stances
    assert stance.holder is not None
    assert stance.holder.name == "Peskov"
