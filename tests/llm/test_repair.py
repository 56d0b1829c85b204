"""What a repair may do: put punctuation right. What it may not: add, drop, move or change a single word."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.llm.repair import Ambiguous, parse, repair

CLAIMS = {"claims": [{"text": "He said no.", "at": 1}, {"text": 'It\'s "over".', "at": None}], "furniture": [3, 4]}
WHOLE = json.dumps(CLAIMS)


@pytest.mark.parametrize(
    "written",
    [
        f"```json\n{WHOLE}\n```",
        f"```\n{WHOLE}\n```\n",
        f"```json\n{WHOLE}",
        f"Here is the JSON:\n\n{WHOLE}",
        f"Here is the JSON:\n{WHOLE}\nI hope this helps!",
        f"<think>\nEasy.\n</think>\n{WHOLE}",
        f"\ufeff{WHOLE}",
        f"{WHOLE[:-1]},}}",
        f"{WHOLE[:-2]},]}}",
        f"{WHOLE[:-2]}, ]\n, }}",
        WHOLE.replace("}, {", "} {"),
        WHOLE[:-1],
        f"Here you are:\n{WHOLE[:-2]},]",
        repr(CLAIMS),
        WHOLE.replace("said no", "said\nno").replace("\n", " ") + "\n```",
        f"Sure.\n{repr(CLAIMS)[:-1]},}}",
        json.dumps(CLAIMS, ensure_ascii=True)[:-1] + ",}",
    ],
)  # fmt: skip
def test_punctuation_is_put_right(written: str) -> None:
    repaired = repair(written, CLAIMS)
    assert repaired is not None
    assert json.loads(repaired) == CLAIMS


@pytest.mark.parametrize(
    "written",
    [
        "",
        "no JSON at all",
        "[1, 2]",
        '{"a": [{"b": "c"}, {"b": "d"}',  # there may have been a third
        '{"a": [{"b": "c"}, {"b": "d"}]}, "e": "f"}',  # a brace too early
        '{"a": {"b": 2}, "c": "x',  # up to its last brace it would be whole
        '{"a": {"b": 2}} "c": "x"',
        '{"a": 3',  # or 35
        '{"a": "b", "c"',
        '{"a": "b", "c":',
        '{"a": "b", c: "d"}',
        '{"a": "b", "c": d}',
        '{"a": "the mayor"s boat"',
        "{'a': 'the mayor's boat'}",
        '{"a": 1}{"a": 2}',
        'Either {"a": 1} or {"a": 2}',
        'As in {b}: {"a": 1}',
        '[{"a": 1}]',
        '{"a": [1, 2, ...]}',
        '{"a": 1, // one\n "b": 2}',
        '{"a": 1, "a": 2,}',
        '{"a": NaN,}',
        '{"a": ' + "9" * 5_000 + ",}",
        '{"a": 1.50,}',  # a float would lose the nought
        '{"a": "\\ud800",}',
        '{"a":' * 100_000 + "}",
    ],
    ids=lambda written: written[:40],
)
def test_where_it_would_have_to_guess_there_is_no_repair(written: str) -> None:
    assert repair(written, ()) is None


WORDS = st.text(st.sampled_from("ab {}[]:,'\"\\.é“”"), max_size=8)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
ANSWERS = st.dictionaries(st.sampled_from(["claims", "furniture", "a b"]), VALUES, min_size=1)


def test_an_object_that_lacks_its_brace_has_to_have_all_its_keys() -> None:
    assert repair('{"claims": []', ["claims"]) == '{"claims": []}'
    assert repair('{"claims": []', ["claims", "furniture"]) is None


@given(ANSWERS, st.data())
def test_an_answer_cut_anywhere_is_read_whole_or_not_at_all(answer: dict[str, Any], data: st.DataObject) -> None:
    written = json.dumps(answer)
    repaired = repair(written[: data.draw(st.integers(0, len(written)))], answer)
    assert repaired is None or unspaced(json.loads(repaired)) == unspaced(answer)


DAMAGES = {
    "fence": lambda written: f"```json\n{written}\n```",
    "prefix": lambda written: f"Here it is:\n{written}",
    "comma": lambda written: f"{written[:-1]},}}",
    "brace": lambda written: written[:-1],
    "quotes": lambda written: repr(json.loads(written)),
    "backslash": lambda written: written.replace("\\", "", 1),
    "quote": lambda written: written.replace('"', "", 1),
    "bracket": lambda written: written.replace("[", "", 1),
    "colon": lambda written: written.replace(":", "", 1),
}


@given(ANSWERS, st.lists(st.sampled_from(sorted(DAMAGES)), min_size=1, max_size=2))
def test_whatever_happened_to_its_punctuation_no_word_is_lost_or_made_up(
    answer: dict[str, Any], damages: list[str]
) -> None:
    written = json.dumps(answer, ensure_ascii=False)
    for damage in damages:
        if damage == "quotes" and not written.startswith("{"):
            continue
        try:
            written = DAMAGES[damage](written)
        except ValueError:  # no longer JSON, for repr to start from
            continue
    repaired = repair(written, answer)
    if repaired is not None:
        assert letters(repaired) in (letters(written), letters(json.dumps(answer, ensure_ascii=False)))


@given(ANSWERS)
def test_a_trailing_comma_never_costs_another_call(answer: dict[str, Any]) -> None:
    tame = tamed(answer)
    repaired = repair(f"{json.dumps(tame, ensure_ascii=False)[:-1]},}}", ())
    assert repaired is not None
    assert unspaced(json.loads(repaired)) == unspaced(tame)


@pytest.mark.parametrize("written", ["{" * 50_000, '{"a": "' + "\\'" * 40_000 + "," * 40_000, '{"a":' + "[" * 90_000])
def test_a_long_answer_beyond_repair_is_given_up_at_once(written: str) -> None:
    started = time.perf_counter()
    assert repair(written, ()) is None
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize("text", ['{"a": 1, "a": 2}', '{"a": [{"b": 1, "b": null}]}', '{"a": NaN}', "[-Infinity]"])
def test_json_that_says_two_things_or_nothing_is_ambiguous(text: str) -> None:
    with pytest.raises(Ambiguous):
        parse(text)


def test_a_key_that_says_the_same_twice_is_not() -> None:
    assert parse('{"a": [1], "a": [1]}') == {"a": [1]}


def letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def unspaced(value: Any) -> str:
    return "".join(json.dumps(value, ensure_ascii=False).replace("\\n", "").split())


def tamed(value: Any) -> Any:
    """`value` with words in place of signs: what a repair library can make of the others is its own affair."""
    if isinstance(value, str):
        return "word " + letters(value)
    if isinstance(value, list):
        return [tamed(inner) for inner in value]
    return {tamed(key): tamed(inner) for key, inner in value.items()} if isinstance(value, dict) else value
