"""Every row of the fault table, over a real socket; and the page that shows it."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from claimx import errors
from claimx.llm import Answer, Model, retry
from faults.fault_table import ANSWER, FAULTS, REPAIRED, Fault
from faults.server import Body, FakeEndpoint, Reply
from llm.asking import Tally, ask

ROOT = Path(__file__).parents[2]
ROWS = [fault for faults in FAULTS.values() for fault in faults]


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.002)


@pytest.mark.parametrize("fault", ROWS, ids=lambda fault: fault.what)
def test_a_fault_gets_so_many_calls_and_this_outcome(fault: Fault) -> None:
    with FakeEndpoint(_endless(fault)) as endpoint:
        model = Model("fake", endpoint.url, timeout=0.2, attempts=3, deadline=1.5, parameters=fault.parameters)
        result = _result(model)
    assert (len(endpoint.calls), _outcome(result)) == (fault.calls, fault.outcome)
    if isinstance(result, errors.ModelError):
        assert result.usage.calls == 1
        assert model.host in result.message
        assert "\n" not in str(result)
    else:
        assert (result.value.count, result.value.of.replace("\n", "")) == (3, "boats")


def test_no_row_stands_there_twice() -> None:
    assert len({fault.what for fault in ROWS}) == len(ROWS)


def _endless(fault: Fault) -> list[Reply | Body]:
    *script, last = fault.script()
    return [*script, *[last] * 30]


def _result(model: Model) -> Answer[Tally] | errors.ModelError:
    try:
        return ask(model)
    except errors.ModelError as error:
        return error


def _outcome(result: Answer[Tally] | errors.ModelError) -> str:
    if isinstance(result, errors.ModelError):
        return type(result).__name__
    return REPAIRED if result.repaired else ANSWER


@pytest.mark.checkout
def test_the_page_shows_the_table_as_it_is() -> None:
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    filled_in = runpy.run_path(str(ROOT / "docs" / "make_reliability.py"))["filled_in"]
    assert filled_in(text) == text, "python docs/make_reliability.py"
    assert len(ROWS) >= 40
