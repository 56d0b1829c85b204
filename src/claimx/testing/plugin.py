"""Cassettes as a pytest fixture: recorded with `--claimx-record`, replayed from then on. For pytest 8 and later."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

import pytest

from claimx.llm import Cassette, record, replay
from claimx.testing.cassette_names import cassette_path

_OPTION = "--claimx-record"
_REPLAYED = pytest.StashKey[Cassette]()
_PAID_FOR = pytest.StashKey[bool]()
"""Set once a test that records has come to its end, or to an assertion: what the model said is worth keeping."""


class _Discarded(Exception):
    """Makes `record` leave the older cassette as it was."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--claimx-record`."""
    parser.getgroup("claimx").addoption(
        _OPTION,
        choices=("none", "new", "all"),
        default="none",
        help="ask the real model and record: the cassettes that are missing (new), or all; none replays only (default)",
    )


@pytest.fixture
def cassette(request: pytest.FixtureRequest) -> Iterator[Cassette]:
    """What claimx asks in this test, and in the fixtures made after this one, is answered from the test's cassette.

    It lies beside the test file: `cassettes/<test file>/<test>.yaml`. A test fails where there is none, where it does
    not hold what is asked, and where it holds more than was asked. With `--claimx-record` the real model is asked, and
    the cassette written, also when an assertion fails; any other error leaves an older one as it was.
    """
    node = request.node
    path = cassette_path(node.path, _name_of(node))
    mode: Literal["none", "new", "all"] = request.config.getoption(_OPTION)
    if mode == "all" or (mode == "new" and not path.exists()):
        with suppress(_Discarded), record(path) as recording:
            yield recording
            if not node.stash.get(_PAID_FOR, False):
                raise _Discarded
        return
    if not path.exists():
        pytest.fail(_how_to_record(path, node, request.config), pytrace=False)
    with replay(path) as replayed:
        node.stash[_REPLAYED] = replayed
        yield replayed


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Hold what was asked against the cassette. Done when it is closed, that would be an error beside a pass."""
    try:
        yield
    except (AssertionError, pytest.fail.Exception):
        item.stash[_PAID_FOR] = True
        raise
    item.stash[_PAID_FOR] = True
    if (replayed := item.stash.get(_REPLAYED, None)) is not None:
        replayed.require_played()


def _name_of(node: pytest.Item) -> str:
    classes = [parent.name for parent in node.listchain() if isinstance(parent, pytest.Class)]
    return ".".join([*classes, node.name])


def _how_to_record(path: Path, node: pytest.Item, config: pytest.Config) -> str:
    shown = path.relative_to(config.rootpath) if path.is_relative_to(config.rootpath) else path
    return f"there is no cassette {shown}: record it with\n  pytest {_OPTION}=new '{node.nodeid}'"
