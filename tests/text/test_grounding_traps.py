"""A likeness that changes what is said is no quote."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from claimx import locate

TRAPS = tomllib.loads(Path(__file__).with_name("traps.toml").read_text(encoding="utf-8"))
CASES = [
    pytest.param(text, quote, id=f"{language}-{number}-{why.replace(' ', '-')}")
    for language, traps in TRAPS.items()
    for number, (why, text, quote) in enumerate(traps, 1)
]
PADDING = "The weather stayed mild along the coast, and the markets were quiet. " * 20


def test_there_are_traps_enough_in_languages_enough() -> None:
    assert len(CASES) >= 150
    assert len(TRAPS) >= 5


@pytest.mark.parametrize(("text", "quote"), CASES)
def test_a_quote_that_says_another_thing_is_refused(text: str, quote: str) -> None:
    assert locate(text, quote) is None
    assert locate(PADDING + text + "\n\n" + PADDING, quote) is None


@pytest.mark.parametrize(("text", "quote"), [case for case in CASES if " cut" not in str(case.id)])
def test_what_the_text_does_say_is_found(text: str, quote: str) -> None:
    assert locate(PADDING + text, text) is not None
