"""A server of somebody else's, which has to be running: `make servers` starts one."""

from __future__ import annotations

import pytest

from claimx.llm import Model

_HOW = (
    "no --server URL given: make servers installs llama.cpp's server and runs these tests against it; "
    "for another, CLAIMX_SERVER=http://localhost:11434/v1 CLAIMX_SERVER_MODEL=qwen3 make test ARGS=tests/servers"
)


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Model:
    """The model at the server that `--server` names. What fails is not tried again."""
    address: str | None = request.config.getoption("--server")
    if address is None:
        pytest.skip(_HOW)
    name = request.config.getoption("--server-model")
    return Model(name, address, timeout=900, deadline=1800, attempts=1, concurrency=1)
