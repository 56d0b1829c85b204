"""Of an address, what may be shown and what may not."""

from __future__ import annotations

import pytest

from claimx.llm.address import bare_url, host_of, login_of, secrets_of


@pytest.mark.parametrize(
    ("address", "bare"),
    [
        ("http://localhost:11434/v1", "http://localhost:11434/v1"),
        ("http://localhost:11434/v1/", "http://localhost:11434/v1"),
        ("https://ed:pass@api.example.org/v1?key=k#f", "https://api.example.org/v1"),
        ("http://ed:p@ss@[::1]:80/v1", "http://[::1]:80/v1"),
    ],
)
def test_what_is_shown_is_scheme_host_port_and_path(address: str, bare: str) -> None:
    assert bare_url(address) == bare


def test_the_login_is_what_is_meant_by_what_is_written() -> None:
    assert login_of("http://e%40d:p%3Ass@host/v1") == ("e@d", "p:ss")
    assert login_of("http://token@host/v1") == ("token", "")
    assert login_of("http://host/v1") is None


def test_secrets_are_known_as_written_and_as_meant() -> None:
    assert secrets_of("http://ed:p%3Ass@host/v1?key=k%201&api=x") == {
        "p%3Ass",
        "p:ss",
        "key=k%201&api=x",
        "key=k 1&api=x",
        "k%201",
        "k 1",
        "x",
    }
    assert secrets_of("http://host/v1") == set()


def test_an_address_without_a_host_has_none() -> None:
    assert host_of("localhost") == "no host"
