"""What an endpoint does with a question: is it there, does it take the key, does it hold answers to the schema?

Costs one call of some hundred tokens where all is well, and at most four.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from pydantic import BaseModel

from claimx.cli.findings import Finding, failed
from claimx.errors import AnswerError, InvalidPrices, ModelError, RequestRefused
from claimx.llm import Answer, Message, Model, connect, run_sync
from claimx.llm.prices import load_prices

_PATIENCE = 60.0
"""Seconds: a person waits for this answer, and one that comes later than that is news in itself."""
_ENOUGH = "claimx asks once more where an answer does not fit, and pays for both"


class Trial(BaseModel):
    """The colour and the number that were asked for."""

    colour: Literal["blue", "green"]
    number: int


# Only a decoder that is held to the schema can answer the first one with JSON against the words of the question.
_AGAINST: list[Message] = [
    {"role": "system", "content": "This is a test of a connection."},
    {"role": "user", "content": "Answer with the one word hello, in plain text: no braces, no JSON."},
]
_ALONG: list[Message] = [
    {"role": "system", "content": "This is a test of a connection. Answer with one JSON object."},
    {"role": "user", "content": 'Give the colour "blue" and the number 7, as {"colour": …, "number": …}.'},
]


def check_key(model: Model) -> Finding:
    """Whether there is a key where one is needed. What it is, nobody is told."""
    try:
        key = model.key()
        host = model.host
    except ModelError as error:
        return failed("key", error)
    return Finding("ok", "key", f"there is one for {host}" if key else f"none given, and {host} may need none")


def check_price(model: Model) -> Finding:
    """Whether a limit on money can be kept."""
    try:
        price = load_prices().of(model)
    except InvalidPrices as error:
        return failed("price", error)
    if price is None:
        remedy = "--max-cost needs one: name a file of prices in CLAIMX_PRICES, or use --max-tokens"
        return Finding("warn", "price", f"what {model.name} costs is unknown", remedy)
    return Finding("ok", "price", f"known for {model.name}")


def probe(model: Model) -> Iterator[Finding]:
    """Ask the endpoint, and tell whether it answers and what it does with a strict `json_schema`."""
    patient = replace(model, attempts=1, timeout=_PATIENCE, deadline=_PATIENCE)
    begin = time.monotonic()
    try:
        answer, enforced = _ask_both_ways(patient)
    except RequestRefused as error:
        yield Finding("ok", "endpoint", f"{model.host} answers")
        remedy = "it has to take a response_format of type json_schema: another server, or another model"
        yield Finding("fail", "schema", error.message, error.hint or remedy)
    except AnswerError as error:
        yield Finding("ok", "endpoint", f"{model.host} answers")
        remedy = "a model that supports structured output is needed"
        yield Finding("fail", "schema", error.message, error.hint or remedy)
    except ModelError as error:
        yield failed("endpoint", error)
    else:
        seconds = time.monotonic() - begin
        yield Finding("ok", "endpoint", f"{model.host} answers as {answer.answered_by}, within {seconds:.1f} s")
        yield _schema_finding(answer, enforced)


def _ask_both_ways(model: Model) -> tuple[Answer[Trial], bool]:
    """An answer, and whether it came against the words of the question."""
    try:
        answer = run_sync(_ask(model, _AGAINST))
        return answer, answer.usage.attempts == 1
    except AnswerError:
        return run_sync(_ask(model, _ALONG)), False


async def _ask(model: Model, messages: list[Message]) -> Answer[Trial]:
    async with connect(model) as session:
        return await session.ask(messages, Trial)


def _schema_finding(answer: Answer[Trial], enforced: bool) -> Finding:
    if enforced and not answer.repaired:
        return Finding("ok", "schema", "held to: json_schema was answered in JSON although the question forbade it")
    if answer.repaired:
        return Finding("warn", "schema", "not enforced: the JSON that came had to be put right", _ENOUGH)
    return Finding("warn", "schema", "json_schema is taken, and ignored: answers fit only where words ask", _ENOUGH)
