"""The fixture `cassette` and its option, as the tests of a project of one's own meet them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

# Loaded here: what is first imported in an inner run of pytest is forgotten after it, and openai takes a second to load.
import claimx.llm.cassette_file
import claimx.llm.client
import claimx.llm.exchange  # noqa: F401
from faults.server import FakeEndpoint, error
from parrot import parrot
from stories import model_at

pytest_plugins = ["pytester"]

CONFTEST = """
import claimx, pytest
from claimx.testing import FakeModel  # before pytest comes to it
pytest_plugins = ["claimx.testing"]

@pytest.fixture
def claims(cassette):
    return claimx.extract(claimx.Article(id="a", text="The bridge is closed."), model=claimx.default_model()).claims
"""
PASSING = "def test_one(claims): assert len(claims) == 1"
FAILING = "def test_one(claims): assert len(claims) == 2"
ASKING_NOTHING = "def test_one(cassette): pass"
ASKING_MORE = """
import claimx
def test_one(claims): claimx.extract(claimx.Article(id="b", text="It rains."), model=claimx.default_model())
"""
RECORDED = Path("cassettes/test_mine/test_one.yaml")


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeconftest(CONFTEST)
    return pytester


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeEndpoint]:
    with parrot() as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        yield endpoint


def run(project: pytest.Pytester, tests: str, *options: str) -> pytest.RunResult:
    project.makepyfile(test_mine=tests)
    return project.runpytest_inprocess("-p", "no:cacheprovider", *options)


def test_what_is_recorded_once_is_replayed_without_an_endpoint(
    project: pytest.Pytester, endpoint: FakeEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(project, PASSING, "--claimx-record=new").assert_outcomes(passed=1, warnings=0)
    assert len(endpoint.calls) == 1
    monkeypatch.delenv("OPENAI_BASE_URL")
    run(project, PASSING).assert_outcomes(passed=1)
    assert len(endpoint.calls) == 1


def test_a_test_without_a_cassette_fails_and_says_how_to_record_it(
    project: pytest.Pytester, endpoint: FakeEndpoint
) -> None:
    result = run(project, ASKING_NOTHING)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        [f"there is no cassette {RECORDED}: record it with", "  pytest --claimx-record=new 'test_mine.py::test_one'"]
    )
    assert endpoint.calls == []


def test_a_test_that_asks_less_than_its_cassette_holds_fails(project: pytest.Pytester, endpoint: FakeEndpoint) -> None:
    run(project, PASSING, "--claimx-record=new")
    result = run(project, ASKING_NOTHING)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*CassetteUnplayed: test_one.yaml: 1 of 1 answers were never asked for*"])


def test_a_test_that_asks_more_than_its_cassette_holds_fails(project: pytest.Pytester, endpoint: FakeEndpoint) -> None:
    run(project, PASSING, "--claimx-record=new")
    result = run(project, ASKING_MORE)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*CassetteMiss: test_one.yaml does not hold this request*"])


def test_new_records_what_is_missing_and_all_everything(project: pytest.Pytester, endpoint: FakeEndpoint) -> None:
    for option, calls in (("new", 1), ("new", 1), ("all", 2), ("none", 2)):
        run(project, PASSING, f"--claimx-record={option}").assert_outcomes(passed=1)
        assert len(endpoint.calls) == calls


def test_an_assertion_that_fails_keeps_what_was_paid_for(project: pytest.Pytester, endpoint: FakeEndpoint) -> None:
    run(project, FAILING, "--claimx-record=new").assert_outcomes(failed=1)
    run(project, PASSING).assert_outcomes(passed=1)


def test_a_recording_that_breaks_off_leaves_the_older_one(
    project: pytest.Pytester, endpoint: FakeEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(project, PASSING, "--claimx-record=new")
    before = (project.path / RECORDED).read_bytes()
    with FakeEndpoint([error(400, "no")]) as refusing:
        monkeypatch.setenv("OPENAI_BASE_URL", refusing.url)
        run(project, PASSING, "--claimx-record=all").assert_outcomes(errors=1)
    assert (project.path / RECORDED).read_bytes() == before
    assert [path.name for path in (project.path / RECORDED).parent.iterdir()] == [RECORDED.name]


def test_each_parameter_and_each_class_has_a_cassette_of_its_own(
    project: pytest.Pytester, endpoint: FakeEndpoint
) -> None:
    tests = """
    import pytest
    class TestBridge:
        @pytest.mark.parametrize("word", ["open", "a/b"])
        def test_one(self, claims, word): assert claims
    def test_one(claims): assert claims
    """
    run(project, tests, "--claimx-record=new").assert_outcomes(passed=3)
    recorded = sorted(path.name for path in (project.path / RECORDED).parent.iterdir())
    assert recorded == ["TestBridge.test_one-a-b-aa908e1c.yaml", "TestBridge.test_one-open.yaml", "test_one.yaml"]


def test_tests_without_the_fixture_ask_as_ever(project: pytest.Pytester, endpoint: FakeEndpoint) -> None:
    tests = f"import claimx\ndef test_one(): claimx.extract(claimx.Article(id='a', text='It rains.'), model=claimx.{model_at(endpoint)!r})"
    run(project, tests).assert_outcomes(passed=1)
    assert len(endpoint.calls) == 1
