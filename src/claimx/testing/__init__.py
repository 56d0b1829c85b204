"""What tests of your own code and prompts need: a model that says what it is told, and cassettes as a pytest fixture.

    # conftest.py
    pytest_plugins = ["claimx.testing"]

    # test_mine.py
    def test_the_denial_is_found(cassette):      # replays cassettes/test_mine/test_the_denial_is_found.yaml
        report = claimx.run(articles, model=claimx.Model("gpt-5-mini"))

    def test_a_failure_is_told():                # no recording, and no model
        model = FakeModel({"harbor-wire": [FakeClaim("The bridge is closed.")], "late-news": RateLimited("slow down")})
        report = claimx.run(articles, model=model)

Importing it needs neither pytest nor a key. PYTEST_DONT_REWRITE: a conftest may import it before pytest does.
"""

from claimx.llm import Cassette
from claimx.testing.fake_claims import FakeClaim
from claimx.testing.fake_model import FakeModel, Reply
from claimx.testing.fake_request import FakeRequest

pytest_plugins = ["claimx.testing.plugin"]

__all__ = ["Cassette", "FakeClaim", "FakeModel", "FakeRequest", "Reply"]
