"""What every test stands on: no network, no keys, the same examples each time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

import offline
import warm

hypothesis.settings.register_profile("same", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("wide", deadline=None, max_examples=2_000)  # --hypothesis-profile=wide
hypothesis.settings.load_profile("same")

# Read before the environment is cleared.
OPENAI_SPEC = os.environ.get("CLAIMX_OPENAI_SPEC")
SERVER, SERVER_MODEL = os.environ.get("CLAIMX_SERVER"), os.environ.get("CLAIMX_SERVER_MODEL", "default")
ATTACKS = {name: os.environ.get(f"CLAIMX_{name.upper()}") for name in ("bipia", "blns")}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--openai-spec",
        metavar="PATH",
        type=Path,
        default=Path(OPENAI_SPEC) if OPENAI_SPEC else None,
        help="OpenAI's published openapi.yaml, to check every request against (default: CLAIMX_OPENAI_SPEC)",
    )
    parser.addoption(
        "--server",
        metavar="URL",
        default=SERVER,
        help="the base URL of a model server on this machine, for tests/servers (default: CLAIMX_SERVER)",
    )
    parser.addoption(
        "--server-model",
        metavar="NAME",
        default=SERVER_MODEL,
        help="the model to ask there (default: CLAIMX_SERVER_MODEL)",
    )
    for name, path in ATTACKS.items():
        parser.addoption(
            f"--{name}",
            metavar="PATH",
            type=Path,
            default=Path(path) if path else None,
            help=f"hostile strings by others, to run through everything (default: CLAIMX_{name.upper()})",
        )


def pytest_unconfigure() -> None:
    warm.stop()


@pytest.fixture(scope="session")
def openai_spec(request: pytest.FixtureRequest) -> Path:
    """Where OpenAI's openapi.yaml lies; without it, the test that asks for it is skipped."""
    path: Path | None = request.config.getoption("--openai-spec")
    if path is None:
        pytest.skip("no --openai-spec PATH given")
    if not path.is_file():
        pytest.fail(f"--openai-spec: no file at {path}", pytrace=False)
    return path


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Only this machine may be reached: see offline.py."""
    with offline.only_loopback():
        yield


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, endpoint or option of whoever runs the tests may change their outcome."""
    for name in list(os.environ):
        if name.startswith(("OPENAI_", "CLAIMX_")):
            monkeypatch.delenv(name)
