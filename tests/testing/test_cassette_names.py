"""Where a test's cassette lies: readable where that is safe, and safe always."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.testing.cassette_names import cassette_path

MODULE = Path("tests/test_denials.py")

parameters = st.text(st.characters(exclude_categories=()), max_size=300)


def name_of(test: str) -> str:
    return cassette_path(MODULE, test).name


@pytest.mark.parametrize(
    ("test", "cassette"),
    [
        ("test_one", "test_one.yaml"),
        ("test_one[en]", "test_one-en.yaml"),
        ("test_one[gpt-5-mini-0.5]", "test_one-gpt-5-mini-0.5.yaml"),
        ("TestDenials.test_one", "TestDenials.test_one.yaml"),
        ("test_one[EN]", "test_one-EN-4afc6766.yaml"),
        ("test_one[a/b: 制裁?]", "test_one-a-b-039d7c9f.yaml"),
    ],
)
def test_a_cassette_is_named_like_its_test(test: str, cassette: str) -> None:
    assert cassette_path(MODULE, test) == Path("tests/cassettes/test_denials") / cassette


@given(parameters)
def test_a_name_is_short_and_of_characters_that_every_filesystem_takes(parameter: str) -> None:
    assert re.fullmatch(r"test_one[A-Za-z0-9_.-]*[A-Za-z0-9_.-]\.yaml", name_of(f"test_one[{parameter}]"))
    assert len(name_of(f"test_one[{parameter}]")) < 120


@given(parameters, parameters)
def test_two_parameters_never_share_a_file_also_where_case_does_not_count(one: str, other: str) -> None:
    names = {name_of(f"test_one[{one}]").casefold(), name_of(f"test_one[{other}]").casefold()}
    assert (len(names) == 1) == (one == other)


@given(st.text("aAbB-[]. ", max_size=4), st.text("aAbB-[]. ", max_size=4))
def test_neither_do_short_ones_that_are_nearly_alike(one: str, other: str) -> None:
    names = {name_of(f"test_one[{one}]").casefold(), name_of(f"test_one[{other}]").casefold()}
    assert (len(names) == 1) == (one == other)
