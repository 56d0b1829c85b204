from __future__ import annotations

from pathlib import Path

import pytest

import claimx

FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.fixture(scope="session")
def story() -> claimx.Report:
    """The report on the example story, replayed: five articles, with denials, relays, copies and figures."""
    with claimx.replay(FIXTURES / "cassettes" / "aid-request.yaml"):
        return claimx.run(claimx.load_articles(FIXTURES / "stories" / "aid-request"))
