"""Brings the fixture `cassette` and the option `--claimx-record`."""

pytest_plugins = ["claimx.testing"]
