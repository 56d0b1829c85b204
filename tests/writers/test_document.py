"""The document `claimx-report/1`: the fields of the design, names resolved to ids, the same bytes each time."""

from __future__ import annotations

import json
import math
from typing import Any

import jsonschema
import pytest

import reports
from claimx.errors import OutputError
from claimx.models import Report, ResolvedSource
from claimx.writers import report_schema, to_document
from claimx.writers.report_json import render_json

# From docs/DESIGN §5, by hand: the format is a promise, so a change of it must also change this test.
FIELDS = {
    "": "format articles sources claims relations origins rejected unread failures usage provenance",
    "articles": "id path sha256 publisher headline url published_at language state",
    "sources": "id name kind role affiliation named aliases",
    "claims": "id text parent salience status origins first_appearance appearances positions variants merges",
    "claims.appearances": "id article text kind evidence stances quantities time",
    "claims.appearances.evidence": "start end exact alignment",
    "claims.appearances.stances": "holder holder_text label certainty evidence attribution",
    "claims.appearances.stances.attribution": "cue content mode via said_at",
    "claims.appearances.quantities": "value low high unit of span",
    "claims.appearances.time": "start end text span",
    "claims.positions": "source label appearances",
    "claims.variants": "kind values why",
    "claims.variants.values": "value appearances",
    "claims.merges": "a b method score why",
    "relations": "a b kind why",
    "origins": "id articles why",
    "origins.why": "kind a b evidence",
    "rejected": "article reason text",
    "unread": "article start end exact",
    "failures": "article reason retryable",
}


def _written(report: Report = reports.REPORT) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(render_json(report))
    return content


def _at(content: Any, path: str) -> list[Any]:
    found = [content]
    for name in filter(None, path.split(".")):
        below = [item[name] for item in found]
        found = [
            item for value in below for item in (value if isinstance(value, list) else [value]) if item is not None
        ]
    return found


@pytest.mark.parametrize("path", FIELDS)
def test_fields_are_those_of_the_design_in_its_order(path: str) -> None:
    found = _at(_written(), path)
    assert found
    assert {" ".join(item) for item in found} == {FIELDS[path]}


def test_the_document_fits_its_own_schema() -> None:
    schema = report_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(_written(), schema)


def test_the_schema_says_what_it_is_of() -> None:
    schema = report_schema()
    assert (schema["$id"], schema["title"]) == ("urn:claimx:report:1", "claimx-report/1")


def test_a_holder_becomes_the_id_of_the_source_that_goes_by_this_name() -> None:
    stance = _written()["claims"][0]["appearances"][1]["stances"][0]
    assert (stance["holder"], stance["holder_text"]) == ("s2", "Peskov")


def test_the_own_voice_has_no_holder_and_the_publisher_s_name() -> None:
    stance = _written()["claims"][1]["appearances"][0]["stances"][0]
    assert (stance["holder"], stance["holder_text"]) == (None, "Harbor Wire")
    assert _written()["claims"][1]["positions"][0]["source"] is None


def test_those_who_relay_are_ids_too() -> None:
    assert _written()["claims"][0]["appearances"][0]["stances"][0]["attribution"]["via"] == ["s2"]


def test_the_own_voice_is_not_listed_among_the_sources() -> None:
    report = reports.REPORT.model_copy(update={"sources": (*reports.REPORT.sources, reports.OWN_VOICE)})
    assert [source["id"] for source in _written(report)["sources"]] == ["s1", "s2"]


def test_of_two_sources_by_one_name_the_one_that_holds_the_position_counts() -> None:
    twin = reports.RESOLVED_OFFICIALS.model_copy(update={"id": "s0"})
    report = reports.REPORT.model_copy(update={"sources": (twin, *reports.REPORT.sources)})
    assert _written(report)["claims"][0]["appearances"][0]["stances"][0]["holder"] == "s1"


def test_a_form_in_which_articles_give_a_source_leads_to_it() -> None:
    twin = reports.RESOLVED_PESKOV.model_copy(update={"id": "s0"})
    exact = reports.RESOLVED_PESKOV.model_copy(update={"id": "s9", "aliases": (), "as_given": (reports.PESKOV,)})
    report = reports.REPORT.model_copy(update={"sources": (twin, exact, reports.RESOLVED_OFFICIALS)})
    assert _written(report)["claims"][0]["appearances"][1]["stances"][0]["holder"] == "s9"


def test_a_source_that_the_report_does_not_list_never_becomes_the_own_voice() -> None:
    report = reports.REPORT.model_copy(update={"sources": (reports.RESOLVED_OFFICIALS,)})
    content = _written(report)
    holder = content["claims"][0]["appearances"][1]["stances"][0]["holder"]
    assert holder.startswith("unresolved-")
    assert [source["name"] for source in content["sources"] if source["id"] == holder] == ["Peskov"]


def test_whole_numbers_are_written_without_a_fraction() -> None:
    quantity = _written()["claims"][1]["appearances"][0]["quantities"][0]
    assert json.dumps([quantity["value"], quantity["low"], quantity["high"]]) == "[6000, 5999.5, null]"


def test_a_number_beyond_what_a_float_holds_exactly_is_not_spelled_out() -> None:
    claim = reports.ASKED.model_copy(update={"salience": 1e300})
    assert '"salience": 1e+300' in render_json(reports.REPORT.model_copy(update={"claims": (claim,)}))


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_a_number_that_json_cannot_hold_is_refused(number: float) -> None:
    claim = reports.ASKED.model_copy(update={"salience": number})
    with pytest.raises(OutputError, match="number that JSON cannot"):
        render_json(reports.REPORT.model_copy(update={"claims": (claim,)}))


def test_an_article_among_the_failures_is_failed() -> None:
    failure = reports.REPORT.failures[0].model_copy(update={"article": "wire"})
    content = _written(reports.REPORT.model_copy(update={"failures": (failure,)}))
    assert [article["state"] for article in content["articles"]] == ["done", "failed"]


def test_article_text_is_written_as_it_is() -> None:
    assert _written()["claims"][2]["appearances"][0]["evidence"][0]["exact"] == reports.HOSTILE


def test_letters_stay_letters() -> None:
    source = ResolvedSource(id="s9", name="赵立坚")
    assert "赵立坚" in render_json(reports.REPORT.model_copy(update={"sources": (source,)}))


def test_what_was_rejected_comes_in_one_order() -> None:
    rejected = dict.fromkeys(("wire", "ledger"), reports.REPORT.rejected["wire"])
    turned = dict(reversed(rejected.items()))
    assert to_document(reports.REPORT.model_copy(update={"rejected": rejected})) == to_document(
        reports.REPORT.model_copy(update={"rejected": turned})
    )


def test_the_same_report_is_the_same_text_and_ends_in_a_newline() -> None:
    assert render_json(reports.REPORT) == render_json(reports.REPORT)
    assert render_json(reports.REPORT).endswith("}\n")
